"""What the counts of a run come to: rates, means and maxima over the span of its figures."""

from __future__ import annotations

from operator import sub
from typing import NamedTuple

from site_sim.base.units import SECOND
from site_sim.state.entities import Ns
from site_sim.state.statistics import CrewTimes, Statistics


class Level(NamedTuple):
    """A number of jobs over some time: the mean, and the most that lasted, if for a nanosecond."""

    mean: float
    max: int


class Measures:
    """The measures of the span up to a time `at`, up to which nothing more happens."""

    def __init__(self, statistics: Statistics, at: Ns) -> None:
        self._statistics = statistics
        self._at = at
        self._span = max(0, at - statistics.warm_up)
        start = statistics.before
        if statistics.is_warming_up:  # no event of the span is there
            start = statistics.sums_at(statistics.warm_up)
        self._arrived, self._done, self._system, self._work = map(
            sub, statistics.sums_at(at), start
        )

    @property
    def arrival_rate(self) -> float:
        """How many jobs came a second."""
        return self._arrived * SECOND / self._span if self._span else 0.0

    @property
    def throughput(self) -> float:
        """How many jobs were done a second."""
        return self._done * SECOND / self._span if self._span else 0.0

    @property
    def in_system(self) -> Level:
        """How many jobs were in the system."""
        statistics = self._statistics
        most, since = statistics.most_unfinished, statistics.unfinished_at
        return self._level(self._system, most, statistics.unfinished, since)

    @property
    def queue_length(self) -> Level:
        """How many jobs waited."""
        statistics = self._statistics
        most, since = statistics.most_waiting, statistics.waiting_at
        return self._level(self._system - self._work, most, statistics.waiting, since)

    def _level(self, area: int, most: int, now: int, since: Ns) -> Level:
        """Return a number that was `most` at most until `since`, and from then what it is `now`."""
        if not self._span:
            return Level(0.0, 0)
        if self._statistics.is_warming_up:
            most, since = 0, self._statistics.warm_up
        return Level(area / self._span, max(most, now) if self._at > since else most)

    def utilisation(self, crew: CrewTimes) -> float:
        """Return the share of the crew's time on the site that was spent at work, 0 to 1."""
        statistics = self._statistics
        if not self._span:
            return 0.0
        start = statistics.crew_before
        if statistics.is_warming_up:
            start = [*crew(statistics.warm_up)]
        at_work, there = map(sub, crew(self._at), start)
        return at_work / there if there else 0.0
