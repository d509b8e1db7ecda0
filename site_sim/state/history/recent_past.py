"""The recent past of a site as it is seen from one moment: strips of states, series, and news."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from site_sim.base.units import SECOND
from site_sim.state.history.news import News, NewsIndex
from site_sim.state.history.series import SeriesCells, SeriesReader
from site_sim.state.history.strips import Strips
from site_sim.state.history.tiles import UNKNOWN
from site_sim.state.site import SiteState


class Throughput(NamedTuple):
    """How many jobs were done a simulated second, over the last `span_ns` nanoseconds."""

    per_s: float
    span_ns: int


class RecentPast(NamedTuple):
    """The past up to a state of a site, in cells of `step` ns; the newest one is not over."""

    strips: Strips
    series: SeriesReader
    news_index: NewsIndex
    state: SiteState
    step: int

    def states_of(self, tasks: Sequence[int], count: int) -> dict[int, bytes]:
        """Return the main state of some tasks in each of the last `count` cells, oldest first.

        Of the staff nothing is shown.
        """
        workers = [who for who in tasks if who >= 0]
        states = self.strips.strips(workers, self.state, self.step, count)
        if len(workers) < len(tasks):
            states |= {who: bytes([UNKNOWN]) * count for who in tasks if who < 0}
        return states

    @property
    def news(self) -> News:
        """What has just happened."""
        return self.news_index.at(self.state, self.step)

    def counts(self, count: int) -> SeriesCells:
        """Return the series over the last `count` cells."""
        return self.series.read(self.state, self.step, count)

    def throughput(self, done: Sequence[int]) -> Throughput:
        """Return how fast jobs were done, if so many were in each of the latest cells."""
        at = self.state.at
        span_ns = min(at, (len(done) - 1) * self.step + at % self.step)
        return Throughput(sum(done) * SECOND / span_ns if span_ns else 0.0, span_ns)
