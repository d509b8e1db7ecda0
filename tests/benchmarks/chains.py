"""One chain, several times: ours, bare generators that call each other's `.send`, and SimPy's.

Jobs are addressed to worker 0, so that each is handed from the foreman to the head, down the whole
chain, and by worker 0 to accept: N + 1 hops. (The model in `tests/oracles`, which has lanes and the
site's own rules for ties, addresses them in turn, and so do we when it is the reference.)
A hop is a send that is completed. Jobs hold no work; what arriving, being taken, worked on and
inspected cost is divided among the hops of the job. A hop takes simulated time; in SimPy that is a
time-out before the item is put.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from typing import Any

import simpy

from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.models import Costs
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard, Kind
from site_sim.program.traps import Job, Result, coroutine
from tests.benchmarks.measure import Run
from tests.oracles import simpy_chain

HOP_NS = 1_000
"""What a hop takes, in simulated nanoseconds."""
CARD = JobCard("bricks", 0, 0)


def our_setup(model: str, workers: int, jobs: int, gap_ns: int) -> SimulationConfig:
    """Return the chain's setup: `jobs` jobs, one every `gap_ns` simulated nanoseconds."""
    costs = Costs(send_ns=HOP_NS, loop_hop_ns=HOP_NS)
    orders = tuple(JobOrder(number * gap_ns, CARD) for number in range(jobs))
    return SimulationConfig(model=model, workers=workers, costs=costs, rate_per_s=0, orders=orders)


def our_simulation(config: SimulationConfig) -> Simulation:
    """Return a simulation whose foreman addresses every job to worker 0."""
    simulation = Simulation(config)
    simulation.site.staff.dispatcher.choose = lambda job: 0  # type: ignore[method-assign]
    return simulation


def hops_to(worker: int, workers: int) -> int:
    """Return how many hops a job for a worker takes, from the foreman to accept."""
    return workers - worker + 1


def ours(config: SimulationConfig, in_turn: bool = False) -> Run:
    """Return a run of the simulation, its full log on; units are hops, as the log counts them."""

    def prepare() -> Callable[[], int]:
        simulation = Simulation(config) if in_turn else our_simulation(config)

        def work() -> int:
            simulation.run()
            return hops

        return work

    simulation = Simulation(config) if in_turn else our_simulation(config)
    simulation.run()
    hops = sum(kind == Kind.HandedOff for _, kind, *_ in simulation.log.rows())
    return prepare


# -- the native one: the same listing, where a send is a call --------------------------------


@coroutine
def _foreman(head: Generator[Any, Any, None]) -> Generator[Any, Any, None]:
    while True:
        job = yield
        head.send((job, 0))


@coroutine
def _worker(me: int, downstream: Any, accepting: Any) -> Generator[Any, Any, None]:
    while True:
        job, addressee = yield
        if addressee == me:
            result = Result(job, me)
            accepting.send(result)
        elif downstream is not None:
            downstream.send((job, addressee))


@coroutine
def _accept(inspect: Callable[[Result], None]) -> Generator[Any, Any, None]:
    while True:
        result = yield
        inspect(result)


def bare(workers: int, jobs: int) -> Run:
    """Return a run of nested sends without a scheduler, simulated time or log; units are hops."""

    def prepare() -> Callable[[], int]:
        accepted: list[Result] = []
        accepting = _accept(accepted.append)
        head = None
        for number in range(workers):
            head = _worker(number, head, accepting)
        assert head is not None
        foreman = _foreman(head)
        queue = [Job(number, *CARD) for number in range(jobs)]

        def work() -> int:
            send = foreman.send
            for job in queue:
                send(job)
            return len(accepted) * hops_to(0, workers)

        return work

    return prepare


# -- SimPy's: an inbox is a store of capacity 1 -----------------------------------------------


def in_simpy(workers: int, jobs: int, gap_ns: int) -> Run:
    """Return a run of the leanest such chain in SimPy, without lanes or log; units are hops."""

    def prepare() -> Callable[[], int]:
        environment = simpy.Environment()
        queue = simpy.Store(environment)
        inboxes = [simpy.Store(environment, capacity=1) for _ in range(workers + 1)]
        inspecting = inboxes.pop()
        accepted: deque[Job] = deque()

        def arrivals() -> Generator[Any, Any, None]:
            for number in range(jobs):
                yield queue.put(Job(number, *CARD))
                if gap_ns:
                    yield environment.timeout(gap_ns)

        def foreman() -> Generator[Any, Any, None]:
            while True:
                job = yield queue.get()
                yield environment.timeout(HOP_NS)
                yield inboxes[-1].put((job, 0))

        def worker(me: int) -> Generator[Any, Any, None]:
            inbox, downstream = inboxes[me], inboxes[me - 1]
            while True:
                job, addressee = yield inbox.get()
                yield environment.timeout(HOP_NS)
                if addressee == me:
                    yield inspecting.put(Result(job, me))
                else:
                    yield downstream.put((job, addressee))

        def accept() -> Generator[Any, Any, None]:
            while True:
                result = yield inspecting.get()
                accepted.append(result.job)

        for process in (arrivals(), foreman(), *map(worker, range(workers)), accept()):
            environment.process(process)

        def work() -> int:
            environment.run()
            return len(accepted) * hops_to(0, workers)

        return work

    return prepare


def in_model(workers: int, jobs: int, gap_ns: int) -> Run:
    """Return a run of the model of the inbox chain that the tests hold us to; units are hops."""
    work = [simpy_chain.Work(number * gap_ns, 0, 0) for number in range(jobs)]
    hops = sum(hops_to(number % workers, workers) for number in range(jobs))

    def run() -> int:
        done = simpy_chain.coroutines(work, workers, 1, HOP_NS)
        assert len(done) == jobs
        return hops

    return lambda: run
