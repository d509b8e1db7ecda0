"""The figures of some times: mean, percentiles, maximum."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from site_sim.base.overriding import override
from site_sim.base.units import SECOND


def percentile(ranked: Sequence[int], percent: int) -> int:
    """Return a percentile of values that stand in order, of which there is at least one.

    It is the smallest value that at least that share of them does not exceed (the nearest rank),
    and so always one that occurred; of two values the median is the lower.
    """
    return ranked[(len(ranked) * percent + 99) // 100 - 1]


class RankedTimes:
    """Some times in order, in nanoseconds: what their cumulative distribution is drawn from."""

    __slots__ = ("ranked",)

    def __init__(self, times_ns: Iterable[int]) -> None:
        self.ranked = array("q", sorted(times_ns))

    def __len__(self) -> int:
        return len(self.ranked)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, RankedTimes) and self.ranked == other.ranked

    @override
    def __hash__(self) -> int:
        return hash(self.ranked.tobytes())

    def with_more(self, times_ns: Iterable[int]) -> RankedTimes:
        """Return these times and others; to rank few more takes no long sort."""
        return RankedTimes((*self.ranked, *times_ns))

    def share_within(self, ns: int) -> float:
        """Return the share of the times that are not longer, 0 to 1; 0 where there are none."""
        return bisect_right(self.ranked, ns) / max(1, len(self.ranked))

    def percentile(self, percent: int) -> int | None:
        """Return a percentile by the nearest rank; None where there are no times."""
        return percentile(self.ranked, percent) if self.ranked else None


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
        return cls.of_ranked(sorted(times_ns))

    @classmethod
    def of_ranked(cls, ranked: Sequence[int]) -> Distribution:
        """Return the figures of times in nanoseconds that stand in order."""
        if not ranked:
            return cls()
        p50, p95, p99 = (percentile(ranked, percent) / SECOND for percent in (50, 95, 99))
        return cls(sum(ranked) / len(ranked) / SECOND, p50, p95, p99, ranked[-1] / SECOND)
