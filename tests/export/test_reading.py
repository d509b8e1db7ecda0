"""What reads a log: it gives back what was written, and names what is wrong by its line."""

from __future__ import annotations

import json
from functools import cache
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.export.header import SCHEMA
from site_sim.export.reading import LogReader
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import Cast
from site_sim.log.event_log import EventLog
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.export.written import LOGS, SECOND, eventful, lines_of, read, records_of, written

PROGRAMS = ("pipeline", "producer-consumer")


def log_of(reader: LogReader) -> EventLog:
    assert reader.log is not None
    return reader.log


def same_log(one: EventLog, other: EventLog) -> bool:
    """Return whether two logs have the same events, texts and jobs."""
    return (
        list(one.rows()) == list(other.rows())
        and one.texts.first(len(one.texts)) == other.texts.first(len(other.texts))
        and one.jobs.columns() == other.jobs.columns()
    )


def picture(cast: Cast) -> list[Any]:
    """Return all that a screen asks of a cast."""
    workers = cast.named_workers + 3 if cast.can_grow else cast.named_workers
    return [
        (
            cast.shape(wiring),
            cast.first,
            cast.last,
            [
                (who, cast.name_of(who), cast.short_name(who), cast.role_of(who))
                for who in cast.rows(workers)
            ],
            [list(cast.links_of(who, workers, wiring)) for who in cast.rows(workers)],
        )
        for wiring in ("chain", "direct")
    ]


@cache
def small() -> bytes:
    """Return a log of some hundred lines, with a rebuild in it."""
    simulation = Simulation(
        SimulationConfig(workers=2, model="coroutines", accident_rate=0.3, count=6, inbox=1)
    )
    from site_sim.commands import ChooseWiring, Hire

    simulation.run(2 * SECOND)
    simulation.apply(Hire(1))
    simulation.run(4 * SECOND)
    simulation.apply(ChooseWiring("direct"))
    simulation.run()
    return written(simulation, complete=True)


def fault(data: bytes) -> str:
    """Return the one line that says what is wrong with a log."""
    with pytest.raises(SiteError) as caught:
        read(data)
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    assert len(message) < 400
    return message


# -- what was written is read ----------------------------------------------------------------------


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("model", MODELS)
def test_what_is_written_is_read_again(model: str, program: str) -> None:
    simulation = eventful(model, program)
    reader = read(written(simulation))
    assert len(simulation.log) > 100
    assert same_log(log_of(reader), simulation.log)
    assert picture(log_of(reader).cast) == picture(PROGRAM_FACTS[program].cast)
    assert reader.end is not None
    assert (reader.end.at, reader.end.complete) == (simulation.now, False)
    assert reader.header is not None
    assert reader.header.costs["send_ns"] == simulation.config.costs.send_ns
    assert (reader.cut, reader.unknown, reader.left_out) == ("", {}, 0)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_log_without_a_header_has_the_cast_of_its_program(program: str) -> None:
    simulation = eventful("serial", program)
    reader = read(b"".join(written(simulation).splitlines(keepends=True)[1:-1]))
    assert same_log(log_of(reader), simulation.log)
    assert log_of(reader).cast is PROGRAM_FACTS[program].cast
    assert reader.header is reader.end is None
    assert reader.cut == ""


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_it_does_not_matter_in_which_pieces_a_log_comes(size: int) -> None:
    data = small()
    reader, counts = LogReader("log"), []
    for start in range(0, len(data), size):
        reader.feed(data[start : start + size])
        counts.append(0 if reader.log is None else len(reader.log))
    reader.close()
    assert same_log(log_of(reader), log_of(read(data)))
    assert counts == sorted(counts)
    assert len(set(counts)) > 5 or size == 4096


def test_a_log_may_have_blank_lines_and_windows_line_ends() -> None:
    data = small().replace(b"\n", b"\r\n").replace(b'{"seq":5,', b'\n \n{"seq":5,')
    assert same_log(log_of(read(data)), log_of(read(small())))


# -- other casts -----------------------------------------------------------------------------------


def folded(name: str, stop: int | None = None) -> SiteState:
    log = log_of(read((LOGS / f"{name}.jsonl").read_bytes()))
    state = SiteState(log)
    fold(state, stop)
    return state


def test_two_producers_share_a_consumer() -> None:
    state = folded("two-producers")
    assert state.statistics.done == 4
    assert state.log.cast.sources == [-1, -2]
    assert [task.state for task in state.everyone] == [State.IDLE] * 3
    blocked = next(seq for seq, row in enumerate(state.log.rows(), 1) if row[0] > SECOND) - 1
    state = folded("two-producers", blocked)
    doing = {state.name_of(task.who): task.state for task in state.everyone}
    assert doing == {"north": State.BLOCKED, "south": State.BLOCKED, "consumer": State.CPU}


