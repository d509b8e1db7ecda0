"""The unfinished jobs of a site, of which those never taken from the queue cost nothing.

Jobs arrive in the order of their numbers and are first taken in that order, so those that nobody
has touched yet are a range of numbers, and all there is to know of them stands in the log. A queue
of a hundred thousand is a range too.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_sim.log.event_log import EventLog
from site_sim.state.entities import JobState


class Jobs:
    """A read-only mapping from number to `JobState`, but for `arrive`, `take` and `pop`."""

    __slots__ = ("_log", "arrived", "fresh", "known")

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.arrived = 0
        """Jobs that have arrived: their numbers are below."""
        self.fresh = 0
        """The first job that was never taken; the ones after it were not either."""
        self.known: dict[int, JobState] = {}
        """The unfinished jobs that were taken at least once, in the order of their numbers."""

    @property
    def oldest(self) -> int:
        """The first unfinished job that was taken at least once; `fresh` if there is none."""
        return next(iter(self.known), self.fresh)

    def arrive(self) -> None:
        """Let the next job join the queue."""
        self.arrived += 1

    def take(self, number: int) -> JobState:
        """Return a job that is taken from the queue, perhaps for the first time."""
        if number >= self.fresh:
            self.known[number] = self._untouched(number)
            self.fresh = number + 1
        return self.known[number]

    def pop(self, number: int) -> JobState:
        """Forget a job that is done."""
        return self.known.pop(number)

    def _untouched(self, number: int) -> JobState:
        log = self._log
        return JobState(number, *log.jobs[number], log.jobs.arrived_at(number))

    def get(self, number: int) -> JobState | None:
        """Return an unfinished job; None if there is none of that number."""
        if self.fresh <= number < self.arrived:
            return self._untouched(number)
        return self.known.get(number)

    def __getitem__(self, number: int) -> JobState:
        job = self.get(number)
        if job is None:
            raise KeyError(number)
        return job

    def __contains__(self, number: object) -> bool:
        return number in self.known or number in range(self.fresh, self.arrived)

    def __len__(self) -> int:
        return len(self.known) + self.arrived - self.fresh

    def __iter__(self) -> Iterator[int]:
        yield from sorted(self.known)
        yield from range(self.fresh, self.arrived)

    def values(self) -> Iterator[JobState]:
        """Yield the unfinished jobs in the order of their numbers."""
        return map(self.__getitem__, self)
