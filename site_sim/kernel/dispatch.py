"""Dispatch: whom jobs are addressed to, in turn or by who has been idle longest."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from site_sim.kernel.lanes import Task
from site_sim.program.traps import Job

SLACK = 16
"""Entries of those who have since moved that are kept at the least, besides four a worker."""


class Dispatch:
    """Addresses jobs to `workers`, of whom the first `size` stay."""

    def __init__(self, workers: Sequence[Task], dispatch: str) -> None:
        self._workers = workers
        self.least_busy = dispatch == "least-busy"
        """Whether jobs are addressed to whoever has been idle longest."""
        self.addressee = 0
        """The number of the worker whom the last job was addressed to."""
        self._at_rest: deque[tuple[Task, int]] = deque()
        """Workers in the order in which they came to rest, some of whom have since moved."""
        self._rests = 0
        self._owing: dict[int, Task] = {}
        """Who is to get a job that is on its way, by the job's number."""

    def choose(self, dispatch: str) -> None:
        """Address jobs in another way from now on."""
        self.least_busy = dispatch == "least-busy"
        self._at_rest.clear()
        if self.least_busy:
            for task in self._workers:
                task.watched = True
                if task.idle:
                    self.note_rest(task)

    def has_addressee(self) -> bool:
        """Whether a job taken now could be addressed to someone."""
        if not self.least_busy:
            return True
        at_rest = self._at_rest
        while at_rest and not self._is_free(*at_rest[0]):
            at_rest.popleft()
        return bool(at_rest)

    def address(self, job: Job, size: int) -> int:
        """Choose who is to do a job: job i worker i % size, or the one idle longest."""
        if self.least_busy:
            task, _ = self._at_rest.popleft()
            task.owed += 1
            self._owing[job.number] = task
            self.addressee = task.who
        else:
            self.addressee = job.number % size
        return self.addressee

    def forget(self, job: int) -> None:
        """Let a job's addressee no longer wait for it: it is begun, or lost its place."""
        task = self._owing.pop(job, None)
        if task is not None:
            task.owed -= 1
            if task.idle:
                self.note_rest(task)

    def note_rest(self, task: Task) -> None:
        """Take note that a worker has come to rest."""
        self._rests += 1
        task.rested = self._rests
        self._at_rest.append((task, self._rests))
        if len(self._at_rest) > 4 * len(self._workers) + SLACK:
            self._at_rest = deque(entry for entry in self._at_rest if self._is_free(*entry))

    def _is_free(self, task: Task, rest: int) -> bool:
        return task.idle and task.rested == rest and not (task.owed or task.leaving)
