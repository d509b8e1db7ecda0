"""Short ways to make a run in the kernel's tests, and to read its log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.models import ZERO, Costs
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.log.events import Event, JobCard, Kind
from tests.oracles.ledger import Ledger, follow

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


COSTS = Costs(gil_quantum_ns=10, os_slice_ns=10)


def slices(site: Any) -> list[tuple[int, int, int]]:
    """Return the times computed on, as (who, from, to), in order."""
    found, began = [], {}
    begins = (Kind.WorkStarted, Kind.CpuResumed)
    for event in events(site.log, *begins, Kind.Preempted, Kind.WorkFinished):
        if event.kind in begins:
            began[event.who] = event.at
        else:
            found.append((event.who, began.pop(event.who), event.at))
    return found


def crew(**fields: Any) -> dict[str, Any]:
    return {"wiring": "direct", "costs": COSTS, "model": "threads", "workers": 2} | fields


def arrivals(log: EventLog) -> list[tuple[int, JobCard]]:
    """Return when each job arrived, and its card."""
    return [(event.at, log.jobs[event.job]) for event in events(log, Kind.JobArrived)]


def read(site: Simulation) -> Ledger:
    """Check a whole log by the rules, and return how it ends."""
    return follow(site.log, site.config.costs, site.config.cores)
