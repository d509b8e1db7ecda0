"""Short ways to make a run in the kernel's tests, and to read its log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.models import ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.log.events import Event, JobCard, Kind

MS = 1_000_000
SECOND = 1_000_000_000


def orders(jobs: Iterable[tuple[int, int, int]]) -> tuple[JobOrder, ...]:
    """Return jobs (arrival, CPU, I/O in nanoseconds) as orders, named by their numbers."""
    return tuple(
        JobOrder(arrival, JobCard(f"job {number}", cpu, io))
        for number, (arrival, cpu, io) in enumerate(jobs)
    )


def made(jobs: Iterable[tuple[int, int, int]] = (), **fields: Any) -> Simulation:
    """Return a site with just these jobs, and costs that are zero unless said otherwise."""
    return Simulation(
        SimulationConfig(**{"costs": ZERO, "rate_per_s": 0.0, "orders": orders(jobs)} | fields)
    )


def finished(jobs: Iterable[tuple[int, int, int]] = (), **fields: Any) -> Simulation:
    """Return a site that has run until nothing more can happen."""
    simulation = made(jobs, **fields)
    simulation.run()
    return simulation


def events(log: EventLog, *kinds: Kind) -> Iterator[Event]:
    """Yield the events of some kinds, or all."""
    for row in log.rows():
        if not kinds or row[1] in kinds:
            yield Event(*row)


def accepted(log: EventLog) -> list[tuple[int, int]]:
    """Return the jobs in the order in which they were accepted, each with when."""
    return [(event.job, event.at) for event in events(log, Kind.Accepted)]
