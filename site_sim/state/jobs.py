"""The unfinished jobs of a site, of which those never taken from the queue cost nothing.

Jobs arrive in the order of their numbers and are first taken in that order, so those that nobody
has touched yet are a range of numbers, and all there is to know of them stands in the log. A queue
of a hundred thousand is a range too.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from site_sim.log.event_log import EventLog
from site_sim.state.entities import JobState


class Jobs:
    """A read-only mapping from number to `JobState`, but for `arrive`, `take` and `pop`."""

    __slots__ = ("_log", "arrived", "first_untouched", "taken")

    arrived: int
    """Jobs that have arrived: their numbers are below."""
    first_untouched: int
    """The first job that was never taken; the ones after it were not either."""
    taken: dict[int, JobState]
    """The unfinished jobs that were taken at least once, in the order of their numbers."""
    _log: EventLog

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.arrived = self.first_untouched = 0
        self.taken = {}

    @property
    def oldest(self) -> int:
        """The first unfinished job that was taken at least once, else `first_untouched`."""
        return next(iter(self.taken), self.first_untouched)

    @property
    def holders(self) -> dict[int, int]:
        """Who holds each job that was taken: the first event about it may not name that task."""
        taken = self.taken
        return dict(zip(taken, map(attrgetter("holder"), taken.values()), strict=True))

    def arrive(self) -> None:
        """Count the next job, which joins the queue."""
        self.arrived += 1

    def take(self, number: int) -> JobState:
        """Return a job that is taken from the queue, perhaps for the first time."""
        if number >= self.first_untouched:
            self.taken[number] = self._untouched(number)
            self.first_untouched = number + 1
        return self.taken[number]

    def pop(self, number: int) -> JobState:
        """Return a job that is done, and forget it."""
        return self.taken.pop(number)

    def _untouched(self, number: int) -> JobState:
        log = self._log
        return JobState(number, *log.jobs[number], log.jobs.arrived_at(number))

    def get(self, number: int) -> JobState | None:
        """Return an unfinished job; None if there is none of that number."""
        if self.first_untouched <= number < self.arrived:
            return self._untouched(number)
        return self.taken.get(number)

    @property
    def first_waiting(self) -> JobState | None:
        """The job that came first of those that nobody is at work on; None if there is none."""
        return next((job for job in self.values() if job.running_since < 0), None)

    def __getitem__(self, number: int) -> JobState:
        job = self.get(number)
        if job is None:
            raise KeyError(number)
        return job

    def __contains__(self, number: object) -> bool:
        return number in self.taken or number in range(self.first_untouched, self.arrived)

    def __len__(self) -> int:
        return len(self.taken) + self.arrived - self.first_untouched

    def __iter__(self) -> Iterator[int]:
        yield from sorted(self.taken)
        yield from range(self.first_untouched, self.arrived)

    def values(self) -> Iterator[JobState]:
        """Yield the unfinished jobs in the order of their numbers."""
        return map(self.__getitem__, self)
