"""Hold what the simulation predicts against real runs: `python -m tests.benchmarks.predicted`.

The program's own coroutines are run for real as nested sends, on an event loop, in threads and in
processes (`site_sim.scenario.measuring`): four workers, jobs of 20 to 200 ms that wait, compute, or
do half of each, all there at the start. What they do is predicted with this machine's measured
costs. The runs are repeated in turns, so that what else the machine does meets all of them alike.

What computes is held up by whatever else wants the cores. So each such run is followed by a
reference: plain computing of as much, on this one thread or in as many processes. `busy` is how
many times longer it took than on cores of one's own, and `beside it` the error of a makespan that
is divided by that (which for half of each is too much: waiting is not held up).

The aim: the makespan within 5% for I/O and 15% for CPU. Start-up is a row of its own. Each row is
run 5 times, or with `--repeat N` so often; with `--again` costs are measured first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import perf_counter_ns
from typing import Any, NamedTuple

from site_sim.base.units import MS
from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard, Kind
from site_sim.program.traps import Job
from site_sim.scenario.measuring.driving import Plan, Times
from site_sim.scenario.measuring.kept import cache_folder, kept_or_measured
from site_sim.scenario.measuring.loop import run_loop
from site_sim.scenario.measuring.processes import run_processes, started
from site_sim.scenario.measuring.serial import run_serial
from site_sim.scenario.measuring.threads import run_threads
from site_sim.scenario.measuring.working import compute
from tests.benchmarks.others import others_meanwhile

WORKERS = 4
LENGTHS_MS = (20, 200, 80, 140, 50, 170, 110, 35) * 2
SHARES_OF_CPU = {"I/O": 0.0, "CPU": 1.0, "half": 0.5}
LIMITS = {"I/O": 0.05, "CPU": 0.15, "half": 0.15, "start-up": None}


class Cell(NamedTuple):
    """One row of the table: a way to run, and what is run."""

    driver: Callable[[Plan], Times]
    model: str
    wiring: str
    work: str

    def jobs(self) -> list[Job]:
        """Return the jobs, all named alike."""
        share = SHARES_OF_CPU[self.work]
        return [
            Job(number, "bricks", round(length * share) * MS, round(length * (1 - share)) * MS)
            for number, length in enumerate(LENGTHS_MS)
        ]


DRIVERS = (
    (run_serial, "serial", ("chain",)),
    (run_loop, "coroutines", ("chain", "direct")),
    (run_threads, "threads", ("chain", "direct")),
    (run_processes, "processes", ("direct",)),
)
CELLS = [
    Cell(driver, model, wiring, work)
    for work in SHARES_OF_CPU
    for driver, model, wirings in DRIVERS
    for wiring in wirings
]


class Run(NamedTuple):
    """What became of a real run, in milliseconds, and how the machine was meanwhile."""

    makespan: float
    start_up: float
    busy: float
    """How many times longer plain computing took right after it than on cores of one's own."""
    others: float
    """How many cores others had."""


def predict(cell: Cell, costs: Any) -> tuple[float, float]:
    """Return the makespan, and when the last worker is up, in milliseconds."""
    orders = tuple(JobOrder(0, JobCard(*job[1:])) for job in cell.jobs())
    config = SimulationConfig(
        workers=WORKERS, model=cell.model, wiring=cell.wiring, cores=os.cpu_count() or 1,
        costs=costs, rate_per_s=0.0, orders=orders,
    )  # fmt: skip
    site = Simulation(config)
    site.run()
    ends: dict[int, int] = {kind: at for at, kind, *_ in site.log.rows()}
    return ends[Kind.Accepted] / MS, ends[Kind.Hired] / MS


def run(cell: Cell) -> Run:
    """Run a cell for real."""
    plan = Plan(cell.jobs(), WORKERS, is_chain=cell.wiring == "chain", time_limit_s=60)
    with others_meanwhile() as others:
        times = cell.driver(plan)
    up = max((start.up_at for start in times.starts), default=times.began)
    return Run(
        (times.accepted[-1] - times.began) / MS,
        (up - times.began) / MS,
        _reference(cell),
        others.cores,
    )


def _reference(cell: Cell) -> float:
    """Return how many times longer it takes to compute as much than on cores of one's own."""
    cpu_ns = sum(job.cpu_ns for job in cell.jobs())
    if not cpu_ns:
        return 1.0
    if cell.model != "processes":
        began = perf_counter_ns()
        compute(Job(0, "", cpu_ns, 0))
        return (perf_counter_ns() - began) / cpu_ns
    share = Job(0, "", cpu_ns // WORKERS, 0)
    with started(WORKERS, time_limit_s=60) as children:
        for child in children:
            child.read()
        began = perf_counter_ns()
        for number, child in enumerate(children):
            child.put((share, number))
        for child in children:
            child.read()  # there is room again
            child.read()
        return (perf_counter_ns() - began) * min(WORKERS, os.cpu_count() or 1) / cpu_ns


def rows(runs: dict[Cell, list[Run]], costs: Any) -> Iterator[Sequence[str]]:
    """Yield the table's rows, those of start-up last."""
    starts: list[Sequence[str]] = []
    for cell, found in runs.items():
        makespan, start_up = predict(cell, costs)
        others = f"{median(each.others for each in found):.2f}"
        busy = f"{median(each.busy for each in found):.2f}×" if cell.work != "I/O" else ""
        beside = median(each.makespan / each.busy for each in found)
        spans = [each.makespan for each in found]
        figures = _compared(cell.work, makespan, spans, beside if busy else None)
        yield (cell.work, cell.model, cell.wiring, *figures, busy, others)
        if start_up:
            figures = _compared("start-up", start_up, [each.start_up for each in found], None)
            starts.append((f"start-up, {cell.work}", *cell[1:3], *figures, "", others))
    yield from starts


def _compared(
    work: str, predicted: float, found: list[float], beside: float | None
) -> tuple[str, ...]:
    """Return what was predicted and measured (ms), by how much it is off, and a verdict.

    `beside` is what was measured, the machine's being busy taken out.
    """
    middle, limit = median(found), LIMITS[work]
    error = predicted / (beside or middle) - 1
    verdict = "" if limit is None else "met" if abs(error) <= limit else "MISSED"
    span = f"{min(found):,.0f} to {max(found):,.0f}"
    corrected = "" if beside is None else f"{error:+.1%}"
    off = f"{predicted / middle - 1:+.1%}"
    return f"{predicted:,.1f}", f"{middle:,.1f}", span, off, corrected, verdict


HEAD = ("", "", "", "predicted", "measured", "from to", "error", "beside it", "", "busy", "others")


def main(words: list[str]) -> None:
    """Run everything, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.predicted")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args(words)
    taken = kept_or_measured(cache_folder(), options.again)
    runs: dict[Cell, list[Run]] = defaultdict(list)
    for number in range(options.repeat):
        for cell in CELLS:
            runs[cell].append(run(cell))
        print(f"{number + 1} of {options.repeat}", file=sys.stderr)
    print(f"{taken.circumstances.python}, {os.cpu_count()} cores; times are milliseconds\n")
    table = [HEAD, *rows(runs, taken.costs)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (
            cell.ljust(width) if place < 3 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
