"""Runs whose past is looked at, and the same past by a plain fold of the whole log."""

from __future__ import annotations

import random
from bisect import bisect_right
from typing import Any

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChooseModel, ChooseWiring, Hire, LayOff, OrderJobs
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import lane_row
from site_sim.state.history.tiles import (
    ALONE,
    UNKNOWN,
)
from site_sim.state.history.timeline import Timeline
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning
from tests.run.driving import give, run_to

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
STEPS = (1_000, 77_777, 1_000_000, 50_000_000, 333_333_333, 2 * SECOND, 60 * SECOND)

NOT_THERE = len(State)
"""In a history: the row has not begun."""
History = dict[int, list[tuple[int, int]]]
"""For each row when it was in which state, from the beginning."""
Deaths = dict[int, list[int]]
"""When each task died."""


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


def deaths_in(log: EventLog) -> Deaths:
    """Return when each task died."""
    deaths: Deaths = {}
    for at, kind, who, *_ in log.rows():
        if kind == Kind.Died:
            deaths.setdefault(who, []).append(at)
    return deaths


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
    timeline: Timeline,
    history: History,
    deaths: Deaths,
    rows: list[int],
    step: int,
    first: int,
    count: int,
) -> None:
    """Compare cells with what happened; one in which a task died shows it as gone."""
    for row in rows:
        past = history.get(row, [(0, NOT_THERE)])
        shown = timeline.cells(row, step, first, count)
        assert len(shown) == count
        for number, found in enumerate(shown, first):
            stop = min((number + 1) * step, timeline.now)
            times = times_in(past, number * step, max(stop, number * step))
            died = [at for at in deaths.get(row, ()) if number * step <= at < (number + 1) * step]
            times[State.GONE] += step * len(died)
            assert found == cell(times), (row, number, step)


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


def long_run(past: PastTuning = DEFAULT_PAST, **fields: Any) -> Session:
    """Return a session of several chunks."""
    usual = {"model": "coroutines", "workers": 5, "rate": 300.0, "cores": 2}
    session = begun(7, past, **usual | fields)
    run_to(session, 20 * SECOND)
    assert len(session.log) > 4 * CHUNK
    return session


def cut(log: EventLog, seq: int) -> EventLog:
    """Return a log of the first `seq` events."""
    copy = EventLog(log.cast)
    for row in log.rows(0, seq):
        copy.record(row)
    copy.texts, copy.jobs = log.texts, log.jobs
    return copy
