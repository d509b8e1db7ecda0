"""A session in a file: what is written can be read, and what can't is named by its line."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import pytest

from site_sim.base.errors import SiteError
from site_sim.commands import Command, OrderJobs
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import Intent, Seek, Select, SetSpeed, Wish
from site_sim.player.moment import Moment
from site_sim.player.transcript import (
    TranscriptEntry,
    TranscriptWriter,
    load_transcript,
    read_transcript,
)
from site_sim.player.tuning import PlayerTuning
from tests.player.playing import Played

MOMENT = Moment(seq=3, at=5, steps=2)
HEADER = '{"site_sim_session":1,"scenario":{"seed":7,"at":2.0}}'
EXAMPLES: dict[type, Any] = {str: "x", int: 3, float: 0.5, bool: True}


def example(wish: type[Any]) -> Any:
    """Return a wish of a type, with a value for each field that must have one."""
    values = {}
    for field in msgspec.structs.fields(wish):
        if field.required:
            first = next(iter(get_args(field.type)), field.type)
            value = EXAMPLES.get(first, first)
            values[field.name] = {value: 3} if get_origin(field.type) is dict else value
    return wish(**values)


def entry(wish: str, **moment: int) -> str:
    """Return a line with that JSON as its wish."""
    return f'{{"moment":{json.dumps({"seq": 3, "at": 5} | moment)},"wish":{wish}}}'


STEP = entry('{"type":"Step"}')


def faults_of(*lines: str) -> list[str]:
    """Return what is wrong with a session."""
    with pytest.raises(SiteError) as raised:
        read_transcript("\n".join(lines) + "\n", "demo.jsonl")
    return str(raised.value).splitlines()


@pytest.mark.parametrize("kind", [*get_args(Intent), *get_args(Command)])
def test_every_wish_can_be_written_and_read(kind: type[Any]) -> None:
    wish: Wish = example(kind)
    line = msgspec.json.encode(TranscriptEntry(MOMENT, wish)).decode()
    assert json.loads(line)["wish"]["type"] == kind.__name__
    (read,) = read_transcript(f"{HEADER}\n{line}\n", "").entries
    assert read == TranscriptEntry(MOMENT, wish)


def test_a_session_is_written_as_it_goes_on() -> None:
    stream = io.StringIO()
    order = JobOrder(5, JobCard("bricks", 1, 2))
    played = Played(at=2.0, seed=7, rate=None, orders=(order,), count=9)
    writer = TranscriptWriter(stream, played.player)
    played.player.do(Select("job", 3))
    assert len(stream.getvalue().splitlines()) == 2
    played.player.do(SetSpeed("max"))
    played.player.do(Seek(1_000_000_000))
    writer.end()
    played.player.do(Select())
    transcript = read_transcript(stream.getvalue(), "demo.jsonl")
    assert transcript.scenario == played.player.scenario
    wishes = [each.wish for each in transcript.entries]
    assert wishes == [Select("job", 3), SetSpeed("max"), Seek(1_000_000_000), None]
    *_, before, last = (each.moment for each in transcript.entries)
    assert (before.at, before.steps is not None) == (2_000_000_000, True)
    assert (last.at, last.steps) == (1_000_000_000, None)


def test_what_had_no_effect_is_not_written() -> None:
    played = Played(look_s=1.0, tuning=PlayerTuning(fork_slice_steps=2))
    played.player.do(Seek(3_000_000_000))
    told: list[Wish] = []
    played.player.listen = lambda _, wish: told.append(wish)
    played.player.do(OrderJobs(1))
    played.player.do(Seek(0))
    played.arrive()
    with pytest.raises(ValueError, match="fewer than none"):
        played.player.do(OrderJobs(-1))
    assert told == [OrderJobs(1)]


def test_a_file_is_read_and_its_name_is_told(tmp_path: Path) -> None:
    path = tmp_path / "demo.jsonl"
    path.write_text(f"{HEADER}\n{STEP}\n")
    assert len(load_transcript(path).entries) == 1
    path.write_text(f"{HEADER}\nnothing\n")
    with pytest.raises(SiteError, match=r"demo\.jsonl: line 2: is no line of a session"):
        load_transcript(path)


def test_every_fault_is_named_by_its_line() -> None:
    assert faults_of(
        HEADER,
        entry('{"type":"Stepp"}'),
        entry('{"type":"Seek","at":"noon"}'),
        entry('{"type":"Seek","at":1,"to":2}'),
        entry('{"type":"SetSpeed","speed":1e9}'),
        entry('{"type":"GoToEvent","kinds":["Dead"]}'),
        entry('{"type":"Step"}', steps="two"),
        '{"moment":{"seq":1,"at":1}}',
        STEP,
        "",
    ) == [
        "demo.jsonl: line 2: is no line of a session: Invalid value 'Stepp' - at `$.wish.type`",
        "demo.jsonl: line 3: is no line of a session: Expected `int`, got `str` - at `$.wish.at`",
        "demo.jsonl: line 4: is no line of a session: Object contains unknown field `to` - at "
        "`$.wish`",
        "demo.jsonl: line 5: is no line of a session: a speed must be max, or from 0.0625 to 1024 "
        "- at `$.wish`",
        "demo.jsonl: line 6: is no line of a session: there is no kind of event called 'Dead' - at "
        "`$.wish`",
        "demo.jsonl: line 7: is no line of a session: Expected `int | null`, got `str` - at "
        "`$.moment.steps`",
        "demo.jsonl: line 8: only the last line may be without a wish",
        "demo.jsonl: line 10: is no line of a session: Input data was truncated",
    ]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("[]", "is no line of a session: Expected `object`, got `array`"),
        ("[" * 100_000, "is no line of a session: Expected `object`, got `array`"),
        ('{"site_sim_session":2}', "is a session of version 2, and 1 is read here"),
        (
            '{"site_sim_session":1,"scenario":{"workers":0}}',
            "scenario: workers: must be from 1 to 1,000,000, not 0",
        ),
        (
            '{"site_sim_session":1,"scenario":{"wrokers":1}}',
            "scenario: wrokers: unknown key (did you mean 'workers'?)",
        ),
        (
            '{"site_sim_session":1,"scenario":{"orders":[1]}}',
            "is no line of a session: Expected `object`, got `int` - at `$.orders[0]`",
        ),
    ],
)
def test_what_is_wrong_with_the_first_line_is_told(header: str, fault: str) -> None:
    assert faults_of(header) == [f"demo.jsonl: line 1: {fault}"]


def test_of_very_many_faults_the_rest_are_counted() -> None:
    faults = faults_of(HEADER, *["nothing"] * 60)
    assert faults[-1] == "demo.jsonl: and 10 more faults"
    assert len(faults) == 51


def test_of_faults_without_number_few_are_kept() -> None:
    tracemalloc.start()
    faults = faults_of(HEADER, *["nothing"] * 20_000, *[entry("null")] * 5)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert faults[-1] == "demo.jsonl: and 19,954 more faults"
    assert most < 2_000_000


LONG_AGO, NEVER_YET = -1, 10**18 + 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (entry('{"type":"Step"}', at=NEVER_YET), "no run reaches: it ends at 1,000,000,000 s"),
        (entry('{"type":"Step"}', at=LONG_AGO), "no run reaches: it ends at 1,000,000,000 s"),
        (entry('{"type":"Step"}', seq=10**12), "no session reaches: it ends after 100,000,000 ev"),
        (entry('{"type":"Step"}', steps=10**12), "no session reaches: it ends after 100,000,000 e"),
        (entry(f'{{"type":"GoTo","at":{NEVER_YET}}}'), "a run reaches 1,000,000,000 s at most"),
        (entry(f'{{"type":"Jump","span_ns":{NEVER_YET}}}'), "a run reaches 1,000,000,000 s at mo"),
        (entry(f'{{"type":"Jump","span_ns":-{NEVER_YET}}}'), "a run reaches 1,000,000,000 s at m"),
    ],
)
def test_a_moment_that_is_too_far_ahead_is_refused_in_one_line(line: str, words: str) -> None:
    (fault,) = faults_of(HEADER, line, STEP)
    assert fault.startswith("demo.jsonl: line 2: ")
    assert words in fault
