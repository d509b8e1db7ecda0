"""What the kernel says of lanes is so with real threads and processes: orders and bounds.

How long anything takes depends on who else wants the machine; what comes before what does not, nor
what nothing is faster than. (`tests/benchmarks/predicted.py` compares milliseconds.) It is done by
hand, as tests that run at the same time want the cores too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import cpu_count
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from site_sim.kernel.models import TYPICAL, Costs
from site_sim.log.events import Kind
from site_sim.scenario.measuring.driving import Plan
from site_sim.scenario.measuring.figures import has_gil
from site_sim.scenario.measuring.processes import run_processes, started
from site_sim.scenario.measuring.waits import oversleeps, somebody_computes
from tests.benchmarks.others import Others, others_meanwhile
from tests.kernel.runs import MS, events, finished

pytestmark = [pytest.mark.by_hand]
CORES = cpu_count() or 1
FOR_EVER = 10**12
"""Rounds of a loop that no test waits for."""


@contextmanager
def switch_interval(seconds: float) -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def skip_if_busy(others: Others, needed: int) -> None:
    if CORES - others.cores < 0.75 * needed:
        pytest.skip(f"others had {others.cores:.1f} of {CORES} cores, and their own share of each")


def late(model: str, computing: int, sleep_ns: int, **costs: int) -> int:
    """Return how late one who sleeps runs on beside others who compute, in the simulation (ns)."""
    jobs = [(0, 0, sleep_ns), *[(0, 10**9, 0)] * computing]
    site = finished(
        jobs, model=model, workers=computing + 1, cores=computing, wiring="direct", inbox=2,
        costs=replace(TYPICAL, spawn_ns=0, start_up_ns=0, switch_ns=0, **costs),
    )  # fmt: skip
    ends = {event.job: event.at for event in events(site.log, Kind.HandOffStarted)}
    began = {event.job: event.at for event in events(site.log, Kind.IoStarted)}
    return ends[0] - began[0] - sleep_ns


@pytest.mark.skipif(not has_gil(), reason="this Python has no GIL")
@pytest.mark.parametrize("sleep_ms", [2, 5, 7])
def test_a_lone_thread_waits_a_whole_interval_from_when_it_began_to_wait(sleep_ms: int) -> None:
    """However long it slept, it does not get the GIL sooner, but now and then by luck."""
    for interval_ms in (5, 20):
        interval = switch_interval(interval_ms / 1_000)
        with others_meanwhile() as others, interval, somebody_computes():
            found = sorted(oversleeps(sleep_ms * MS, 12))
        skip_if_busy(others, needed=1)
        assert found[6] > 0.9 * interval_ms * MS
        assert found[0] < 3 * interval_ms * MS
        said = late("threads", 1, sleep_ms * MS, gil_quantum_ns=interval_ms * MS)
        assert said == interval_ms * MS


def test_who_wakes_up_from_io_gets_a_core_before_those_who_compute() -> None:
    """It waits for no slice to end, however many compute."""
    with others_meanwhile() as others, started(CORES + 1) as children:
        for child in children:
            child.read()
            child.put(FOR_EVER)
        found = sorted(oversleeps(2 * MS, 100))
    assert late("processes", CORES, 2 * MS) == 0
    skip_if_busy(others, needed=CORES)
    assert found[50] < TYPICAL.os_slice_ns / 4
    if has_gil():
        with somebody_computes():
            assert found[50] < min(oversleeps(2 * MS, 10))


def test_the_more_children_start_the_later_all_are_up() -> None:
    """Their starts are work that they share the cores for: nobody is up before that is done."""
    many = 2 * CORES + 2
    one = min((start_up(1) for _ in range(5)), key=lambda start: start.last_ns)
    all_ = min((start_up(many) for _ in range(2)), key=lambda start: start.last_ns)
    for start in (one, all_):
        assert start.last_ns >= start.work_ns / CORES
        assert start.first_ns >= start.own_ns
    assert all_.last_ns > 1.5 * one.last_ns

    costs = replace(TYPICAL, spawn_ns=MS, start_up_ns=all_.own_ns)
    said = simulated_ups(many, costs)
    assert said[-1] >= many * all_.own_ns / CORES
    assert said[0] >= all_.own_ns
    assert said[-1] > 1.5 * simulated_ups(1, costs)[-1]


class Started(NamedTuple):
    """When the first and the last of some processes were up, and the CPU that it took (ns)."""

    first_ns: int
    last_ns: int
    own_ns: int
    work_ns: int


def start_up(workers: int) -> Started:
    times = run_processes(Plan((), workers, is_chain=False))
    ups = [start.up_at - times.began for start in times.starts]
    own = [start.own_ns for start in times.starts]
    return Started(min(ups), max(ups), min(own), sum(own))


def simulated_ups(workers: int, costs: Costs) -> list[int]:
    site = finished(model="processes", workers=workers, cores=CORES, costs=costs)
    return [event.at for event in events(site.log, Kind.Hired) if event.who >= 0]
