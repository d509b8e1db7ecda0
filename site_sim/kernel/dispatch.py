"""The foreman takes jobs from the queue, and addresses each to a worker.

Jobs are addressed in turn, or to the least busy: of the idle workers, the one whose last work ended
longest ago. To pass on what is for others is no work; those who have not worked yet count from when
they were asked for, whenever their processes are up, and so the first crew all alike. Of several
the one with the lowest number is taken.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import count

from site_sim.kernel.jobs import UnfinishedJobs
from site_sim.kernel.lanes import FETCH, Task
from site_sim.kernel.layout import Layout
from site_sim.kernel.machine import Machine
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.program.traps import Job, Link

SLACK = 16
"""Outdated entries of idle workers that are kept at the least, besides four a worker."""

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
JOB_TAKEN = Kind.JobTaken


class Dispatcher:
    """Gives out the jobs of one build of the site: it is the crew that the foreman asks."""

    def __init__(
        self, layout: Layout, dispatch: str, jobs: UnfinishedJobs, machine: Machine, log: EventLog
    ) -> None:
        self.least_busy = dispatch == "least-busy"
        """Whether jobs are addressed to the least busy worker."""
        self._layout = layout
        self._foreman = layout.foreman
        self._is_asked = layout.facts.can_grow
        """Whether the foreman asks who is to do a job; a producer does not."""
        self._jobs = jobs.by_number
        self._queue = jobs.waiting
        self._machine = machine
        self._log = log
        self._idle: list[tuple[int, int, int, Task]] = []
        """A heap of those who became idle, by when their work ended; some have got a job since."""
        self._next_number = count(1).__next__
        self._addressees: dict[int, Task] = {}
        """Who is to get a job that is on its way, by the job's number."""

    @property
    def workers(self) -> list[Task]:
        """The workers that jobs may pass through."""
        return self._layout.workers

    # -- what the foreman asks -------------------------------------------------------------

    def address(self, job: Job) -> int:
        """Choose the worker who is to do the job at the front of the queue, and take it."""
        worker, foreman, machine = self.choose(job), self._foreman, self._machine
        number = foreman.job = job.number
        self._log.record((machine.now, JOB_TAKEN, foreman.who, number, worker, 0))
        self._queue.popleft()
        instrumentation = machine.instrumentation
        if instrumentation is not None and self._is_asked:
            instrumentation.look()  # the foreman is still in the line in which he asks
        return worker

    def link_to(self, worker: int) -> Link:
        """Return the link that leads to a worker; in a chain it is the one to the head."""
        layout = self._layout
        return layout.links[layout.size - 1 if layout.is_chain else worker]

    # -- the queue -------------------------------------------------------------------------

    def wake_foreman(self) -> None:
        """Wake an idle foreman, if there is a job and somebody to address it to."""
        foreman = self._foreman
        if foreman.idle and self._queue and (not self.least_busy or self._is_anyone_free()):
            if not foreman.pool.free:
                self._log.append(self._machine.now, Kind.BecameReady, foreman.who)
            self._machine.make_ready(foreman, FETCH)

    def fetch(self) -> bool:
        """Put the next job into the foreman's inbox; return False if there is none to address.

        It stays in the queue until the foreman addresses it. A producer does not ask where its
        items go; they are addressed here.
        """
        queue, foreman = self._queue, self._foreman
        if not queue or (self.least_busy and not self._is_anyone_free()):
            return False
        instrumentation = self._machine.instrumentation
        if instrumentation is not None:
            instrumentation.look()  # the foreman is still at his bare yield
        job = self._jobs[queue[0]]
        if not self._is_asked:
            self.address(job)
        foreman.inbox.append((job, foreman.job))
        return True

    def put_back(self, job: int) -> None:
        """Put a job to the front of the queue, to be addressed anew."""
        self._queue.appendleft(job)
        self.forget(job)

    def requeue(self, job: int) -> None:
        """Put a job that lost its place back to the front of the queue."""
        self._log.append(self._machine.now, Kind.Requeued, NOBODY, job)
        self.put_back(job)

    # -- the addressees --------------------------------------------------------------------

    def set_policy(self, dispatch: str) -> None:
        """Address jobs in another way from now on."""
        self.least_busy = dispatch == "least-busy"
        self._idle.clear()
        if self.least_busy:
            for task in self.workers:
                task.needs_idle_hook = True
                if task.idle:
                    self.note_idle(task)

    def _is_anyone_free(self) -> bool:
        """Return whether a job taken now could be addressed to a worker that is idle."""
        idle = self._idle
        while idle and not self._is_free(idle[0]):
            heappop(idle)
        return bool(idle)

    def choose(self, job: Job) -> int:
        """Choose who is to do a job: for job i worker i % size, or the least busy."""
        if not self.least_busy:
            return job.number % self._layout.size
        *_, task = heappop(self._idle)
        task.assigned += 1
        self._addressees[job.number] = task
        return task.who

    def forget(self, job: int) -> None:
        """Stop waiting for a job to reach its addressee: it is begun, or it lost its place."""
        task = self._addressees.pop(job, None)
        if task is not None:
            task.assigned -= 1
            if task.idle:
                self.note_idle(task)

    def note_idle(self, task: Task) -> None:
        """Add a worker that became idle to those who may get a job."""
        task.idle_number = number = self._next_number()
        heappush(self._idle, (task.rests_since, task.who, number, task))
        if len(self._idle) > 4 * len(self.workers) + SLACK:
            self._idle = list(filter(self._is_free, self._idle))
            heapify(self._idle)

    def _is_free(self, entry: tuple[int, int, int, Task]) -> bool:
        _, _, number, task = entry
        is_latest = task.idle_number == number
        return task.idle and is_latest and not (task.assigned or task.leaving)
