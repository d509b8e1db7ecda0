"""With free hand-offs, direct links and the least busy addressed, the site is a textbook queue."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import SECOND, finished
from tests.oracles.erlang import erlang_c, fcfs_waits, mean_wait

QUEUES = [(servers, load) for servers in (1, 2, 5) for load in (0.5, 0.8)]
SAMPLE = [(1, 0.5), (2, 0.8)]
"""Those that CI looks at for long."""


def queue(servers: int, load: float, jobs: int, seed: int) -> Simulation:
    site = Simulation(
        SimulationConfig(
            model="coroutines",
            workers=servers,
            wiring="direct",
            dispatch="least-busy",
            costs=ZERO,
            arrivals="poisson",
            rate_per_s=load * servers,
            service="exponential",
            service_ns=SECOND,
            count=jobs,
            seed=seed,
        )
    )
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


@pytest.mark.parametrize(("servers", "load"), QUEUES)
def test_every_wait_is_that_of_first_come_first_served(servers: int, load: float) -> None:
    jobs, waits = served(queue(servers, load, jobs=2_000, seed=3))
    assert waits == fcfs_waits(jobs, servers)
    assert max(waits) > 0


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


def mean_wait_of(servers: int, load: float, jobs: int, seeds: int) -> float:
    """Return the mean wait in seconds over several runs of independent seeds."""
    total = sum(sum(served(queue(servers, load, jobs, seed))[1]) for seed in range(seeds))
    return total / (jobs * seeds * SECOND)


def test_the_mean_wait_is_erlangs() -> None:
    expected = mean_wait(1, rate=0.5, service=1.0)
    assert mean_wait_of(1, 0.5, jobs=50_000, seeds=1) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    ("servers", "load"),
    [
        pytest.param(*queue, marks=pytest.mark.slow if queue in SAMPLE else pytest.mark.by_hand)
        for queue in QUEUES
    ],
)
def test_the_mean_wait_is_erlangs_for_every_queue(servers: int, load: float) -> None:
    expected = mean_wait(servers, load * servers, 1.0)
    assert mean_wait_of(servers, load, jobs=50_000, seeds=12) == pytest.approx(expected, rel=0.03)
