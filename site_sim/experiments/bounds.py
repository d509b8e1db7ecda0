"""What a run can't have ended before: its last job, one task's own work, or that of its lanes.

Each bound is worked out from the run's own stretches. Where one is as late as the run's end,
nothing else held the run up.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Literal, NamedTuple

from site_sim.experiments.busy import Busy, BusyLanes
from site_sim.experiments.course import Stretch, Took
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, NO_LANE

BoundKind = Literal["job", "task", "lanes"]


class Bound(NamedTuple):
    """A time before which a run can't have ended, in simulated nanoseconds."""

    at: int
    kind: BoundKind
    since: int
    """From when on all the time until then was needed."""
    jobs: int
    """For how many jobs."""
    who: int = NOBODY
    """Whose work it is."""
    job: int = NO_JOB
    """Which job it is, where there is but one."""

    @property
    def busy_ns(self) -> int:
        """How long it is without a break."""
        return self.at - self.since


class Bounds:
    """Finds the bounds of a run while its stretches are read."""

    def __init__(self) -> None:
        self._jobs: dict[int, tuple[int, int, int]] = {}
        """When each unfinished job came, and how long it took by now: all, and hops."""
        self._tasks: dict[int, Busy] = defaultdict(Busy)
        self._lanes = BusyLanes(0, 1, are_apart=False)
        self._since = 0
        """When the site was built anew."""
        self._last_job = Bound(0, "job", 0, 1)
        self._without_hops_ns = 0

    def open_lanes(self, at: int, lanes: int, are_apart: bool) -> None:
        """Begin anew, on so many lanes."""
        self._since = at
        self._tasks.clear()
        self._lanes = BusyLanes(at, lanes, are_apart)

    def arrive(self, at: int, job: int) -> None:
        """Add a job that came."""
        self._jobs[job] = at, 0, 0

    def add(self, stretch: Stretch) -> None:
        """Add the stretch that ended next."""
        job, ns = stretch.job, stretch.ns
        came, taken, hops = self._jobs.get(job, (self._since, 0, 0))
        came = max(came, self._since)
        if job != NO_JOB:  # else it starts up, or is switched to
            hops += ns if stretch.took is Took.HOP else 0
            self._jobs[job] = came, taken + ns, hops
            self._tasks[stretch.who].add(came, ns, job)
        if stretch.lane != NO_LANE:
            self._lanes.add(stretch.lane, came, ns, job, stretch.ended)

    def finish(self, job: int) -> None:
        """Note that a job is done."""
        came, taken, hops = self._jobs.pop(job, (0, 0, 0))
        self._without_hops_ns = max(self._without_hops_ns, came + taken - hops)
        if came + taken >= self._last_job.at:
            self._last_job = Bound(came + taken, "job", came, 1, job=job)

    def last_job_ns(self, with_hops: bool) -> int:
        """Return the latest time before which a job could not have been done by itself."""
        return self._last_job.at if with_hops else self._without_hops_ns

    def latest(self, end_ns: int, slack_ns: int) -> Bound:
        """Return the latest bound of a run that ended then, or one that is nearly as late.

        That is no more than `slack_ns` earlier: a job before a task before the lanes. They may have
        gone on since the end, with jobs that are not done.
        """
        busy = max(self._tasks.items(), key=lambda each: each[1].at, default=(NOBODY, Busy()))
        task = Bound(busy[1].at, "task", busy[1].since, len(busy[1].jobs), busy[0])
        bounds = (self._last_job, task, self.lanes)
        latest = min(end_ns, max(bound.at for bound in bounds))
        return next(bound for bound in bounds if bound.at >= latest - slack_ns)

    @property
    def lanes(self) -> Bound:
        """The bound that the lanes give, or the one that is done last."""
        busy = self._lanes.latest
        return Bound(busy.at, "lanes", busy.since, len(busy.jobs))