def test_work_fans_out_and_in_without_a_foreman() -> None:
    state = folded("fan")
    assert state.statistics.done == 3
    assert list(state.log.cast.rows(3)) == [-1, 0, 1, 2, -2]
    assert state.log.cast.links_of(-1, 3, "") == (0, 1, 2)
    assert {verdict.worker for verdict in state.verdict_table} == {0, 1, 2}


@pytest.mark.parametrize("path", sorted(LOGS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_logs_written_by_hand_have_no_fault(path: Any) -> None:
    reader = read(path.read_bytes())
    assert reader.end is not None
    assert reader.cut == ""


# -- logs that are cut off -------------------------------------------------------------------------


def test_a_log_cut_off_at_any_byte_is_read_up_to_its_last_whole_line() -> None:
    data = (LOGS / "two-producers.jsonl").read_bytes()
    first = data.index(b"\n")
    whole = log_of(read(data))
    rows = list(whole.rows())
    for stop in range(len(data)):
        if stop < first:
            assert "line 1: is not valid JSON" in fault(data[:stop]) or stop == 0
            continue
        reader = read(data[:stop])
        lines = data[:stop].count(b"\n")
        rest = data[:stop].rpartition(b"\n")[2]
        is_whole = rest.endswith(b"}") and data[stop : stop + 1] == b"\n"
        events = min(len(rows), max(0, lines + is_whole - 1))
        assert list(log_of(reader).rows()) == rows[:events]
        if reader.end is None:
            part = f"in the middle of line {lines + 1:,}"
            assert reader.cut == (part if rest and not is_whole else "before its end mark")
        else:
            assert reader.cut == ""


def test_nothing_at_all_is_no_log() -> None:
    assert fault(b"") == "log.jsonl: is empty"
    assert fault(b"\n \n".strip()) == "log.jsonl: is empty"


# -- logs of a newer schema ------------------------------------------------------------------------


def test_a_log_of_a_newer_schema_is_read_as_far_as_it_is_known() -> None:
    header, *events, end = records_of(small())
    header["site_sim"] |= {"schema": SCHEMA + 1, "weather": "fine"}
    header["site_sim"]["cast"][0]["age"] = 40
    taken = next(event for event in events if event["event"] == "JobTaken")
    taken["colour"] = "red"
    events.insert(30, {"seq": 30, "at": events[30]["at"], "event": "CoffeeMade", "cups": 2})
    for seq, event in enumerate(events):
        event["seq"] = seq
    end["end"] |= {"events": len(events), "mood": 1}
    reader = read(lines_of([header, *events, end]))
    assert list(reader.unknown) == [
        *("key weather", "key cast[0].age", "field JobTaken.colour"),
        *("event CoffeeMade", "key end.mood"),
    ]
    assert reader.left_out == 1
    assert same_log(log_of(reader), log_of(read(small())))
    assert reader.end is not None
    assert reader.cut == ""


def test_what_does_not_fit_in_a_newer_log_is_left_out() -> None:
    header, *events, end = records_of(small())
    header["site_sim"]["schema"] = SCHEMA + 1
    number = numbers_of("HandOffStarted") - 2
    del events[number]["to"]
    reader = read(lines_of([header, *events, end]))
    assert reader.left_out > 1  # with it all that comes of it
    assert number < len(log_of(reader)) < len(events)
    fold(SiteState(log_of(reader)))


def test_a_newer_log_of_which_nothing_is_known_has_a_fault() -> None:
    header, *_ = records_of(small())
    header["site_sim"]["schema"] = SCHEMA + 1
    what = fault(lines_of([header, {"seq": 0, "at": 0, "event": "CoffeeMade"}]))
    assert what == (
        "log.jsonl: nothing in it can be shown: it is of a newer schema (event CoffeeMade)"
    )


# -- faults ----------------------------------------------------------------------------------------


@cache
def numbers_of(kind: str) -> int:
    """Return the number, from 1, of the first line of that kind."""
    return next(
        number
        for number, record in enumerate(records_of(small()), 1)
        if record.get("event") == kind
    )


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("Hired", {"event": "Fired"}, "event: unknown kind of event 'Fired' (did you mean 'Hired'?)"),
    ("Hired", {"event": 7}, "event: must be a kind of event, not 7"),
    ("Hired", {"lain": 0}, "lain: unknown field (did you mean 'lane'?)"),
    ("Hired", {"lane": "0"}, "lane: must be a whole number from 0 to 1,023, or null, not '0'"),
    ("Hired", {"lane": 1}, "lane: lane 1 is not open: there is 1 of them"),
    ("Hired", {"who": None}, "who: must be a text, not null"),
    ("Hired", {"who": "acept"}, "who: there is no task 'acept' (did you mean 'accept'?)"),
    ("Hired", {"who": "worker 7"}, "who: worker 7 cannot come: the next is worker 0"),
    ("Hired", {"who": "worker 99999999999999999999"}, "who: there is no task 'worker 9999"),
    ("Hired", {"seq": 3}, "seq: must be "),
    ("Hired", {"seq": True}, "seq: must be a whole number from 0 to "),
    ("Hired", {"at": -1}, "at: must be a whole number from 0 to "),
    ("Hired", {"at": 2**63}, "at: must be a whole number from 0 to "),
    ("Hired", {"at": 10**400}, "at: must be a whole number from 0 to "),
    ("Hired", {"at": 1.5}, "at: must be a whole number from 0 to "),
    ("LanesOpened", {"lanes": 10**9}, "lanes: must be a whole number from 1 to 1,024, not 1000000"),
    ("LanesOpened", {"lanes": True}, "lanes: must be a whole number from 1 to 1,024, not true"),
    ("LanesOpened", {"who": "foreman"}, "who: must be null, not 'foreman'"),
    ("JobArrived", {"job": 5}, "job: must be 0, the next number, not 5"),
    ("JobArrived", {"cpu_ns": -1}, "cpu_ns: must be a whole number from 0 to "),
    ("JobArrived", {"name": ["x"]}, "name: must be a text, not a list"),
    ("JobTaken", {"job": 1}, "job: there is no job #1"),
    ("JobTaken", {"worker": 9}, "worker: there is no worker of number 9"),
    ("JobTaken", {"worker": -3}, "worker: must be a whole number from 0 to "),
    ("JobTaken", {"who": "worker 5"}, "who: worker 5 is not on the site"),
    ("HandOffStarted", {"job": 5}, "job: there is no job #5"),
    ("HandOffStarted", {"who": "worker 0"}, "job: #0 is in the hand of foreman, and not in the "),
    ("HandOffStarted", {"to": "foreman"}, "to: foreman cannot hand a job to itself"),
    ("HandOffStarted", {"to": "worker 4"}, "to: worker 4 is not on the site"),
    ("HandedOff", {"to": "accept"}, "to: must be worker 1, whom the hop leads to, not accept"),
    ("HandedOff", {"then": "waits"}, "then: must be one of goes on, "),
    ("WorkStarted", {"who": "worker 1"}, "job: #0 is in the "),
    ("WorkFinished", {"who": "accept"}, "job: #0 is in the hand of worker 0, and not in the "),
    ("Accepted", {"attempt": 0}, "attempt: must be a whole number from 1 to "),
    ("Accepted", {"worker": None}, "worker: must be the number of a worker, not null"),
    ("SettingChanged", {"value": "pipelin"}, "value: no cast is given, and no program"),
]


@pytest.mark.parametrize(("kind", "change", "what"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_is_named_by_its_line(kind: str, change: dict[str, Any], what: str) -> None:
    number = numbers_of(kind)
    records = records_of(small())
    if kind == "SettingChanged":
        records, number = records[1:], 1
    records[number - 1] |= change
    assert fault(lines_of(records)).startswith(f"log.jsonl: line {number}: {what}")


@pytest.mark.parametrize("key", ["seq", "at", "event", "who", "job", "to", "lane"])
def test_a_missing_field_is_named(key: str) -> None:
    number = numbers_of("HandOffStarted")
    records = records_of(small())
    del records[number - 1][key]
    assert fault(lines_of(records)).startswith(f"log.jsonl: line {number}: {key}: is missing")


def test_times_never_go_back() -> None:
    records = records_of(small())
    number = next(n for n, record in enumerate(records, 1) if record.get("at", 0) > SECOND)
    records[number - 1]["at"] = 5
    what = fault(lines_of(records))
    assert what.startswith(f"log.jsonl: line {number}: at: goes back from ")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"hello", "is not valid JSON: "),
        (b"[1]", "must be an object, not a list"),
        (b"null", "must be an object, not null"),
        (b'{"seq":', "is not valid JSON: "),
        (b"\xff\xfe", "is not valid JSON: "),
        (b"[" * 100_000, "is "),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "is "),
        (b'{"site_sim":{"schema":1}}', "a header can only be the first line"),
        (b'{"name":"bricks"}', "event: is missing"),
        (b'{"event":"\\ud800"}', ""),
        (b'{"event":"A\x1b[31m"}', "is not valid JSON: "),
        (b'{"event":"A\\u001b[31m"}', "event: unknown kind of event "),
        (b'{"event":"' + b"x" * 10_000_000 + b'"}', "is longer than the 1 MiB"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_event_is_named(line: bytes, what: str) -> None:
    lines = small().splitlines()
    assert fault(b"\n".join([*lines[:9], line, *lines[9:]])).startswith(
        f"log.jsonl: line 10: {what}"
    )


def test_hostile_names_of_jobs_are_made_safe() -> None:
    records = records_of(small())
    number = numbers_of("JobArrived")
    records[number - 1]["name"] = "a\x1b[31m\nb" + "c" * 100_000
    card = log_of(read(lines_of(records))).jobs[0]
    assert card.name.isprintable()
    assert len(card.name) <= 40


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"events": 3}, "end.events: must be "),
        ({"at": 0}, "end.at: must not be earlier than the last event, at "),
        ({"complete": 1}, "end.complete: must be true or false, not 1"),
        ({"compleet": True}, "end.compleet: unknown field (did you mean 'complete'?)"),
    ],
    ids=str,
)
def test_faults_of_the_end_mark_are_named(change: dict[str, Any], what: str) -> None:
    *records, end = records_of(small())
    end["end"] |= change
    line = len(records) + 1
    assert fault(lines_of([*records, end])).startswith(f"log.jsonl: line {line}: {what}")


