"""What a run needs at the least: how early it could have been done, from its own stretches.

Each task does one thing after the other, in the order in which it did; a job goes from one to the
next, from its arrival on; and all that takes a lane has to find room on the lanes. The longest of
these is no later than the run's end, whoever gets a lane first. Without one of the causes of a
run's length, some stretches take no time, or no lane, or there is a lane more: so the events alone
tell what a run without it needs.
"""

from __future__ import annotations

from typing import Literal

from site_sim.experiments.course import STARTING, Stretch, Took
from site_sim.log.events import NO_JOB, NO_LANE

Removed = Literal["io", "hops", "lanes", "chain", "start-ups", "switches"]
"""What a run is asked to go without: I/O that keeps the lane, what hops cost, the lack of one more
lane, the way down the chain, what start-ups cost, or what switches cost."""
TIMELESS: dict[Removed, frozenset[Took]] = {
    "hops": frozenset((Took.HOP,)),
    "start-ups": STARTING,
    "switches": frozenset((Took.SWITCH,)),
}
"""What takes no time in a run without that."""
# Looking a member up in its enumeration costs as much as the rest of a line (CPython 3.11).
HOP, SPAWN = Took.HOP, Took.SPAWN
PARENT = -(1 << 21)
"""Stands for whoever starts the processes, one after the other."""


class LeastTime:
    """The least time of a run without something; times are simulated nanoseconds.

    `add` is called for each stretch of a run, once for everything that it may go without: it is
    written to be quick.
    """

    def __init__(self, removed: Removed) -> None:
        timeless = TIMELESS.get(removed, ())
        self._lasts = [took not in timeless for took in Took]
        """Whether what takes time in the run does without that."""
        self._keeps_lane = [took is not Took.IO or removed != "io" for took in Took]
        self._is_direct = removed == "chain"
        self._more_lanes = int(removed == "lanes")
        self._tasks: dict[int, int] = {}
        """How early each task could be done with what it has done."""
        self._jobs: dict[int, tuple[int, int]] = {}
        """When each unfinished job came, and how early it could be where it is."""
        self._lanes = [0]
        """How early each lane could have done what it has done, or all together, if they share."""
        self._sharing = 1
        """How many lanes share what there is to do."""
        self._least = 0
        """When the site was built anew."""
        self.by_tasks = 0
        """How early the jobs that are done could be, if there were lanes enough."""
        self.by_lanes = 0
        """How early the lanes could have had room for all that they have done."""

    @property
    def ns(self) -> int:
        """How early all that is done could be."""
        return max(self.by_tasks, self.by_lanes)

    def open_lanes(self, at: int, lanes: int, are_apart: bool) -> None:
        """Begin anew, on so many lanes; where there is one more, all share the work."""
        is_apart = are_apart and not self._more_lanes
        self._lanes = [at] * (lanes if is_apart else 1)
        self._sharing = 1 if is_apart else lanes + self._more_lanes
        self._tasks.clear()
        self._least = at

    def arrive(self, at: int, job: int) -> None:
        """Add a job that came."""
        self._jobs[job] = at, at

    def add(self, stretch: Stretch) -> None:
        """Add the stretch that ended next."""
        took, who, job, to, began, ended, lane = stretch
        if self._is_direct and took == HOP and who >= 0 and to >= 0:
            return
        least, tasks = self._least, self._tasks
        ns = ended - began if self._lasts[took] else 0
        came, ready = self._jobs.get(job, (least, least))
        start = tasks.get(PARENT if took == SPAWN else who, least)
        end = (start if start > ready else ready) + ns
        tasks[who] = end
        if took == SPAWN:
            tasks[PARENT] = end
        if job != NO_JOB:
            self._jobs[job] = came, end
        if lane != NO_LANE and self._keeps_lane[took]:
            lanes = self._lanes
            place = lane if len(lanes) > 1 else 0
            done = lanes[place]
            done = (done if done > came else came) + ns // self._sharing
            lanes[place] = done if done < ended else ended

    def finish(self, job: int) -> None:
        """Note that a job is done."""
        _, ready = self._jobs.pop(job, (0, 0))
        self.by_tasks = max(self.by_tasks, ready)
        self.by_lanes = max(self.by_lanes, *self._lanes)
