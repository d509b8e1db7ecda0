"""What there is on the way to a run's end: how often, and for how long."""

from __future__ import annotations

from collections import Counter

from site_sim.experiments.course import Took, Way


class WayTotals:
    """Counts the stretches of a way bit by bit, from its end back; what is counted can be freed."""

    def __init__(self, way: Way | None, last_job: int) -> None:
        self._left = way
        self._last_job = last_job
        self._count: Counter[Took] = Counter()
        self._ns: Counter[Took] = Counter()
        self._io_lengths: set[int] = set()
        self.io_of_others_ns = 0
        """How long the last job waited for the I/O of others (simulated ns)."""

    def count_on(self, stretches: int) -> bool:
        """Count at most so many stretches more; return True when all are counted."""
        for _ in range(stretches):
            if self._left is None:
                return True
            self._left, stretch = self._left
            self._count[stretch.took] += 1
            self._ns[stretch.took] += stretch.ns
            if stretch.took is Took.IO:
                self._io_lengths.add(stretch.ns)
                if stretch.job != self._last_job:
                    self.io_of_others_ns += stretch.ns
        return self._left is None

    def count(self, took: Took) -> int:
        """Return how many stretches of a kind there are."""
        return self._count[took]

    def ns(self, *kinds: Took) -> int:
        """Return how long all stretches of some kinds are (simulated ns)."""
        return sum(self._ns[took] for took in kinds)

    @property
    def each_io_ns(self) -> int | None:
        """How long each wait for I/O is (simulated ns); None if they differ, or there is none."""
        return next(iter(self._io_lengths)) if len(self._io_lengths) == 1 else None
