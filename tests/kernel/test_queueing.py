"""With free hand-offs, direct links and the least busy addressed, the site is a textbook queue."""

from __future__ import annotations

import dataclasses
from statistics import fmean, stdev
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.state.summary import summarise
from tests.kernel.runs import SECOND, finished
from tests.oracles.erlang import erlang_c, fcfs_waits, mean_wait

QUEUES = [(servers, load) for servers in (1, 3) for load in (0.7, 0.9)]
WARM_UP_JOBS = 2_000
"""About how many jobs come before the figures begin."""


def queue(servers: int, load: float, jobs: int, seed: int, **others: Any) -> Simulation:
    """Return an M/M/c on one event loop, at its end: a job takes a second on average."""
    fields: dict[str, Any] = {
        "model": "coroutines",
        "workers": servers,
        "wiring": "direct",
        "dispatch": "least-busy",
        "costs": ZERO,
        "arrivals": "poisson",
        "rate_per_s": load * servers,
        "service": "exponential",
        "service_ns": SECOND,
        "count": jobs,
        "seed": seed,
    }
    site = Simulation(SimulationConfig(**fields | others))
    site.run()
    return site


def served(site: Simulation) -> tuple[list[tuple[int, int]], list[int]]:
    """Return each job's (arrival, service), and each job's wait, in nanoseconds."""
    arrivals: dict[int, int] = {}
    waits: dict[int, int] = {}
    for at, kind, _, job, _, _ in site.log.rows():
        if kind == Kind.JobArrived:
            arrivals[job] = at
        elif kind == Kind.WorkStarted:
            waits[job] = at - arrivals[job]
    assert len(waits) == len(arrivals)
    jobs = [(at, site.log.jobs[job].io_ns) for job, at in arrivals.items()]
    return jobs, [waits[job] for job in arrivals]


def test_erlang_c_gives_the_values_of_the_tables() -> None:
    assert erlang_c(1, 0.8) == pytest.approx(0.8)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(5, 4.0) == pytest.approx(0.5541, abs=5e-5)
    assert mean_wait(1, 0.5, 1.0) == pytest.approx(1.0)


@pytest.mark.sampled
@pytest.mark.parametrize(("servers", "load"), QUEUES)
def test_every_wait_is_that_of_first_come_first_served(servers: int, load: float) -> None:
    """Lindley's recursion for one server, Kiefer's and Wolfowitz's for several."""
    site = queue(servers, load, jobs=20_000, seed=3)
    jobs, waits = served(site)
    assert len(jobs) == 20_000
    assert waits == fcfs_waits(jobs, servers)
    assert summarise(site.log).wait_s.mean == sum(waits) / len(waits) / SECOND


@settings(max_examples=150)
@given(
    gaps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=1, max_size=20),
    servers=st.integers(1, 5),
    room=st.integers(1, 3),
)
def test_every_wait_is_right_for_any_jobs(
    gaps: list[tuple[int, int]], servers: int, room: int
) -> None:
    at, jobs = 0, []
    for gap, io in gaps:
        at += gap
        jobs.append((at, 0, io))
    site = finished(
        jobs,
        model="coroutines",
        workers=servers,
        inbox=room,
        wiring="direct",
        dispatch="least-busy",
    )
    drawn, waits = served(site)
    assert waits == fcfs_waits(drawn, servers)


@pytest.mark.sampled
@pytest.mark.parametrize("servers", [1, 3])
@pytest.mark.parametrize("model", list(MODELS))
def test_every_model_whose_lanes_suffice_gives_the_same_figures(model: str, servers: int) -> None:
    """Only a call stack is one lane too few, where there are several workers."""
    expected = summarise(queue(servers, 0.9, jobs=2_000, seed=5).log)
    found = summarise(queue(servers, 0.9, jobs=2_000, seed=5, model=model, cores=servers + 2).log)
    is_same = dataclasses.replace(found, model="coroutines") == expected
    assert is_same == (model != "serial" or servers == 1)
    assert expected.in_system.mean == pytest.approx(
        expected.arrival_rate_per_s * expected.sojourn_s.mean, rel=1e-12
    )


class Measured(NamedTuple):
    """A figure over runs of independent seeds, and what it should be."""

    mean: float
    error: float
    """The standard error of the mean."""
    expected: float

    @classmethod
    def of(cls, found: list[float], expected: float) -> Measured:
        return cls(fmean(found), stdev(found) / len(found) ** 0.5, expected)

    @property
    def deviation(self) -> float:
        return self.mean / self.expected - 1

    def __str__(self) -> str:
        off = f"{self.deviation:+.2%}"
        return f"{self.mean:.4f} ± {self.error:.4f}, expected {self.expected:.4f}, {off}"


def measured(servers: int, load: float, jobs: int, seeds: range) -> tuple[Measured, Measured]:
    """Return the mean wait (s) and L of M/M/c over some seeds, the start of each left out."""
    warm_up_s = WARM_UP_JOBS / (load * servers)
    found = [summarise(queue(servers, load, jobs, seed, warm_up_s=warm_up_s).log) for seed in seeds]
    assert all(run.span_s[0] == warm_up_s and run.left < jobs for run in found)
    wait = mean_wait(servers, load * servers, 1.0)
    in_system = load * servers * (wait + 1.0)  # Little
    return (
        Measured.of([run.wait_s.mean for run in found], wait),
        Measured.of([run.in_system.mean for run in found], in_system),
    )


def test_the_mean_wait_and_the_number_in_the_system_are_erlangs() -> None:
    for figure in measured(1, 0.5, jobs=25_000, seeds=range(2)):
        assert figure.deviation == pytest.approx(0, abs=0.03)


@pytest.mark.by_hand
@pytest.mark.parametrize(("servers", "load"), QUEUES)
def test_they_are_erlangs_within_a_hundredth(servers: int, load: float) -> None:
    """Forty fixed seeds of many jobs each: `-s` shows the figures with their standard errors."""
    jobs = 400_000 if load > 0.8 else 100_000
    wait, in_system = measured(servers, load, jobs, seeds=range(40))
    print(f"\nM/M/{servers}, ρ = {load}: wait {wait}; L {in_system}")
    for figure in (wait, in_system):
        assert figure.deviation == pytest.approx(0, abs=0.01)
