"""What moving the playhead costs: seeks in a long log, steps back, forks, memory.

The long run is of ten workers under coroutines, Poisson arrivals and exponential service, more
jobs than they can do, so that the queue grows long too. It makes ten million events, which takes
a minute or so.
"""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter_ns

from site_sim.kernel.simulation import Simulation
from site_sim.reenactment import Reenactment
from site_sim.scenario.scenario import Scenario
from site_sim.session import Session
from tests.benchmarks.measure import Figure, Run, times_the_cost

EVENTS = 10_000_000
SHORT = 100_000
"""Events of the short run that the long one is held against."""
SEEKS = 60
SCRUBS = 1_000
SCENARIO = Scenario(
    model="coroutines", workers=10, rate=3.0, arrivals="poisson", service="exponential",
    service_time=0.5,
)  # fmt: skip


def travel() -> Iterator[Figure]:
    """Yield the cost of seeks and steps, the memory they need, and re-execution."""
    short, long = _ran(SHORT), _ran(EVENTS)
    name = f"seek among {len(long.log):,} events"
    seeks = _times(long, SEEKS, lambda rng: long.seek_event(rng.randrange(len(long.log))))
    among_few = _times(short, SEEKS, lambda rng: short.seek_event(rng.randrange(len(short.log))))
    yield Figure(f"{name}, median", median(seeks), "ms", limit=50)
    yield Figure(f"{name}, slowest of {SEEKS}", max(seeks), "ms", limit=50)
    ratio = median(seeks) / median(among_few)
    yield Figure(f"{name} : among {SHORT:,}", median(seeks), "ms", median(among_few), ratio)
    long.seek_event(len(long.log) // 2)
    back = _times(long, SEEKS, lambda _: long.step_back())
    yield Figure("step back in it, median", median(back), "ms", limit=50)
    course = long._course
    spent = course.checkpoints.nbytes / len(long.log)
    yield Figure("memory of checkpoints, an event", spent, "bytes", limit=4)
    table = long.state.verdict_table.nbytes / len(long.log)
    yield Figure("memory of the verdicts, an event", table, "bytes")
    yield _scrubbing(short)
    yield times_the_cost("re-execution, an event : running it", _again(short), _first, 1.25, 5)


def _ran(events: int) -> Session:
    session = Session(SCENARIO)
    while len(session.log) < events:
        session.rush(20_000)
    return session


def _times(session: Session, count: int, move: Callable[[random.Random], object]) -> list[float]:
    """Return what moves cost, in milliseconds each."""
    rng = random.Random(1)
    move(rng)
    times = []
    for _ in range(count):
        began = perf_counter_ns()
        move(rng)
        times.append((perf_counter_ns() - began) / 1e6)
    return times


def _scrubbing(session: Session) -> Figure:
    """Return what a thousand seeks to and fro leave behind."""
    rng = random.Random(2)
    for _ in range(SCRUBS // 10):
        session.seek(rng.randrange(session.end))
    tracemalloc.start()
    session.seek(session.end // 2)
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(SCRUBS):
        session.seek(rng.randrange(session.end))
    session.seek(session.end // 2)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = max(0, after - before) / 1024
    return Figure(f"memory that {SCRUBS:,} scrubs leave behind", grown, "KiB", limit=256)


def _again(session: Session) -> Run:
    """Return a re-enactment of the whole run; a unit is an event."""

    def ready() -> Callable[[], int]:
        session.seek_event(len(session.log))
        reenactment = Reenactment(SCENARIO.to_setup(), session.journal, session.moment, session.log)

        def work() -> int:
            reenactment.work()
            return len(reenactment.simulation.log)

        return work

    return ready


def _first() -> Callable[[], int]:
    """Make the kernel's own run of as many events ready."""
    simulation = Simulation(SCENARIO.to_setup())

    def work() -> int:
        while len(simulation.log) < SHORT:
            simulation.run(steps=20_000)
        return len(simulation.log)

    return work
