"""A session that was written down is repeated to the same log bytes, view and position."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.units import MS, SECOND
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseModel,
    Hire,
    LayOff,
    OrderJobs,
    SetRate,
)
from site_sim.export.jsonl import event_lines
from site_sim.export.source import LogSource
from site_sim.player.intents import (
    BringBookmarkBack,
    GiveUp,
    GoTo,
    GoToBookmark,
    GoToCondition,
    GoToEvent,
    Jump,
    OpenScenario,
    PutBookmark,
    RemoveBookmark,
    Restart,
    Restore,
    Seek,
    Select,
    SetPaused,
    SetSpeed,
    ShowScreen,
    Step,
    StepBack,
    Stop,
    Undo,
    Wish,
)
from site_sim.player.player import Player
from site_sim.player.repetition import repeat
from site_sim.player.replay import Replay
from site_sim.player.transcript import TranscriptWriter, read_transcript
from site_sim.player.tuning import PlayerTuning
from site_sim.run.search import SearchLimits
from tests.export.written import small
from tests.export.written import written as written_log
from tests.player.playing import FRAME_S, Played

Act = Wish | int | Literal["hire", "rate-up", "pause"]
"""What is done: a wish, frames that pass, or what a key does by how the run stands then."""


def outcome(player: Player) -> tuple[Any, ...]:
    """Return all that must be the same at the end of a session."""
    session = player.session
    log = "".join(event_lines(session.log))
    marks = session.bookmarks.places
    return log, player.view, session.playhead.position, session.is_at_end, session.journal, marks


def written(played: Played, acts: Sequence[Act]) -> str:
    """Act, and return the session as it was written down."""
    stream, player = io.StringIO(), played.player
    writer = TranscriptWriter(stream, player)
    for act in acts:
        match act:
            case int():
                played.frames(act)
            case "hire":
                player.controls.change_workers(1)
            case "rate-up":
                player.controls.change_rate(up=True)
            case "pause":
                player.pause()
            case _:
                player.do(act)
    writer.end()
    return stream.getvalue()


class Twice(NamedTuple):
    """What a session led to, and what it leads to once more as it was written down."""

    played: tuple[Any, ...]
    repeated: tuple[Any, ...]
    transcript: str


def twice(acts: Sequence[Act], tuning: PlayerTuning, **fields: Any) -> Twice:
    """Act, and repeat the session from what was written."""
    played = Played(tuning=tuning, **fields)
    text = written(played, acts)
    again = repeat(read_transcript(text, "session.jsonl"), tuning=tuning)
    return Twice(outcome(played.player), outcome(again), text)


SLOW = 0.002
"""Real seconds at every look at the clock: a tick does little, and long work takes many."""
LIMITS = SearchLimits(seconds=20)
DIED = GoToEvent(("Died",))


@pytest.mark.sampled
@pytest.mark.parametrize(
    "acts",
    [
        [OrderJobs(3), 30, Hire(2), 30, SetRate(5.0), 60, LayOff(1), 10],
        [60, Seek(3 * SECOND), 10, SetPaused(False), 5, OrderJobs(1), 60],
        [Seek(3 * SECOND), Hire(1), GiveUp(), 5, SetPaused(False), 9],
        [Seek(3 * SECOND), Hire(1), 200, Restore(), 5, Restore()],
        [30, Hire(1), 30, SetRate(5.0), 9, Undo(), 40, Undo(), Restore(), 9, Undo(), Undo(), 9],
        [30, ChangeSettings({"cores": 3}), 30, Step(), Undo(), Step(), Restore(), StepBack(), 9],
        [DIED, 3, SetPaused(True), 40, SetPaused(False), 9],
        [DIED, ShowScreen("code"), 3, Select("job", 1), 3, OrderJobs(2), 400],
        [DIED, 400, OrderJobs(1), 5],
        [Seek(5 * SECOND), DIED, Select("task", 1), 3, Restore(), 9],
        [Seek(5 * SECOND), OrderJobs(1), 300, DIED, 3, Restore(), 9],
        [GoTo(90 * SECOND), 2, Select("task", 1), 3, SetPaused(False), 9],
        [GoTo(60 * SECOND), 300, SetSpeed("max"), SetPaused(False), 10, Step(), StepBack(), Step()],
        [Step(), Step(), OrderJobs(1), Step(), StepBack(), CauseAccident(1), SetPaused(False), 9],
        [9, Restart(), 30, Hire(1), 9, Restart(new_seed=True), 30, OpenScenario("gil"), 30],
        [Jump(-3 * SECOND), Jump(SECOND), SetPaused(False), 30, Jump(50 * SECOND), 60],
        [Jump(-1 * MS), DIED, 1, "hire", 1],
        ["pause", Seek(9 * SECOND), "hire", "hire", "rate-up", 300, "rate-up", "pause", 20, "hire"],
        [GoToEvent(who=1), GoToEvent(job=20, back=True), GoToEvent(("Accepted",)), 9],
        [Seek(2 * SECOND), GoToCondition("done >= 5"), 9, Step(), GoToCondition("queue = 0", True)],
        [Seek(SECOND), GoToCondition("arrived > 40"), 9, Select("task", 1), 90, OrderJobs(1), 9],
        [
            PutBookmark("a"),
            9,
            Seek(SECOND),
            PutBookmark("b"),
            GoToBookmark("a"),
            Hire(1),
            300,
            RemoveBookmark("a"),
            GoToBookmark("b"),
            BringBookmarkBack(),
            GoToBookmark("A"),
            3,
        ],
        [DIED, PutBookmark("ahead"), SetPaused(True), 40, GoToBookmark("ahead"), 9],
        [GoToCondition("workers = 9"), 3, Select("task", 1), 2, SetPaused(False), 9],
        [GoToCondition("workers = 9", True), 400, OrderJobs(1), 9, GoToCondition("Accepted", True)],
    ],
    ids=str,
)
@pytest.mark.parametrize("look_s", [0.0, SLOW])
def test_a_session_is_repeated_exactly(acts: Sequence[Act], look_s: float) -> None:
    found = twice(acts, PlayerTuning(search_limits=LIMITS, most_slices=30), look_s=look_s)
    assert found.repeated == found.played, found.transcript


CONDITIONS = ("queue = 0", "done >= 9", "job 7 accepted", "worker 1 idle", "workers > 4")
TIMES = st.integers(0, 40_000).map(lambda ms: ms * MS)
ACTS = st.one_of(
    st.integers(1, 12),
    st.sampled_from(["hire", "rate-up", "pause"]),
    st.sampled_from([Step(), StepBack(), Restore(), Undo(), GiveUp(), Stop(), Restart(), DIED]),
    st.sampled_from([Hire(1), LayOff(1), OrderJobs(3), ChooseModel("threads"), CauseAccident(0)]),
    st.builds(SetPaused, st.booleans()),
    st.sampled_from([0.25, 1.0, 16.0, 1024.0, "max"]).map(SetSpeed),
    st.builds(Select, st.just("job"), st.integers(0, 50)),
    st.just(GoToEvent(who=2)),
    st.builds(GoToEvent, st.just(("Rejected",)), back=st.booleans()),
    st.builds(GoToCondition, st.sampled_from(CONDITIONS), st.booleans()),
    st.sampled_from([PutBookmark("a"), RemoveBookmark("a"), BringBookmarkBack()]),
    st.just(GoToBookmark("a")),
    st.builds(Seek, TIMES),
    st.builds(GoTo, TIMES),
    st.builds(Jump, st.integers(-9_000, 9_000).map(lambda ms: ms * MS)),
)


@settings(max_examples=150)
@given(
    acts=st.lists(ACTS, max_size=14),
    look_s=st.sampled_from([0.0, 0.0005, SLOW]),
    fork_slice_steps=st.sampled_from([20, 2_000]),
)
def test_any_session_is_repeated_exactly(
    acts: Sequence[Act], look_s: float, fork_slice_steps: int
) -> None:
    tuning = PlayerTuning(
        fork_slice_steps=fork_slice_steps,
        slice_steps=8,
        scanned_slice=4,
        most_slices=30,
        search_limits=LIMITS,
    )
    run = {"defect_rate": 0.1, "workers": 4, "model": "coroutines", "at": 6.0}
    found = twice(acts, tuning, look_s=look_s, **run)
    assert found.repeated == found.played, found.transcript


def test_a_session_without_one_of_its_wishes_leads_elsewhere() -> None:
    """What is compared tells sessions apart."""
    played = Played(at=0.0)
    acts: list[Act] = [OrderJobs(3), 30, Hire(2), 30, SetSpeed(4.0), SetRate(5.0), 60]
    first, *lines, last = written(played, acts).splitlines()
    assert len(lines) == 4

    def lead_to_the_same(text: str) -> None:
        assert outcome(repeat(read_transcript(text, "session.jsonl"))) == outcome(played.player)

    for left_out in range(len(lines)):
        kept = [line for number, line in enumerate(lines) if number != left_out]
        text = "\n".join((first, *kept, last, ""))
        with pytest.raises((SiteError, AssertionError)):
            lead_to_the_same(text)


def test_a_session_with_a_recording_is_repeated_too(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(written_log(small(9 * SECOND), complete=True))

    def replay() -> Replay:
        source = LogSource.open(str(path))
        source.read_first()
        return Replay(source)

    stream = io.StringIO()
    player = Player(replay(), lambda: 0.0, lambda _: None)
    writer = TranscriptWriter(stream, player)
    for wish in (Select("job", 1), Seek(3 * SECOND), Step(), StepBack(), SetPaused(False)):
        player.do(wish)
        for _ in range(7):
            player.tick(FRAME_S)
    writer.end()
    transcript = read_transcript(stream.getvalue(), "session.jsonl")
    assert outcome(repeat(transcript, replay())) == outcome(player)
    with pytest.raises(SiteError, match="a session with a recording, which is not here"):
        repeat(transcript)


@pytest.mark.parametrize(
    ("moment", "wish", "fault"),
    [
        ({"seq": 10**6, "at": 1}, {"type": "Step"}, "the run does not come to event 1,000,000 at"),
        ({"seq": 30, "at": 10**12, "steps": 9}, {"type": "Step"}, "does not come to event 30 at"),
        (None, {"type": "Hire", "count": -1}, "-1 is fewer than none"),
        (None, {"type": "OpenScenario", "name": "nowhere"}, "no such scenario"),
    ],
)
def test_what_the_run_does_not_come_to_is_named_by_its_line(
    moment: dict[str, int] | None, wish: dict[str, Any], fault: str
) -> None:
    first, end = written(Played(), []).splitlines()
    line = {"moment": moment or json.loads(end)["moment"], "wish": wish}
    transcript = read_transcript(f"{first}\n{json.dumps(line)}\n", "session.jsonl")
    with pytest.raises(SiteError, match=f"^session.jsonl: line 2: .*{fault}"):
        repeat(transcript)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Hire(10**12), "1000000000000 workers cannot be hired to the 4 there are"),
        (OrderJobs(10**12), "1000000000000 jobs cannot be ordered"),
        (SetRate(1e300), "a rate of 1e+300 jobs a second"),
    ],
    ids=str,
)
def test_a_command_that_no_site_can_carry_out_is_refused_in_one_line(
    wish: Wish, words: str
) -> None:
    lines = written(Played(workers=4, at=0.0), [OrderJobs(1)]).splitlines()
    far = json.loads(lines[1]) | {"wish": json.loads(msgspec.json.encode(wish))}
    text = "\n".join([lines[0], json.dumps(far), *lines[2:]])
    with pytest.raises(SiteError) as raised:
        repeat(read_transcript(text, "demo.jsonl"))
    (fault,) = str(raised.value).splitlines()
    assert fault.startswith("demo.jsonl: line 2: ")
    assert words in fault


@pytest.mark.parametrize("at", [0.0, 3.0])
@pytest.mark.parametrize("model", ["serial", "processes"])
def test_a_session_that_began_while_the_crew_was_hired_is_repeated(at: float, model: str) -> None:
    tuning = PlayerTuning(hired_at_once=10, hired_slice=4)
    acts: list[Act] = [
        *(Select("task", 1), 2, ShowScreen("code"), 1, Hire(), 1, Select("task", 3), 9, Hire(), 30),
        *(Restart(), 1, Select("task", 2), 20, Seek(SECOND // 8), "hire", 9),
    ]
    found = twice(acts, tuning, workers=30, at=at, model=model, look_s=0.06)
    assert found.repeated == found.played, found.transcript
