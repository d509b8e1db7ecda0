"""What the screen costs, in a real terminal of 200×50: frames, smoothness, start, memory.

The programs are in `on_screen.py`. What is held against the clock is measured with a real-time
priority where the system grants one, since a machine that others use gives no frame its time.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import pairwise
from random import Random
from statistics import median
from time import perf_counter, sleep
from typing import Any

from site_sim.base.units import NEVER
from site_sim.player.tuning import PlayerTuning
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.packing import pack
from site_sim.state.tuning import PastTuning
from tests.benchmarks.measure import Figure
from tests.benchmarks.terminal import COLUMNS, ROWS, Terminal, figures_of, program

FEW, MANY = 10, 10_000
"""Workers of a small site, and of a large one."""
ON_SCREEN = "tests.benchmarks.on_screen"
measured = partial(figures_of, ON_SCREEN)


# -- what a frame costs ---------------------------------------------------------------------------

FRAMES = 150
REPEATS = 3
NAIVE_FRAMES = 4


def frames() -> Iterator[Figure]:
    """Yield the CPU time of a frame in which a tenth of the workers change their state."""
    runs = [
        (
            measured("frames", workers=FEW, count=FRAMES, zoomed=False),
            measured("frames", workers=MANY, count=FRAMES, zoomed=False),
            measured("frames", workers=MANY, count=FRAMES, zoomed=True),
        )
        for _ in range(REPEATS)
    ]
    few, many, zoomed = ([1e3 * run[place]["drawing"] for run in runs] for place in range(3))
    share = median(run[1]["changed"] for run in runs)
    name = f"frame, {MANY:,} workers, {share:.0%} changing"
    yield Figure(name, median(many), "ms", limit=6)
    ratio = median(large / small for large, small in zip(many, few, strict=True))
    yield Figure(f"{name} : {FEW} workers", median(many), "ms", median(few), ratio, 1.5)
    name = f"frame, map of {MANY:,} workers in {runs[0][2]['map cells']:,} cells"
    yield Figure(name, median(zoomed), "ms", limit=10)
    for workers, ours in ((FEW, few), (MANY, many)):
        cost = 1e3 * measured("naive", workers=workers, count=NAIVE_FRAMES)["drawing"]
        name = f"frame, {workers:,} workers, a widget each : ours"
        yield Figure(name, cost, "ms", median(ours), cost / median(ours))
    feeding = [1e3 * run[1]["feeding"] for run in runs]
    yield Figure(f"simulating such a frame, {MANY:,} workers", median(feeding), "ms")


# -- frames and keys while it runs ----------------------------------------------------------------

KEYS = 80
KEY = "]l[k"
"""The keys that are pressed in turn: more jobs, next worker, fewer jobs, previous worker."""
SETTLED_S = 1.5
"""After so long all that happens once has happened, in real seconds."""


def running() -> Iterator[Figure]:
    """Yield frames a second, their intervals, and how long a key takes to show."""
    with undisturbed():
        for workers in (20, MANY):
            runs = [_run(workers, behind=False) for _ in range(REPEATS)]
            name = f"{workers:,} workers"
            yield _figure(runs, f"frames a second, {name}", _rate, "", 58, "at least")
            yield _figure(runs, f"between two frames, {name}, p99", _interval_p99, "ms", 30)
            yield _figure(runs, f"key to painted, {name}, p50", _key_p50, "ms", 10)
            yield _figure(runs, f"key to painted, {name}, p95", _key_p95, "ms", 30)
        for workers in (20, MANY):
            runs = [_run(workers, behind=True) for _ in range(REPEATS)]
            assert all(run["behind"] for run in runs)
            name = f"{workers:,} workers, behind"
            yield _figure(runs, f"frames a second, {name}", _rate, "", 50, "at least")
            yield _figure(runs, f"key to painted, {name}, p50", _key_p50, "ms", 40)


def _run(workers: int, behind: bool) -> dict[str, Any]:
    """Run a site, press keys at irregular times, and quit; return what was seen when."""
    pressed: list[float] = []

    def use(terminal: Terminal) -> None:
        terminal.wait_for_paint()
        sleep(SETTLED_S)
        chance = Random(1)
        for number in range(KEYS):
            pressed.append(terminal.press(KEY[number % len(KEY)]))
            sleep(chance.uniform(0.05, 0.13))
        terminal.press("q")

    run = measured("running", use, workers=workers, behind=behind)
    shown = [at for at in run["frames"] if at > pressed[0]]
    seen = run["keys"][:KEYS]
    assert len(seen) == KEYS
    assert None not in seen
    latencies = [1e3 * (at - key) for at, key in zip(seen, pressed, strict=True)]
    intervals = [1e3 * (after - before) for before, after in pairwise(shown)]
    rate = 1e3 * len(intervals) / sum(intervals)
    return run | {"rate": rate, "intervals": intervals, "latencies": latencies}


def _figure(
    runs: list[dict[str, Any]],
    name: str,
    figure: Callable[[dict[str, Any]], float],
    unit: str,
    limit: float,
    wanted: Any = "at most",
) -> Figure:
    return Figure(name, median(map(figure, runs)), unit, limit=limit, wanted=wanted)


def percentile(values: list[float], percent: int) -> float:
    """Return a percentile by nearest rank."""
    return sorted(values)[(len(values) * percent + 99) // 100 - 1]


def _rate(run: dict[str, Any]) -> float:
    return float(run["rate"])


def _interval_p99(run: dict[str, Any]) -> float:
    return percentile(run["intervals"], 99)


def _key_p50(run: dict[str, Any]) -> float:
    return percentile(run["latencies"], 50)


def _key_p95(run: dict[str, Any]) -> float:
    return percentile(run["latencies"], 95)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Run this process, and those it starts, before all others, where that is allowed."""
    if not hasattr(os, "sched_setscheduler"):
        yield
        return
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    try:
        yield
    finally:
        with suppress(PermissionError):
            os.sched_setscheduler(0, *before)


