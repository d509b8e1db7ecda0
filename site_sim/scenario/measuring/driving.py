"""What the drivers have in common: what is to be run, and when what came to be.

A driver runs the very coroutines of `program/` for real, one way or another: nested sends, an event
loop, threads, processes. It is as small as it can be while it measures what the kernel counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from site_sim.program.traps import Job, Link

TIME_LIMIT_S = 10.0
"""The longest that anything may take to answer, in real seconds, before measuring fails."""


class MeasuringError(Exception):
    """Raised when this machine's costs can't be measured."""


class Plan(NamedTuple):
    """What a driver is to run: the jobs, all there at the start, and the site."""

    jobs: Sequence[Job]
    workers: int = 4
    is_chain: bool = True
    room: int = 1
    """Items that an inbox holds."""
    one_by_one: bool = False
    """A job is taken only when the one before it is accepted."""
    time_limit_s: float = TIME_LIMIT_S


class Start(NamedTuple):
    """The start of a process: the CPU that its parent and it took (ns), and when it was up."""

    spawn_ns: int
    own_ns: int
    up_at: int


class Times(NamedTuple):
    """When what came to be, in real nanoseconds, in order."""

    began: int
    taken: list[int]
    """When the foreman took each job."""
    accepted: list[int]
    starts: list[Start]
    """Of the workers' processes; none where there are none."""


class PlannedCrew:
    """What a driver's foreman knows of the site (`program.pipeline.Crew`)."""

    def __init__(self, plan: Plan, links: Sequence[Link]) -> None:
        self._plan = plan
        self._links = links

    def address(self, job: Job) -> int:
        """Return the number of the worker who is to do the job: all in turn."""
        return job.number % self._plan.workers

    def link_to(self, worker: int) -> Link:
        """Return the link that leads to that worker: in a chain, the head's."""
        return self._links[-1 if self._plan.is_chain else worker]
