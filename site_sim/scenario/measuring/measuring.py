"""Measures what the mechanics of the models take on this machine, in a second or two.

A hop is measured as the kernel counts it: a job of no work goes down a chain of the program's own
coroutines, one job at a time, and its time from the foreman to accept is shared out among its hops.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from site_sim.base.units import MS
from site_sim.facts.costs import LEAST_QUANTUM_NS
from site_sim.program.traps import Job
from site_sim.scenario.measuring.driving import MeasuringError, Plan, Times
from site_sim.scenario.measuring.figures import (
    Circumstances,
    Measurement,
    Timing,
    timing_of,
)
from site_sim.scenario.measuring.loop import run_loop
from site_sim.scenario.measuring.processes import run_processes, started
from site_sim.scenario.measuring.serial import run_serial
from site_sim.scenario.measuring.threads import run_threads
from site_sim.scenario.measuring.waits import (
    oversleeps,
    oversleeps_on_a_loop,
    somebody_computes,
    switches,
)

WORKERS = 4
HOPS = WORKERS + 1
"""From the foreman down the chain to worker 0, and from there to accept."""
LONG_NAME_KIB = 16
ROUNDS_OF_A_CORE = 2_000_000
"""Rounds of a loop that take some tens of milliseconds."""
OS_SLICE_NS = 4 * MS
"""Linux's scheduler lets a thread compute on for a few milliseconds; no call tells how many."""
MOST_CORES = 16
"""The most that are computed on at the same time."""


class ChildProcess(Protocol):
    """What is asked of the process of a worker."""

    def put(self, item: Any) -> None:
        """Put an item into its inbox."""

    def read(self) -> Any:
        """Return what it says next."""


class Means(NamedTuple):
    """What it is measured by; a test has others."""

    serial: Callable[[Plan], Times] = run_serial
    loop: Callable[[Plan], Times] = run_loop
    threads: Callable[[Plan], Times] = run_threads
    processes: Callable[[Plan], Times] = run_processes
    children: Callable[[int], AbstractContextManager[Sequence[ChildProcess]]] = started
    switches: Callable[[int], list[float]] = switches
    oversleeps: Callable[[int, int], list[float]] = oversleeps
    oversleeps_on_a_loop: Callable[[int, int], list[float]] = oversleeps_on_a_loop
    somebody_computes: Callable[[], AbstractContextManager[None]] = somebody_computes


OUR_MEANS = Means()


def measure(where: Circumstances, now: int, means: Means = OUR_MEANS) -> Measurement:
    """Measure this machine at the time `now` (seconds since 1970); raises `MeasuringError`.

    It is done in a thread of its own: the caller's may be one in which an event loop runs.
    """
    try:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(_measure, where, now, means).result()
    except (RuntimeError, OSError) as error:  # no thread to be had, no descriptor for a loop
        raise MeasuringError("there is no room for threads or files") from error


def _measure(where: Circumstances, now: int, means: Means) -> Measurement:
    spawn, start_up, all_up = _starts(means)
    pipe_hop, pipe_kib = _pipes(means)
    quantum_ns = max(LEAST_QUANTUM_NS, where.switch_interval_ns)
    figures = {
        "send": _hop(means.serial, 500),
        "loop-hop": _hop(means.loop, 300),
        "thread-hop": _hop(means.threads, 300),
        "pipe-hop": pipe_hop,
        "pipe-kib": pipe_kib,
        "switch": timing_of(means.switches(300)),
        "spawn": spawn,
        "start-up": start_up,
        "gil-quantum": Timing(quantum_ns, quantum_ns, quantum_ns),
        "os-slice": Timing(OS_SLICE_NS, OS_SLICE_NS, OS_SLICE_NS),
    }
    with means.somebody_computes():
        waits = timing_of(means.oversleeps(2 * MS, 15))
    beside = {
        "all-up": all_up,
        "gil-wait": waits,
        "oversleep": timing_of(means.oversleeps(MS, 30)),
        "loop-oversleep": timing_of(means.oversleeps_on_a_loop(MS, 30)),
        **_computing(means, min(where.cores, MOST_CORES)),
    }
    return Measurement(where, now, figures, beside)


def _hop(drive: Callable[[Plan], Times], count: int) -> Timing:
    """Return what a hop takes with a driver; the first tenth of the jobs warms up."""
    jobs = [Job(WORKERS * number, "", 0, 0) for number in range(count + count // 10)]
    return timing_of(_spans(drive(Plan(jobs, WORKERS, one_by_one=True)), count, HOPS))


def _spans(times: Times, count: int, hops: int) -> list[float]:
    """Return what a hop took for each of the last jobs, which took so many hops each."""
    pairs = zip(times.taken[-count:], times.accepted[-count:], strict=True)
    return [(accepted - taken) / hops for taken, accepted in pairs]


def _pipes(means: Means) -> tuple[Timing, Timing]:
    """Return what a hop from process to process takes, and each KiB of a name in it."""
    long = "x" * 1024 * LONG_NAME_KIB
    jobs = [Job(number, long if number % 2 else "", 0, 0) for number in range(440)]
    plan = Plan(jobs, workers=1, is_chain=False, one_by_one=True)
    took = _spans(means.processes(plan), 400, hops=2)
    hop = timing_of(took[::2])
    return hop, timing_of((each - hop.ns) / LONG_NAME_KIB for each in took[1::2])


def _starts(means: Means) -> tuple[Timing, Timing, Timing]:
    """Return what starting a process takes (the parent's part, the child's own), and all of them.

    The parts are CPU; the last is the time until all are up that were started at once.
    """
    runs = [means.processes(Plan((), WORKERS, is_chain=False)) for _ in range(3)]
    starts = [start for times in runs for start in times.starts]
    return (
        timing_of(start.spawn_ns for start in starts),
        timing_of(start.own_ns for start in starts),
        timing_of(max(start.up_at for start in times.starts) - times.began for times in runs),
    )


def _computing(means: Means, cores: int) -> dict[str, Timing]:
    """Return how long the same computing takes one process alone, and one for each core."""
    alone, together = [], []
    with means.children(cores) as children:
        for child in children:
            child.read()
        for _ in range(3):
            children[0].put(ROUNDS_OF_A_CORE)
            alone.append(children[0].read())
            for child in children:
                child.put(ROUNDS_OF_A_CORE)
            together += [child.read() for child in children]
    return {"computing-alone": timing_of(alone), "computing-together": timing_of(together)}
