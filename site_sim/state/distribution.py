"""The figures of some times: mean, percentiles, maximum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from site_sim.base.units import SECOND


def percentile(ranked: Sequence[int], percent: int) -> int:
    """Return a percentile of values that stand in order, of which there is at least one.

    It is the smallest value that at least that share of them does not exceed (the nearest rank),
    and so always one that occurred; of two values the median is the lower.
    """
    return ranked[(len(ranked) * percent + 99) // 100 - 1]


class Distribution(NamedTuple):
    """The figures of some times, in seconds; zeros for none."""

    mean: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    max: float = 0.0

    @classmethod
    def of(cls, times_ns: Sequence[int]) -> Distribution:
        """Return the figures of times in nanoseconds."""
        if not times_ns:
            return cls()
        ranked = sorted(times_ns)
        p50, p95, p99 = (percentile(ranked, percent) / SECOND for percent in (50, 95, 99))
        return cls(sum(ranked) / len(ranked) / SECOND, p50, p95, p99, ranked[-1] / SECOND)
