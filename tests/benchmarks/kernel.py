"""What the kernel costs: hops, events, memory, and large sites against small ones."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from statistics import median

from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.cli.headless import run_headless
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.scenario.scenario import Scenario
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.benchmarks import chains
from tests.benchmarks.measure import Figure, Run, ns_per_unit, times_as_fast, times_the_cost

REPEATS = 9
HOPS = 40_000
"""Hops in one timed run of a chain, about."""
SPACED_NS = 1_000_000
"""A gap between two jobs that is longer than any way down a chain."""


def hops() -> Iterator[Figure]:
    """Yield the cost of a hop against SimPy's stores and time-outs, and a bare nested send."""
    for workers in (10, 100):
        jobs = HOPS // workers
        for model in ("serial", "coroutines"):
            for arrivals, gap_ns in (("at once", 0), ("spaced", SPACED_NS)):
                name = f"hop, {workers} workers, {model}, {arrivals}"
                ours = chains.ours(chains.our_setup(model, workers, jobs, gap_ns))
                simpy = chains.in_simpy(workers, jobs, gap_ns)
                yield times_as_fast(f"{name} : SimPy", ours, simpy, 3, REPEATS)
                bare = chains.bare(workers, 5 * jobs)
                yield times_the_cost(f"{name} : bare send", ours, bare, 25, REPEATS)


def oracle() -> Iterator[Figure]:
    """Yield the cost of a hop against the tests' model.

    It is a scheduler of its own, which takes no more than the clock from SimPy: no stores, no log.
    """
    for workers in (10, 100):
        jobs = HOPS // workers
        for arrivals, gap_ns in (("at once", 0), ("spaced", SPACED_NS)):
            name = f"hop, {workers} workers, coroutines, {arrivals} : the tests' model"
            config = chains.our_setup("coroutines", workers, jobs, gap_ns)
            ours, model = chains.ours(config, in_turn=True), chains.in_model(workers, jobs, gap_ns)
            yield times_as_fast(name, ours, model, None, REPEATS)


def memory() -> Iterator[Figure]:
    """Yield the bytes that an event takes in a log of more than a million."""
    source = _long_log()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    copy = EventLog()
    for at, kind, who, job, a, b in source.rows():
        if kind == Kind.JobArrived:
            copy.jobs.add(source.jobs[job])
        copy.append(at, Kind(kind), who, job, a, b)
        copy.seal()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    each = (after - before) / len(copy)
    yield Figure(f"memory of an event, of {len(copy):,} in the log", each, "bytes", limit=40)


def _long_log() -> EventLog:
    simulation = chains.our_simulation(chains.our_setup("coroutines", 100, 5_000, SPACED_NS))
    simulation.run()
    assert len(simulation.log) >= 1_000_000
    return simulation.log


def busy_site(jobs: int) -> SimulationConfig:
    """Return a busy site of twenty threads, to which so many jobs of all kinds come."""
    return SimulationConfig(
        model="threads",
        workers=20,
        costs=ZERO,
        rate_per_s=15,
        arrivals="poisson",
        workload="mixed",
        service="exponential",
        service_ns=200_000_000,
        defect_rate=0.05,
        count=jobs,
    )


def folding() -> Iterator[Figure]:
    """Yield what folding an event costs against making it, on a chain and on a busy site."""
    chain = chains.our_setup("coroutines", 100, 500, SPACED_NS)
    busy = busy_site(4_000)
    for name, make in (
        ("a chain", lambda: chains.our_simulation(chain)),
        ("a busy site", lambda: Simulation(busy)),
    ):
        ours, reference = _folding(make), _running(make)
        yield times_the_cost(f"event folded : made, {name}", ours, reference, None, REPEATS)


def headless() -> Iterator[Figure]:
    """Yield how many events a second a run without a screen gets through, its figures included."""
    scenario = Scenario(
        workers=20, model="threads", rate=8.0, workload="mixed", costs="zero", count=4_000
    )
    simulation = Simulation(scenario.to_config())
    simulation.run()
    events = len(simulation.log)

    def prepare() -> Callable[[], int]:
        def work() -> int:
            with redirect_stdout(io.StringIO()):
                run_headless(scenario, as_json=True)
            return events

        return work

    each_ns = median(ns_per_unit(prepare) for _ in range(REPEATS))
    yield Figure("headless run with figures, events", 1e9 / each_ns, "a second")


def _running(make: Callable[[], Simulation]) -> Run:
    """Return a headless run of a simulation to its end; units are events."""

    def prepare() -> Callable[[], int]:
        simulation = make()
        before = len(simulation.log)

        def work() -> int:
            simulation.run()
            return len(simulation.log) - before

        return work

    return prepare


def _folding(make: Callable[[], Simulation]) -> Run:
    """Return the fold of such a run's log; units are events."""
    simulation = make()
    simulation.run()

    def prepare() -> Callable[[], int]:
        state = SiteState(simulation.log)

        def work() -> int:
            fold(state)
            return state.seq

        return work

    return prepare


def scale() -> Iterator[Figure]:
    """Yield what an event costs on a large site against a small one: nothing is O(size)."""
    small = SimulationConfig(
        model="coroutines",
        workers=10,
        costs=ZERO,
        rate_per_s=50,
        service_ns=100_000_000,
        wiring="direct",
        dispatch="least-busy",
    )
    crowd = replace(small, workers=10_000, rate_per_s=1_000, service_ns=5_000_000_000)
    flood = replace(small, count=1_000_000, rate_per_s=1_000_000)
    for name, large in (("10,000 workers : 10", crowd), ("a queue of 1,000,000 : of 0", flood)):
        ours, reference = _going_on(large), _going_on(small)
        yield times_the_cost(f"event made and folded, {name}", ours, reference, 2, REPEATS)


def _going_on(config: SimulationConfig) -> Run:
    """Return a site that has run for 10 s and goes on, a stretch a run; units are events."""
    simulation = Simulation(config)
    state = SiteState(simulation.log)
    simulation.run(10 * SECOND)
    fold(state)

    def stretch() -> int:
        before = state.seq
        simulation.run(steps=20_000)
        fold(state)
        return state.seq - before

    return lambda: stretch


def workers() -> Iterator[Figure]:
    """Yield the memory that a worker takes on a site of 100,000, in the kernel and in the state."""
    count = 100_000
    tracemalloc.start()
    simulation = Simulation(SimulationConfig(workers=count))
    kernel, _ = tracemalloc.get_traced_memory()
    state = SiteState(simulation.log)
    fold(state)
    both, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    name = f"memory of a worker, of {count:,}, in the"
    yield Figure(f"{name} kernel", kernel / count, "bytes")
    yield Figure(f"{name} state", (both - kernel) / count, "bytes")
