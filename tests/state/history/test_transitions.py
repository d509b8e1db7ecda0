"""What each event made of its tasks is noted."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.facts.programs import FOREMAN, PROGRAM_FACTS
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import JobCard, Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import AS_BEFORE, RECEIVER_READY, State
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog, lane_row
from site_sim.state.history.tiles import (
    TileBuilder,
    first_state,
)
from site_sim.state.history.timeline import Timeline
from site_sim.state.history.transitions import STATE_AND_DEATH, TransitionIndex
from site_sim.state.site import SiteState
from tests.oracles.memory import bytes_held
from tests.state.history.runs import (
    assert_true,
    begun,
    deaths_in,
    histories,
    live,
    long_run,
    rows_of,
)


@given(seed=st.integers(0, 2**32))
def test_what_an_event_made_of_its_tasks_is_noted(seed: int) -> None:
    session = begun(seed, workers=3)
    for number in range(3):
        live(session, seed + number, most=300)
    track = session.recording.changes
    assert len(track) == len(session.log)
    state = SiteState(session.log)
    before: dict[int, State] = {}
    for change, (_, kind, who, _, receiver, _) in zip(
        track.changes, session.log.rows(), strict=True
    ):
        fold(state, state.seq + 1)
        tasks = state.everyone
        after = {task.who: task.state for task in tasks}
        if change & AS_BEFORE == AS_BEFORE:
            assert after.get(who, State.GONE) == before.get(who, State.GONE)
        else:
            assert after.get(who, State.GONE) == change & AS_BEFORE
        if kind == Kind.HandedOff:
            woke = before[receiver] != after[receiver] == State.READY
            assert bool(change & RECEIVER_READY) == woke
        else:
            assert not change & RECEIVER_READY
        before = after


def test_a_lane_that_is_taken_over_is_not_left() -> None:
    log = EventLog(PROGRAM_FACTS["pipeline"].cast)
    for key, value in (("program", "pipeline"), ("model", "free-threads")):
        log.append(0, Kind.SettingChanged, a=log.texts.number_of(key), b=log.texts.number_of(value))
    log.append(0, Kind.LanesOpened, a=1)
    for who in (0, 1):
        log.append(0, Kind.Hired, who, a=-1)
        log.append(0, Kind.JobArrived, job=log.jobs.add(JobCard("bricks", SECOND, 0)))
    for job in (0, 1):
        log.append(0, Kind.JobTaken, FOREMAN, job, a=job)
    log.append(1 * SECOND, Kind.WorkStarted, 0, 0, b=0)
    log.append(2 * SECOND, Kind.WorkStarted, 1, 1, b=0)
    log.append(3 * SECOND, Kind.WorkFinished, 0, 0, b=-1)
    log.append(5 * SECOND, Kind.WorkFinished, 1, 1, b=-1)
    log.append(6 * SECOND, Kind.ArrivalsEnded)
    changes = ChangeLog(log)
    changes.follow(SiteState(log))
    timeline = Timeline(changes)
    timeline.now = 6 * SECOND
    rows = rows_of(timeline)
    timeline.aim(rows, SECOND, 0, 6)
    timeline.work()
    assert_true(timeline, histories(log), deaths_in(log), rows, SECOND, 0, 6)
    lane = [first_state(found) for found in timeline.cells(lane_row(0), SECOND, 0, 6)]
    assert lane == [State.IDLE, *[State.CPU] * 4, State.IDLE]


def test_an_event_is_indexed_in_few_bytes() -> None:
    session = long_run(model="serial", workers=40, wiring="chain", costs="zero")
    timeline = session.timeline
    timeline.aim(rows_of(timeline), 100_000_000, 0, 300)
    timeline.work()
    assert bytes_held(timeline, besides=(EventLog, TileBuilder)) / len(session.log) <= 4.5


@given(st.integers(0, 2 * CHUNK - 1), st.integers(1, CHUNK), st.sampled_from((-2, 0, 96, 224, 992)))
def test_the_moves_of_few_rows_of_a_large_crew_are_picked_out(
    start: int, count: int, first: int
) -> None:
    track = crowd().recording.changes
    stop = min(start + count, (start // CHUNK + 1) * CHUNK)
    rows = range(first, first + 32)
    expected: dict[int, list[tuple[int, int]]] = {}
    for change, (at, _, who, _, receiver, _) in zip(
        track.changes[start:stop], track.log.rows(start, stop), strict=True
    ):
        if who in rows:
            expected.setdefault(who, []).append((at, change & STATE_AND_DEATH))
        if change & RECEIVER_READY and receiver in rows:
            expected.setdefault(receiver, []).append((at, State.READY))
    assert TransitionIndex(track).among(start, stop, rows[0], rows[-1]) == expected


@cache
def crowd() -> Session:
    """Return a run of a large crew that has two whole chunks."""
    session = Session(
        Scenario(workers=1_000, model="coroutines", rate=3_000.0, service_time=0.2, costs="zero",
                 wiring="direct", dispatch="least-busy", accident_rate=9.0)
    )  # fmt: skip
    while len(session.log) < 2 * CHUNK + 9:
        session.playback.rush(100)
    session.log.seal()
    return session
