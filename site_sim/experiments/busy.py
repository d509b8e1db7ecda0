"""How early a task, or the lanes, can be done with all they do: one thing after the other."""

from __future__ import annotations

from collections import defaultdict

from site_sim.log.events import NO_JOB


class Busy:
    """Does one thing after the other, each from when its job came on (Lindley, 1952)."""

    __slots__ = ("at", "jobs", "since")

    at: int
    """When all is done, in simulated nanoseconds."""
    since: int
    """From when on there was no time left until then."""

    def __init__(self, at: int = 0) -> None:
        self.at = self.since = at
        self.jobs: set[int] = set()
        """The numbers of the jobs that were at it since."""

    def add(self, came: int, ns: int, job: int) -> None:
        """Add what takes `ns`, for a job that came at a time."""
        if came > self.at:
            self.at = self.since = came
            self.jobs.clear()
        self.at += ns
        if job != NO_JOB:
            self.jobs.add(job)


class BusyLanes:
    """Lanes that share all there is to do, or, where tasks are pinned, do each what is theirs.

    Where they share it, no run is done before each has done an equal part (Graham, 1966).
    """

    def __init__(self, at: int, lanes: int, are_apart: bool) -> None:
        self.count = max(1, lanes)
        self.are_apart = are_apart
        self._busy: dict[int, Busy] = defaultdict(lambda: Busy(at))

    def add(self, lane: int, came: int, ns: int, job: int, ended: int) -> None:
        """Add what took `ns` on a lane, and ended at a time: by then all there was is done."""
        busy = self._busy[lane if self.are_apart else 0]
        busy.add(came, ns if self.are_apart else ns // self.count, job)
        busy.at = min(busy.at, ended)

    @property
    def latest(self) -> Busy:
        """The lane that is done last, or all of them."""
        return max(self._busy.values(), key=lambda busy: busy.at, default=self._busy[0])
