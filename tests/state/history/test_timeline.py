"""The timeline's cells, spans and paths are what a plain fold of the whole log gives."""

from __future__ import annotations

import gc
import random
import sys
from bisect import bisect_right
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChooseModel, ChooseWiring, Hire, LayOff, OrderJobs
from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import NOBODY, JobCard, Kind
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import AS_BEFORE, RECEIVER_READY, State
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog, lane_number, lane_row
from site_sim.state.history.tiles import (
    ALONE,
    GUESS,
    UNKNOWN,
    TileBuilder,
    first_state,
    second_state,
)
from site_sim.state.history.timeline import KEPT, Timeline
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning
from tests.oracles.memory import bytes_held
from tests.run.driving import give, run_to, run_to_end

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
STEPS = (1_000, 77_777, 1_000_000, 50_000_000, 333_333_333, 2 * SECOND, 60 * SECOND)

NOT_THERE = len(State)
"""In a history: the row has not begun."""
History = dict[int, list[tuple[int, int]]]
"""For each row when it was in which state, from the beginning."""


def histories(log: EventLog) -> History:
    """Fold a log event by event, and note whoever is in another state than before."""
    state = SiteState(log)
    history: History = {}
    while state.seq < len(log):
        fold(state, state.seq + 1)
        rows = {task.who: int(task.state) for task in state.staff}
        rows |= {task.who: int(task.state) for task in state.workers}
        for number, lane in enumerate(state.lanes):
            rows[lane_row(number)] = State.IDLE if lane.who == NOBODY else State.CPU
        for row in rows.keys() | history.keys():
            past = history.setdefault(row, [(0, NOT_THERE)])
            now = rows.get(row, State.GONE)
            if past[-1][1] != now and (past[-1][1], now) != (NOT_THERE, State.GONE):
                past.append((state.at, now))
    return history


def times_in(past: list[tuple[int, int]], start: int, stop: int) -> list[int]:
    """Return how long each state lasted between two times."""
    times = [0] * (len(State) + 1)
    begin = max(0, bisect_right(past, (start, NOT_THERE)) - 1)
    for number in range(begin, len(past)):
        at, state = past[number]
        until = past[number + 1][0] if number + 1 < len(past) else stop
        times[state] += max(0, min(until, stop) - max(at, start))
        if at >= stop:
            break
    return times


def cell(times: list[int]) -> int:
    """Return what a cell says of such times."""
    spent = enumerate(times[:NOT_THERE])
    ranked = sorted(((ns, state) for state, ns in spent if ns), reverse=True)
    if not ranked:
        return UNKNOWN
    second = ranked[1][1] if len(ranked) > 1 else ALONE
    return ranked[0][1] + 8 * second


def assert_true(
    timeline: Timeline, history: History, rows: list[int], step: int, first: int, count: int
) -> None:
    for row in rows:
        past = history.get(row, [(0, NOT_THERE)])
        shown = timeline.cells(row, step, first, count)
        assert len(shown) == count
        for number, found in enumerate(shown, first):
            stop = min((number + 1) * step, timeline.now)
            wanted = cell(times_in(past, number * step, stop)) if stop > number * step else UNKNOWN
            assert found == wanted, (row, number, step)


def begun(seed: int, past: PastTuning = DEFAULT_PAST, **fields: Any) -> Session:
    """Return a session of a random kind, at its start."""
    choice = random.Random(seed).choice
    scenario: dict[str, Any] = {
        "model": choice(MODELS),
        "workers": choice((1, 3, 5, 40)),
        "cores": choice((1, 2, 4)),
        "dispatch": choice(("round-robin", "least-busy")),
        "wiring": choice(("chain", "direct")),
        "costs": choice(("zero", "classroom")),
        "inbox": choice((1, 2)),
        "rate": choice((2.0, 20.0, 300.0)),
        "arrivals": choice(("regular", "poisson")),
        "workload": choice(("io", "cpu", "mixed")),
        "service": "exponential",
        "service_time": choice((0.01, 0.1)),
        "defect_rate": choice((0.0, 0.3)),
        "accident_rate": choice((0.0, 0.1)),
        "supervise": choice((True, False)),
        "seed": seed % 1000,
    }
    return Session(Scenario(**scenario | fields), RunTuning(past=past))


