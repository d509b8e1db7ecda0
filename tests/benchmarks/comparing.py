"""What a comparison of six models takes on two cores, against running them one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter

from site_sim.base.cores import usable_cores
from site_sim.facts.models import MODEL_FACTS
from tests.benchmarks.measure import Figure

OPTIONS = (
    *("--workers", "20", "--wiring", "direct", "--costs", "typical", "--cores", "2"),
    *("--rate", "30", "--count", "70000", "--service-time", "0.1", "--arrivals", "poisson"),
)
"""Jobs that wait for I/O: what each model makes of them are about as many events."""
CORES = 2
REPEATS = 3
LEAST_S, MOST_SHARE = 3.0, 0.5
"""How long each run takes at the least, and how much of all of them together at the most."""


def comparing() -> Iterator[Figure]:
    """Yield how long a comparison takes, beside the runs of its tracks one after the other."""
    if usable_cores() < CORES:
        return
    pairs = []
    for _ in range(REPEATS):
        together = _seconds("compare")
        alone = [_seconds("run", "--model", model) for model in MODEL_FACTS]
        pairs.append((together, alone))
    shortest = median(min(alone) for _, alone in pairs)
    share = median(max(alone) / sum(alone) for _, alone in pairs)
    yield Figure("compare: the shortest run", shortest, "s", limit=LEAST_S, wanted="at least")
    yield Figure("compare: the longest run", share, "of all", limit=MOST_SHARE)
    yield Figure(
        "compare : six runs one after the other",
        median(together for together, _ in pairs),
        "s",
        median(sum(alone) for _, alone in pairs),
        median(together / sum(alone) for together, alone in pairs),
        0.6,
    )


def _seconds(command: str, *options: str) -> float:
    """Return how long a command line of the program takes, on `CORES` cores."""
    words: Sequence[str] = [sys.executable, "-m", "site_sim", command, *options, *OPTIONS]
    began = perf_counter()
    with _few_cores():
        subprocess.run(words, check=True, capture_output=True)
    return perf_counter() - began


@contextmanager
def _few_cores() -> Iterator[None]:
    """Run what is started on `CORES` cores."""
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_cores)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_cores)
