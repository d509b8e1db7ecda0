"""Why ever more jobs wait is found, and what is said of it is true of the run."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import ChooseWiring, Hire, SetRate
from site_sim.kernel.models import CLASSROOM, MODELS, TYPICAL, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.state.entities import State
from site_sim.state.lints import Finding, gravest
from site_sim.state.site import SiteState
from tests.kernel.runs import events, made
from tests.state.sites import lengths_of, shown

CHAIN: dict[str, Any] = {"workers": 8, "costs": CLASSROOM, "rate_per_s": 3.0}
DIRECT: dict[str, Any] = {**CHAIN, "wiring": "direct", "rate_per_s": 12.0, "service_ns": 0}
LEAST_BUSY = {"wiring": "direct", "dispatch": "least-busy"}


def found(state: SiteState) -> Finding:
    """Return what is the matter most with a site."""
    return gravest(state, lengths_of(state))


@pytest.mark.parametrize(
    ("fields", "condition", "line"),
    [
        (
            {"rate_per_s": 3.0},
            "overloaded",
            "3/s arrive, 0.98/s are done, 121 more wait each minute: "
            "the call stack waits for one I/O at a time",
        ),
        (
            {"rate_per_s": 3.0, "workload": "mixed"},
            "overloaded",
            "3/s arrive, 0.98/s are done, 121 more wait each minute: "
            "the call stack lets one work at a time",
        ),
        (
            {"rate_per_s": 3.0, "workload": "cpu", "model": "threads"},
            "overloaded",
            "3/s arrive, 0.91/s are done, 126 more wait each minute: "
            "computing takes up 100% of the GIL",
        ),
        (
            {"rate_per_s": 3.0, "workload": "cpu", "model": "free-threads"},
            "overloaded",
            "3/s arrive, 1.9/s are done, 65 more wait each minute: "
            "computing takes up 99% of 2 cores",
        ),
        (
            {"rate_per_s": 6.0, "workload": "cpu", "model": "hybrid", **LEAST_BUSY},
            "overloaded",
            "6/s arrive, 1.7/s are done, 256 more wait each minute: "
            "the fullest of 2 loops is taken 99% of the time",
        ),
        (
            {"rate_per_s": 12.0, "model": "coroutines", **LEAST_BUSY},
            "overloaded",
            "12/s arrive, 3.9/s are done, 484 more wait each minute: "
            "the workers are hardly ever idle",
        ),
        (
            {"rate_per_s": 8.0, "model": "coroutines", **LEAST_BUSY, "costs": CLASSROOM},
            "overloaded",
            "8/s arrive, 2.8/s are done, 310 more wait each minute: "
            "the workers are idle only 11% of the time",
        ),
        (
            {"rate_per_s": 2.5, "model": "coroutines", "service": "exponential"},
            "overloaded",
            "2.5/s arrive, 1.9/s are done, 34 more wait each minute: "
            "jobs wait behind a busy worker, others are idle",
        ),
        (
            {"model": "coroutines", **CHAIN},
            "held up",
            "3/s arrive, 1.5/s are done, 92 more wait each minute: "
            "hops of 100ms take up 90% of the event loop, a job passes up to 9 of them",
        ),
        (
            {"model": "coroutines", **DIRECT},
            "held up",
            "12/s arrive, 4.7/s are done, 437 more wait each minute: "
            "hops of 100ms take up 100% of the event loop",
        ),
        (
            {"model": "free-threads", **DIRECT, "cores": 4},
            "held up",
            "12/s arrive, 10/s are done, 123 more wait each minute: "
            "the foreman hands on one job each 100ms",
        ),
        (
            {"model": "processes", **CHAIN, "workers": 400},
            "overloaded",
            "3/s arrive, 0/s are done, 180 more wait each minute: "
            "the site is starting 329 processes",
        ),
    ],
)
def test_it_is_said_by_how_much_and_why(fields: dict[str, Any], condition: str, line: str) -> None:
    finding = found(shown(made(**fields), 40 * SECOND))
    assert (finding.condition, finding.line) == (condition, line)
    lengths = [*map(len, (finding.line, *finding.shorter))]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] <= 60


@pytest.mark.parametrize(
    ("fields", "least"),
    [
        ({"model": "coroutines", **CHAIN}, "up to 9 hops a job"),
        ({"model": "coroutines", **DIRECT}, "hops take 100% of the time"),
        ({"model": "free-threads", **DIRECT, "cores": 4}, "hops keep the foreman busy"),
    ],
)
def test_what_hops_hold_up_is_said_so_that_a_key_has_room_beside_it(
    fields: dict[str, Any], least: str
) -> None:
    finding = found(shown(made(**fields), 40 * SECOND))
    assert (finding.condition, finding.shorter[-1]) == ("held up", least)
    assert len("held up: " + least + " · i direct wiring") <= 56


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("workload", ["io", "cpu"])
@pytest.mark.parametrize("dispatch", ["round-robin", "least-busy"])
@pytest.mark.parametrize("wiring", ["chain", "direct"])
def test_every_cause_is_said_so_that_a_key_has_room_beside_it(
    model: str, workload: str, dispatch: str, wiring: str
) -> None:
    crew = {"model": model, "wiring": wiring, "dispatch": dispatch, "workers": 4, "cores": 2}
    rate = {"rate_per_s": 6.0, "workload": workload}
    for costs in (ZERO, CLASSROOM):
        finding = found(shown(made(**crew, **rate, costs=costs), 40 * SECOND))
        key = KEYS_BESIDE[finding.cause]
        line = (finding.line, *finding.shorter)[-1]
        assert len(f"{finding.condition}: {line} · {key}") <= 56


KEYS_BESIDE = {
    "hops": "i direct wiring", "queueing": "i direct wiring", "source": "C cheaper hops",
    "work": "m model", "workers": "+ workers", "": "[ fewer jobs",
}  # fmt: skip


def hops(state: SiteState) -> list[tuple[int, int, int, int]]:
    """Return the hops of a run as (who, job, from, to), in the order of their ends."""
    began: dict[int, int] = {}
    ended = []
    for event in events(state.log, Kind.HandOffStarted, Kind.HandedOff, Kind.Blocked):
        if event.kind == Kind.HandOffStarted:
            began[event.who] = event.at
        elif event.who in began:
            ended.append((event.who, event.job, began.pop(event.who), event.at))
    return ended


@pytest.mark.parametrize("model", ["serial", "coroutines", "threads"])
def test_hops_take_up_as_much_and_are_as_many_as_is_said(model: str) -> None:
    state = shown(made(model=model, **CHAIN | {"service_ns": SECOND // 20}), 40 * SECOND)
    finding, since, until = found(state), state.lately.since, state.lately.until
    assert finding.cause == "hops"
    ns = sum(max(0, min(stop, until) - max(start, since)) for *_, start, stop in hops(state))
    share = 100 * ns / (until - since)
    (told,) = re.findall(r"hops of 100ms take up (\d+)% of", finding.line)
    assert abs(int(told) - share) <= 1
    assert {stop - start for *_, start, stop in hops(state)} == {SECOND // 10}
    done = {event.job for event in events(state.log, Kind.Accepted)}
    of_job = Counter(job for _, job, *_ in hops(state) if job in done)
    assert max(of_job.values()) == 9  # from the foreman past all eight to accept
    assert "a job passes up to 9 of them" in finding.line
    assert finding.shorter[-2] == "a job passes up to 9 hops of 100ms"


def test_the_foreman_hands_on_no_more_than_is_said() -> None:
    state = shown(made(model="free-threads", **DIRECT | {"cores": 4}), 40 * SECOND)
    assert "the foreman hands on one job each 100ms" in found(state).line
    starts = [start for who, _, start, _ in hops(state) if who < 0][-300:]
    assert {after - before for before, after in pairwise(starts)} == {SECOND // 10}


# -- a crowd --------------------------------------------------------------------------------------


def crowd(until_s: int, **fields: Any) -> tuple[Simulation, SiteState]:
    """Return a site that hires up to a thousand after five seconds, and what it looks like."""
    site = made(**{"workers": 4, "rate_per_s": 1.0, "cores": 4} | fields)
    site.run(5 * SECOND)
    site.apply(Hire(996))
    return site, shown(site, until_s * SECOND)


@pytest.mark.parametrize("model", MODELS)
def test_each_of_a_thousand_who_are_hired_does_jobs_where_hops_can_serve_them(model: str) -> None:
    fields = {"model": model, "wiring": "direct", "costs": TYPICAL, "service_ns": SECOND // 200}
    _, state = crowd(30, **fields, rate_per_s=50.0)
    assert len(state.workers) == 1000
    assert all(worker.spent[State.IO] for worker in state.workers)
    assert state.arrived - state.statistics.done <= 4
    assert found(state).condition == "fine"


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
def test_a_chain_of_a_thousand_does_its_jobs_where_hops_take_microseconds(model: str) -> None:
    """Few jobs come: each goes past five hundred workers on average."""
    _, state = crowd(100, model=model, costs=TYPICAL, rate_per_s=0.8)
    assert state.arrived - state.statistics.done <= 4
    assert found(state).condition == "fine"


@pytest.mark.parametrize("model", ["serial", "coroutines", "threads", "free-threads", "hybrid"])
def test_a_chain_of_a_thousand_is_held_up_by_visible_hops_and_direct_wiring_helps(
    model: str,
) -> None:
    """Processes take minutes to start: the next test is about them."""
    fields = {"model": model, "costs": CLASSROOM, "rate_per_s": 0.7}
    site, state = crowd(40, **fields)
    finding, done = found(state), state.statistics.done
    assert (finding.condition, finding.cause) == ("held up", "hops")
    assert "a job passes up to 1,001" in finding.line
    assert state.arrived - done > 20
    site.apply(ChooseWiring("direct"))
    state = shown(site, 340 * SECOND)
    assert state.statistics.done > done + 200
    assert found(state).condition == "fine"


def test_processes_that_start_up_are_counted_where_jobs_wait_for_them() -> None:
    _, state = crowd(60, model="processes", costs=CLASSROOM)
    finding = found(state)
    count = sum(task.starting for task in state.workers)
    assert finding.line.endswith(f": the site is starting {count} processes")
    assert count > 500


def test_who_hands_on_a_job_each_100_ms_holds_up_hundreds_a_second() -> None:
    site, _ = crowd(10, model="coroutines", wiring="direct", costs=CLASSROOM)
    site.apply(SetRate(500.0))
    finding = found(shown(site, 40 * SECOND))
    assert finding.condition == "held up"
    assert finding.line.endswith(": the foreman hands on one job each 100ms")