def test_nothing_comes_after_the_end_mark() -> None:
    data = small()
    last = data.splitlines(keepends=True)[-2]
    line = data.count(b"\n") + 1
    assert fault(data + last) == f"log.jsonl: line {line}: comes after the end mark"


RUBBISH = {
    "no line": b"x" * 64,
    "many lines": b"rubbish\n" * 8,
    "zeros": b"\0" * 64,
    "spaces": b" " * 64,
    "brackets": b"[" * 64,
    "a header that never ends": b'{"site_sim":' + b" " * 52,
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_gets_one_clear_line_at_once(name: str) -> None:
    begun = RUBBISH[name]
    data = begun + (begun if b"\n" in begun else begun[-1:] * 64) * (1 << 20)
    began = process_time()
    assert fault(data[: 64 << 20]).startswith(("log.jsonl: line 1: ", "log.jsonl: is empty"))
    assert process_time() - began < 2


# -- any change of one line ------------------------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 12),
    st.sampled_from([2**31, 2**63, -(2**63), 10**30, 1.5]),
    st.text(max_size=5),
    st.sampled_from(["worker 0", "worker 1", "worker 9", "foreman", "accept", "goes on"]),
    st.lists(st.integers(), max_size=1),
)


@given(line=st.integers(0, 150), field=st.integers(0, 8), value=VALUES)
def test_any_change_of_a_line_is_a_fault_there_or_later_or_a_log(
    line: int, field: int, value: object
) -> None:
    records = records_of(small())
    number = 1 + line % (len(records) - 1)
    record = records[number]
    record[list(record)[field % len(record)]] = value
    assert_followed(lines_of(records), number + 1)