def live(session: Session, seed: int, most: int) -> None:
    """Let a session run a while, and be told something."""
    choice = random.Random(seed).choice
    session.playback.advance(choice((1, 3, 30)) * SECOND, steps=most)
    command = choice(
        (
            Hire(2), LayOff(1), LayOff(3), OrderJobs(5), CauseAccident(0), ChooseModel("serial"),
            ChooseModel("threads"), ChooseWiring("direct"), None, None,
        )
    )  # fmt: skip
    if command is not None:
        give(session, command)


def rows_of(timeline: Timeline) -> list[int]:
    return [
        FOREMAN, ACCEPT, *range(timeline.workers), *(lane_row(n) for n in range(timeline.lanes))
    ]  # fmt: skip


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_the_cells_are_those_of_a_plain_fold(seed: int, data: st.DataObject) -> None:
    session = begun(seed)
    for number in range(data.draw(st.integers(1, 3))):
        live(session, seed + number, most=data.draw(st.sampled_from((20, 300, 8_000))))
        timeline = session.timeline
        history = histories(session.log)
        rows = rows_of(timeline)
        for step in data.draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=3)):
            last = session.playhead.end // step
            first = max(0, data.draw(st.integers(-10, 10)) + data.draw(st.sampled_from((0, last))))
            timeline.aim(rows, step, first, 150)
            assert timeline.work()
            assert_true(timeline, history, rows, step, first, 150)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_what_is_on_screen_grows_with_the_run(seed: int) -> None:
    session = begun(seed)
    step = random.Random(seed).choice(STEPS[2:])
    for number in range(12):
        live(session, seed + number, most=200)
        timeline = session.timeline
        rows = rows_of(timeline)
        first = max(0, session.playhead.end // step - 70)
        timeline.aim(rows, step, first, 100)
        assert timeline.work()
    assert_true(timeline, histories(session.log), rows, step, first, 100)


def long_run(past: PastTuning = DEFAULT_PAST, **fields: Any) -> Session:
    """Return a session of several chunks."""
    usual = {"model": "coroutines", "workers": 5, "rate": 300.0, "cores": 2}
    session = begun(7, past, **usual | fields)
    run_to(session, 20 * SECOND)
    assert len(session.log) > 4 * CHUNK
    return session


@pytest.mark.parametrize("spacing", [0.25, 0.002])
@pytest.mark.parametrize("model", MODELS)
def test_frames_let_nothing_be_forgotten(spacing: float, model: str) -> None:
    tuning = PastTuning(states_an_event=spacing, times_an_event=20 * spacing)
    session = long_run(tuning, model=model, costs="zero", service_time=0.001, accident_rate=0.001)
    give(session, LayOff(2))
    run_to(session, 25 * SECOND)
    give(session, ChooseModel("free-threads"))
    give(session, Hire(2))
    run_to(session, 45 * SECOND)
    assert len(session.state.workers) == 5
    timeline, history = session.timeline, histories(session.log)
    rows = rows_of(timeline)
    for step in (3_000_000, 400_000_000, 7 * SECOND, 100 * SECOND):
        for first in (0, session.playhead.end // step // 2, session.playhead.end // step):
            timeline.aim(rows, step, first, 90)
            assert timeline.work()
            assert_true(timeline, history, rows, step, first, 90)


def test_a_cell_is_the_same_wherever_the_screen_begins() -> None:
    session = long_run()
    step = 5_000_000
    timeline = session.timeline
    timeline.aim([0], step, 0, 2_000)
    timeline.work()
    whole = timeline.cells(0, step, 0, 2_000)
    for first in (0, 1, 63, 64, 65, 1_000, 1_813):
        timeline.aim([0], step, first, 150)
        timeline.work()
        assert timeline.cells(0, step, first, 150) == whole[first : first + 150]


def test_no_state_that_is_longer_than_a_cell_vanishes() -> None:
    session = long_run()
    step = 20_000_000
    timeline, history = session.timeline, histories(session.log)
    cells = session.playhead.end // step + 1
    rows = rows_of(timeline)
    timeline.aim(rows, step, 0, cells)
    timeline.work()
    seen = 0
    for row in rows:
        shown = timeline.cells(row, step, 0, cells)
        past = history[row]
        for (at, state), (until, _) in pairwise(past):
            if until - at > step:
                within = shown[at // step : until // step + 1]
                assert state in map(first_state, within)
                seen += 1
    assert seen > 50


def test_two_states_in_a_cell_are_both_told() -> None:
    session = long_run()
    timeline = session.timeline
    timeline.aim([0], 100 * SECOND, 0, 1)
    timeline.work()
    shown = timeline.cells(0, 100 * SECOND, 0, 1)[0]
    assert second_state(shown) not in (ALONE, first_state(shown))


def test_work_stops_when_its_time_is_up_and_guesses_meanwhile() -> None:
    session = long_run()
    timeline = session.timeline
    rows, step = rows_of(timeline), 200_000_000
    timeline.aim(rows, step, 0, 150)
    pieces = 0
    seen = set()
    while not timeline.work(lambda: True):
        seen |= set(timeline.cells(0, step, 0, session.playhead.end // step))
        pieces += 1
    assert pieces > 3
    assert any(found & GUESS for found in seen if found != UNKNOWN)
    assert_true(timeline, histories(session.log), rows, step, 0, 150)


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_span_is_the_stretch_around_it(seed: int, data: st.DataObject) -> None:
    session = begun(seed, defect_rate=0.0)
    for number in range(2):
        live(session, seed + number, most=data.draw(st.sampled_from((20, 300, 4_000))))
    timeline, history = session.timeline, histories(session.log)
    rows = rows_of(timeline)
    step = data.draw(st.sampled_from(STEPS))
    row = data.draw(st.sampled_from(rows))
    number = data.draw(st.integers(0, session.playhead.end // step))
    timeline.aim([row], step, number, 1)
    timeline.work()
    shown = timeline.cells(row, step, number, 1)[0]
    span = timeline.span(row, step, number)
    if shown == UNKNOWN:
        assert span is None
        return
    timeline.work()
    span = timeline.span(row, step, number)
    assert span is not None
    assert span.state == first_state(shown)
    start, stop = number * step, min((number + 1) * step, session.playhead.end)
    until = session.playhead.end if span.until is None else span.until
    assert span.since < min(stop, until)
    assert until > start
    assert times_in(history[row], span.since, until)[span.state] == until - span.since
    before = times_in(history[row], start, max(start, span.since))
    assert not before[span.state], "an earlier span was passed over"


def test_a_span_says_with_which_job_and_for_whom() -> None:
    session = Session(Scenario(workers=2, rate=0.5, count=1, service_time=1.0))
    run_to_end(session)
    events = list(session.log.rows())

    def at_of(kind: Kind, who: int) -> int:
        return next(row[0] for row in events if row[1] == kind and row[2] == who)

    def said(row: int, at: int) -> tuple[int, int, int, int, int | None]:
        step, timeline = 1_000_000, session.timeline
        timeline.aim([row], step, at // step, 1)
        timeline.work()
        timeline.span(row, step, at // step)
        timeline.work()
        span = timeline.span(row, step, at // step)
        assert span is not None
        return span.state, span.job, span.other, span.since, span.until

    hop, passed = at_of(Kind.HandOffStarted, 1), at_of(Kind.HandedOff, 1)
    work, done = at_of(Kind.WorkStarted, 0), at_of(Kind.WorkFinished, 0)
    back = at_of(Kind.Resumed, 1)
    assert said(1, hop) == (State.HANDING_OFF, 0, 0, hop, passed)
    assert said(1, work) == (State.BLOCKED, 0, 0, passed, back)
    assert said(0, work) == (State.IO, 0, NOBODY, work, done)
    assert said(lane_row(0), work)[:3] == (State.CPU, -1, 0)
    session.playback.advance(SECOND)
    assert said(1, back) == (State.IDLE, -1, NOBODY, back, None)


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_the_path_of_a_job_is_where_the_fold_has_it(seed: int) -> None:
    session = begun(seed, workers=3)
    for number in range(2):
        live(session, seed + number, most=1_500)
    log, timeline = session.log, session.timeline
    if not len(log.jobs):
        return
    job = random.Random(seed).randrange(len(log.jobs))
    timeline.path(job)
    timeline.work()
    legs = timeline.path(job)
    state = SiteState(log)
    holders: list[tuple[int, int]] = []
    while state.seq < len(log):
        fold(state, state.seq + 1)
        card = state.jobs.get(job)
        holder = NOBODY if card is None else card.holder
        if holder != (holders[-1][0] if holders else NOBODY):
            holders.append((holder, state.at))
    told = []
    for leg in legs:
        told.append((leg.row, leg.since))
        if leg.until is not None:
            told.append((NOBODY, leg.until))
    meant = [
        point
        for number, point in enumerate(told)
        if point[0] != NOBODY or number + 1 == len(told) or told[number + 1][1] != point[1]
    ]
    assert [point for point in meant if point[0] != NOBODY] == [
        point for point in holders if point[0] != NOBODY
    ]
    assert meant[-1:] == holders[-1:]


def test_the_path_of_an_old_job_is_found_through_all_chunks() -> None:
    session = long_run()
    timeline = session.timeline
    wanted = [session.state.accepted // 2, session.state.accepted]
    for job in wanted:
        timeline.path(job)
        timeline.work()
        rows = [
            (FOREMAN if kind == Kind.JobTaken else a, at)
            for at, kind, _, which, a, _ in session.log.rows()
            if which == job and kind in (Kind.JobTaken, Kind.HandedOff)
        ]
        assert [(leg.row, leg.since) for leg in timeline.path(job)] == rows
        assert rows


def test_a_fork_has_the_past_it_parts_from() -> None:
    session = long_run()
    old = session.timeline
    old.aim([0, 1, 2], 10_000_000, 0, 2_000)
    old.work()
    before = old.cells(1, 10_000_000, 0, 500)
    session.playhead.seek(6 * SECOND)
    give(session, OrderJobs(3))
    run_to(session, 9 * SECOND)
    timeline = session.timeline
    rows = rows_of(timeline)
    timeline.aim(rows, 10_000_000, 0, 1_000)
    assert timeline.work()
    assert timeline.cells(1, 10_000_000, 0, 500) == before
    assert_true(timeline, histories(session.log), rows, 10_000_000, 0, 1_000)
    assert session.restore()
    assert session.timeline is old


@given(seed=st.integers(0, 2**32))
def test_what_an_event_made_of_its_tasks_is_noted(seed: int) -> None:
    session = begun(seed, workers=3)
    for number in range(3):
        live(session, seed + number, most=300)
    track = session.branch.changes
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
    assert_true(timeline, histories(log), rows, SECOND, 0, 6)
    lane = [first_state(found) for found in timeline.cells(lane_row(0), SECOND, 0, 6)]
    assert lane == [State.IDLE, *[State.CPU] * 4, State.IDLE]


def test_the_number_of_a_lane_and_its_row_tell_each_other() -> None:
    assert [lane_number(lane_row(lane)) for lane in range(4)] == [0, 1, 2, 3]
    assert lane_row(0) < ACCEPT < FOREMAN


def scrub(session: Session, times: int, seed: int) -> None:
    rng = random.Random(seed)
    timeline = session.timeline
    rows = rows_of(timeline)
    for _ in range(times):
        step = rng.choice((1_000, 100_000, 2_000_000, 100_000_000, SECOND))
        first = rng.randrange(session.playhead.end // step + 1)
        row = rng.choice(rows)
        timeline.aim([row], step, first, 100)
        timeline.path(rng.randrange(100))
        timeline.work(lambda: rng.random() < 0.3)
        timeline.cells(row, step, first, 100)
        timeline.span(row, step, first)


def blocks() -> int:
    """Return how many blocks of memory are in use; a stretch takes some hundreds."""
    gc.collect()
    return sys.getallocatedblocks()


def test_scrubbing_a_thousand_times_leaves_memory_flat() -> None:
    session = begun(7, model="coroutines", workers=5, rate=300.0)
    run_to(session, 3 * SECOND)
    assert len(session.log) > 2 * CHUNK
    scrub(session, 2 * KEPT, 1)
    before = blocks()
    scrub(session, 1_000, 2)
    assert blocks() - before < 20_000


def test_an_event_is_indexed_in_few_bytes() -> None:
    session = long_run(model="serial", workers=40, wiring="chain", costs="zero")
    timeline = session.timeline
    timeline.aim(rows_of(timeline), 100_000_000, 0, 300)
    timeline.work()
    assert bytes_held(timeline, besides=(EventLog, TileBuilder)) / len(session.log) <= 4.5
