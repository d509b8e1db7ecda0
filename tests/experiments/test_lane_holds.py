"""How long a lane was held while others were ready: against the states of all, moment by moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff
from site_sim.experiments.lane_holds import LaneHolds
from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import TYPICAL
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.kernel.runs import MS, SECOND, finished
from tests.state.records import FIELDS


def moments(log: EventLog) -> Iterator[tuple[int, bool, dict[int, list[int]], dict[int, bool]]]:
    """Yield each moment at which something happens: its time, and whether the site is rebuilt;

    who has or had each lane in it, one after the other; and for each lane whether somebody is ready
    for it after that moment.
    """
    state, lane_of = SiteState(log), {}
    numbered = enumerate(log.rows())
    for at, events in groupby(numbered, key=lambda event: event[1][0]):
        rebuilt, takers = False, {n: [lane.who] for n, lane in enumerate(state.lanes)}
        for seq, (_, kind, who, _, a, _) in events:
            fold(state, seq + 1)
            if kind == Kind.LanesOpened:
                rebuilt, takers = True, {}
            if kind == Kind.Hired:
                lane_of[who] = a
            for number, lane in enumerate(state.lanes):
                seen = takers.setdefault(number, [NOBODY])
                if lane.who not in (seen[-1], NOBODY):
                    seen.append(lane.who)
        for number, lane in enumerate(state.lanes):
            if lane.who == NOBODY:
                takers[number].append(NOBODY)
        is_pinned = MODEL_FACTS[state.settings.model].is_pinned
        waiting = [lane_of[task.who] for task in state.everyone if task.state is State.READY]
        awaited = {n: n in waiting if is_pinned else bool(waiting) for n in takers}
        yield at, rebuilt, takers, awaited


def longest_hold(log: EventLog, end: int) -> int:
    """Return the longest time that one had a lane and somebody was ready for it, all along."""
    longest, since = 0, {}
    for at, rebuilt, takers, awaited in moments(log):
        for number, seen in takers.items():
            before = since.get(number)
            goes_on = before is not None and not rebuilt and [*dict.fromkeys(seen)] == [before[1]]
            if before is not None:
                longest = max(longest, at - before[0])
            if not (goes_on and awaited[number]):
                since.pop(number, None)
            if seen[-1] != NOBODY and awaited[number]:
                since.setdefault(number, (at, seen[-1]))
        for gone in since.keys() - takers.keys():
            longest = max(longest, at - since.pop(gone)[0])
    return max([longest, *(end - began for began, _ in since.values())])


@settings(max_examples=120)
@given(fields=FIELDS, model=st.sampled_from([*MODEL_FACTS]), change=st.integers(-2, 2))
def test_it_is_as_long_as_the_states_of_all_say(
    fields: dict[str, Any], model: str, change: int
) -> None:
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    holds = LaneHolds(site.log)
    site.run(3 * SECOND)
    holds.catch_up()
    site.apply(CauseAccident(0))
    if change:
        site.apply(Hire(change) if change > 0 else LayOff(-change))
    site.run(5 * SECOND)
    site.apply(ChooseModel(model))
    for end in (7 * SECOND, 60 * SECOND):
        site.run(end)
        while holds.seq < len(site.log):
            holds.catch_up(7)
        assert holds.longest_at(end) == longest_hold(site.log, end)


def held(model: str, cpu_ns: int, jobs: int = 8, **fields: Any) -> int:
    """Return the longest hold in a run of jobs that compute."""
    options = {"workers": 4, "wiring": "direct", "model": model, "cores": 2} | fields
    site = finished([(0, cpu_ns, 0)] * jobs, **options)
    holds = LaneHolds(site.log)
    holds.catch_up()
    return holds.longest_at(site.now)


@pytest.mark.parametrize(
    ("model", "ns"),
    [("serial", 0), ("coroutines", 200 * MS), ("threads", 5 * MS), ("hybrid", 200 * MS)],
)
def test_a_loop_is_held_for_a_job_and_the_gil_for_a_slice(model: str, ns: int) -> None:
    assert held(model, 200 * MS, jobs=4) == ns


def test_nobody_waits_where_there_is_a_core_for_each() -> None:
    assert held("free-threads", 200 * MS, jobs=4, cores=5) == 0
    assert held("free-threads", 200 * MS, jobs=4, costs=TYPICAL) > 0


def written(*events: tuple[int, Kind, int, int], model: str = "processes") -> EventLog:
    """Return a log of two lanes and some events: when, what, whom it happens to, on which lane."""
    log = EventLog()
    texts = map(log.texts.number_of, ("model", model))
    log.append(0, Kind.SettingChanged, NOBODY, -1, *texts)
    log.append(0, Kind.LanesOpened, NOBODY, -1, 2)
    for at, kind, who, lane in events:
        log.append(at, kind, who, 0, lane if kind is Kind.Hired else 0, lane)
    return log


def longest(log: EventLog, at: int) -> int:
    holds = LaneHolds(log)
    holds.catch_up()
    return holds.longest_at(at)


def test_the_wait_goes_on_if_another_is_ready_as_the_first_gets_a_lane() -> None:
    log = written(
        (0, Kind.WorkStarted, 0, 0),
        (0, Kind.WorkStarted, 1, 1),
        (10, Kind.BecameReady, 2, -1),
        (30, Kind.BecameIdle, 1, -1),
        (30, Kind.WorkStarted, 2, 1),
        (30, Kind.BecameReady, 3, -1),
        (70, Kind.BecameIdle, 0, -1),
    )
    assert longest(log, 70) == 70 - 10


def test_a_lane_that_is_let_go_for_a_time_is_not_held_meanwhile() -> None:
    log = written(
        (0, Kind.WorkStarted, 0, 0),
        (10, Kind.BecameReady, 2, -1),
        (30, Kind.BecameIdle, 0, -1),
        (30, Kind.WorkStarted, 0, 0),
        (50, Kind.BecameIdle, 0, -1),
        (60, Kind.WorkStarted, 0, 0),
        (70, Kind.BecameIdle, 0, -1),
    )
    assert longest(log, 70) == 50 - 10
    assert longest(log, 500) == 50 - 10


@pytest.mark.parametrize(("model", "ns"), [("hybrid", 0), ("processes", 90)])
def test_who_is_pinned_waits_for_its_own_lane_alone(model: str, ns: int) -> None:
    log = written(
        (0, Kind.Hired, 0, 0),
        (0, Kind.Hired, 2, 1),
        (0, Kind.WorkStarted, 0, 0),
        (10, Kind.BecameReady, 2, -1),
        model=model,
    )
    assert longest(log, 100) == ns
