"""Machines that are made up: what is measured on them is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from site_sim.facts.costs import COST_KEYS
from site_sim.scenario.measuring.driving import Plan, Start, Times
from site_sim.scenario.measuring.figures import Circumstances, Measurement, Timing
from site_sim.scenario.measuring.measuring import Means

HERE = Circumstances(
    version="1.0",
    python="CPython 3.99.0",
    has_gil=True,
    switch_interval_ns=5_000_000,
    machine="61a070eed0d3",
    architecture="x86_64",
    cores=2,
)
FIGURES = {
    key: Timing(ns, ns - 1, ns + 1)
    for key, ns in zip(COST_KEYS, (*range(10, 90, 10), 5_000_000, 4_000_000), strict=True)
}
BESIDE = {
    name: Timing(ns, ns, ns)
    for name, ns in {
        "all-up": 40_000_000,
        "gil-wait": 5_160_000,
        "oversleep": 70_000,
        "loop-oversleep": 90_000,
        "computing-alone": 20_000_000,
        "computing-together": 30_000_000,
    }.items()
}


def made_up(here: Circumstances = HERE, at: int = 0, **figures: Timing) -> Measurement:
    """Return what is measured on a machine where all is known."""
    return Measurement(here, at, FIGURES | figures, BESIDE)


class MadeUpChild:
    """A process that comes up, and computes a round in a nanosecond."""

    def __init__(self) -> None:
        self.says: list[Any] = [18_000_000]

    def put(self, item: Any) -> None:
        self.says.append(item)

    def read(self) -> Any:
        return self.says.pop(0)


@contextmanager
def children(count: int) -> Iterator[Sequence[MadeUpChild]]:
    yield [MadeUpChild() for _ in range(count)]


def driver(hop_ns: int, byte_ns: int = 0) -> Any:
    """Return a driver whose hops all take the same, and longer names longer."""

    def drive(plan: Plan) -> Times:
        assert plan.one_by_one or not plan.jobs
        starts = [Start(7, 18_000_000, 1_000 * number) for number in range(plan.workers)]
        times = Times(0, [], [], starts)
        now = 0
        for job in plan.jobs:
            hops = plan.workers - job.number % plan.workers + 1 if plan.is_chain else 2
            times.taken.append(now)
            now += hops * (hop_ns + byte_ns * len(job.name))
            times.accepted.append(now)
            now += 1_000_000
        return times

    return drive


def means(**others: Any) -> Means:
    """Return the means by which a machine is measured that is made up."""
    return Means(
        serial=driver(100),
        loop=driver(3_000),
        threads=driver(10_000),
        processes=driver(20_000, byte_ns=2),
        children=children,
        switches=lambda count: [6_000.0] * count,
        oversleeps=lambda sleep_ns, count: [float(sleep_ns // 10)] * count,
        oversleeps_on_a_loop=lambda sleep_ns, count: [float(sleep_ns // 5)] * count,
    )._replace(**others)
