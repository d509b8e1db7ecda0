"""The jobs that are not done, and the queue in which some of them wait."""

from __future__ import annotations

from collections import deque

from site_sim.program.traps import Job


class UnfinishedJobs:
    """Keeps what each unfinished job holds, and which of them wait for the foreman."""

    __slots__ = ("by_number", "waiting")

    def __init__(self) -> None:
        self.waiting: deque[int] = deque()
        """Numbers of the jobs in the queue, in order."""
        self.by_number: dict[int, Job] = {}