# -- the start ------------------------------------------------------------------------------------

STARTS = 11
EMPTY = ("-c", "from textual.app import App; App().run()")
SITE = ("-m", "site_sim")
LAST = b"quit"
"""What stands on the last row."""


def first_paint() -> Iterator[Figure]:
    """Yield the time from the start of the process to the first paint, against an empty app's.

    The first paint is a whole screen of cells; a little later all of the site is on it.
    """
    with undisturbed():
        runs = [(start_of(SITE), start_of(SITE, LAST), start_of(EMPTY)) for _ in range(STARTS + 1)][
            1:
        ]
    empty = median(1e3 * run[2] for run in runs)
    for place, name, limit in ((0, "first paint", 1.35), (1, "the whole picture", None)):
        ours = median(1e3 * run[place] for run in runs)
        ratio = median(run[place] / run[2] for run in runs)
        title = f"start to {name} : an empty app's first paint"
        yield Figure(title, ours, "ms", empty, ratio, limit)


def start_of(arguments: tuple[str, ...], last: bytes = b"") -> float:
    """Return how long a program takes to its first paint, or until `last` is there too."""
    with program(*arguments) as terminal:
        while len(terminal.output) < COLUMNS * ROWS or last not in terminal.output:
            if not terminal.read_some(1.0):
                raise RuntimeError(terminal.last_words())
        return perf_counter() - terminal.began


# -- what it keeps --------------------------------------------------------------------------------

FIRST, MORE = 10_000, 60_000
"""Jobs that are accepted before memory is looked at, and while it is."""


def memory() -> Iterator[Figure]:
    """Yield what many more jobs take, against what the log takes for them.

    The log's columns have some room to spare, and its chunks are objects: hence the limit.
    """
    taken = measured("memory", marks=[FIRST, FIRST + MORE])["taken"]
    (before, held, log), (after, held_then, log_then) = taken
    jobs = after - before
    grown, logged = (held_then - held) / jobs, (log_then - log) / jobs
    name = f"memory of a job, {jobs:,} of them accepted : in the log"
    yield Figure(name, grown, "bytes", logged, grown / logged, 1.1)


# -- what a tick simulates ------------------------------------------------------------------------

SLICES = 1_000
SLICE = PlayerTuning().slice_steps
SITES = (
    ("serial", "chain", "round-robin"),
    ("coroutines", "chain", "round-robin"),
    ("coroutines", "direct", "least-busy"),
    ("threads", "direct", "least-busy"),
    ("processes", "direct", "least-busy"),
    ("hybrid", "chain", "round-robin"),
)


def slices() -> Iterator[Figure]:
    """Yield how long it can be from one look at the clock to the next while a site runs.

    No checkpoint falls into a slice: what one takes is measured by itself.
    """
    with undisturbed():
        for model, wiring, dispatch in SITES:
            scenario = Scenario(
                workers=MANY, model=model, wiring=wiring, dispatch=dispatch, rate=1_000.0,
                service="exponential", service_time=5.0,
            )  # fmt: skip
            session = Session(scenario, RunTuning(past=PastTuning(spacing=NEVER)))
            times = _slice_times(session)
            name = f"{SLICE} steps, {MANY:,} workers, {model}, {wiring}, p99"
            yield Figure(name, percentile(times, 99), "ms", limit=2)
        packing = [_time_of(lambda: pack(session.state)) for _ in range(9)]
        name = f"one checkpoint, {MANY:,} workers, {len(session.state.queue):,} jobs waiting"
        yield Figure(name, median(packing), "ms")


def _time_of(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return 1e3 * (perf_counter() - began)


def _slice_times(session: Session) -> list[float]:
    """Return what each slice took, in milliseconds."""
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(SLICES):
        times.append(_time_of(lambda: session.playback.rush(SLICE)))
    gc.unfreeze()
    return times
