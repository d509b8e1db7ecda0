"""The times of the jobs that left, in order: read once, and then only those that left since.

Whoever shows them while a run goes on asks in each frame, and there may be very many.
"""

from __future__ import annotations

from array import array
from itertools import compress
from operator import sub
from typing import NamedTuple
from weakref import ref

from site_sim.state.distribution import RankedTimes
from site_sim.state.statistics import Statistics
from site_sim.state.verdicts import VerdictTable


class JobTimes(NamedTuple):
    """The times of the jobs that came in the span and left; what each is, `facts.figures` says."""

    wait: RankedTimes
    service: RankedTimes
    sojourn: RankedTimes
    delay: RankedTimes


NONE = JobTimes(*(RankedTimes(()) for _ in JobTimes._fields))


class JobTimesReader:
    """Reads the times of jobs from the verdicts on them, and keeps what it has read."""

    def __init__(self) -> None:
        self._times = NONE
        self._table: ref[VerdictTable] | None = None
        """The verdicts that were read; of a run that is given up nothing is held by this."""
        self._since = 0
        """From when on jobs count (ns)."""
        self._read = 0
        """How many of the verdicts were read."""

    def times(self, statistics: Statistics) -> JobTimes:
        """Return the times of the jobs that left; the same object while no more leave."""
        table, stop = statistics.verdict_table, statistics.verdict_count
        since = statistics.warm_up
        known = None if self._table is None else self._table()
        if known is not table or since != self._since or stop < self._read:
            self._times, self._table, self._since, self._read = NONE, ref(table), since, 0
        if stop > self._read:
            left = table.left(self._read, stop, since)
            service, sojourn, delay = (
                array("q", compress(table.column(name, self._read, stop), left))
                for name in ("service_ns", "sojourn_ns", "delay_ns")
            )
            more = (array("q", map(sub, sojourn, service)), service, sojourn, delay)
            self._times = JobTimes(*map(RankedTimes.with_more, self._times, more))
            self._read = stop
        return self._times


def job_times(statistics: Statistics) -> JobTimes:
    """Return the times of the jobs that left, where nobody will ask again."""
    return JobTimesReader().times(statistics)