@given(line=st.integers(1, 150), other=st.integers(1, 150))
def test_lines_left_out_or_in_another_order_are_a_fault_or_a_log(line: int, other: int) -> None:
    header, *records = records_of(small())
    one, two = line % len(records), other % len(records)
    records[one], records[two] = records[two], records[one]
    for seq, record in enumerate(record for record in records if "event" in record):
        record["seq"] = seq
    assert_followed(lines_of([header, *records]), min(one, two) + 2)


def assert_followed(data: bytes, first: int) -> None:
    """Check that a log is read, and then folded too, or has a fault at line `first` or later."""
    try:
        log = log_of(read(data))
    except SiteError as error:
        (only,) = error.faults
        assert only.where.startswith("log.jsonl: line ")
        assert int(only.where.split()[2].strip(":").replace(",", "")) >= first
    else:
        fold(SiteState(log))


def test_a_header_may_be_short() -> None:
    header = {"site_sim": {"schema": 1, "program": "pipeline"}}
    _, *rest = records_of(small())
    reader = read(lines_of([header, *rest]))
    assert log_of(reader).cast is PROGRAM_FACTS["pipeline"].cast
    assert json.loads(lines_of([header])) == header


@pytest.mark.parametrize("key", ["hop-ns", "loop-hop-ns", "start-up-ns", "cores"])
@pytest.mark.parametrize("value", ["fast", "-3", "1.5", "9" * 30])
def test_a_setting_that_is_no_whole_number_is_named(key: str, value: str) -> None:
    records = records_of(small())
    records[1] |= {"key": key, "value": value}
    what = f"line 2: value of {key}: must be a whole number from 0, not '{value}'"
    assert fault(lines_of(records)) == f"log.jsonl: {what}"


def test_a_cost_that_changes_is_read_into_the_settings() -> None:
    simulation = eventful("threads")
    state = SiteState(log_of(read(written(simulation))))
    fold(state, len(state.log))
    assert (state.settings.pipe_hop_ns, state.settings.send_ns) == (3, -1)
