"""The steps that numbers take when they are made larger or smaller."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

RATES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0,
         70.0, 100.0, 150.0, 200.0, 300.0, 500.0, 700.0, 1000.0)  # fmt: skip
SHARES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
TIMES_NS = (0, *(n * 10**power for power in range(15) for n in (1, 2, 5)), 10**15)
"""Times in nanoseconds, up to the longest that a job takes on average."""


def next_step(value: float, steps: Sequence[float], up: bool) -> float:
    """Return the step above or below a value; the ends stay, and so does what is beyond them."""
    if up:
        return max(value, steps[min(bisect_right(steps, value), len(steps) - 1)])
    return steps[max(bisect_left(steps, value) - 1, 0)]
