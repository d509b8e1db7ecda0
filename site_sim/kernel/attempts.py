"""Attempts at jobs: results are inspected, and a job that fails is done again or scrapped."""

from __future__ import annotations

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.jobs import UnfinishedJobs
from site_sim.kernel.lanes import Task
from site_sim.kernel.random_streams import Stream
from site_sim.kernel.scheduler import Scheduler
from site_sim.kernel.staff import Staff
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, Kind
from site_sim.program.traps import Result

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
ACCEPTED = Kind.Accepted


class Attempts:
    """Decides what becomes of a job after each attempt at it."""

    def __init__(
        self, config: SimulationConfig, scheduler: Scheduler, jobs: UnfinishedJobs, staff: Staff
    ) -> None:
        self.defect_rate = config.defect_rate
        """The share of the results that is rejected, 0 to 1."""
        self._machine = scheduler.machine
        self._log = scheduler.log
        self._jobs = jobs
        self._staff = staff
        self._failures: dict[int, int] = {}
        """How often a job has failed, by number; only those that have."""
        self.use(config)

    def use(self, config: SimulationConfig) -> None:
        """Take the limit of attempts and the seed of what is drawn from a configuration."""
        self._rework_limit = config.rework_limit
        self._defects = Stream(config.seed, "defects")

    def failures(self, job: int) -> int:
        """Return how often a job has failed."""
        return self._failures.get(job, 0)

    def inspect(self, task: Task, result: Result) -> None:
        """Accept or reject a result that a task has in hand."""
        job = result.job.number
        attempt = self._failures.get(job, 0) + 1
        if self.defect_rate and self._defects.uniform(job, attempt) < self.defect_rate:
            self._reject(task, job, result.worker)
            return
        self._log.record((self._machine.now, ACCEPTED, task.who, job, result.worker, attempt))
        task.job = NO_JOB
        if attempt > 1:
            del self._failures[job]
        del self._jobs.by_number[job]

    def _reject(self, task: Task, job: int, worker: int) -> None:
        """Send a job to the back of the queue, to be done again, unless it failed too often."""
        if self._is_scrapped(task, task.who, worker):
            return
        attempt = self._failures[job]
        self._log.append(self._machine.now, Kind.Rejected, task.who, job, worker, attempt)
        task.job = NO_JOB
        self._jobs.waiting.append(job)
        self._staff.dispatcher.wake_foreman()

    def abort(self, task: Task) -> None:
        """Count the attempt at a job as failed whose holder dies, and put the job back."""
        if self._is_scrapped(task, NOBODY, task.who):
            return
        self._staff.dispatcher.requeue(task.job)
        task.job = NO_JOB

    def _is_scrapped(self, holder: Task, who: int, worker: int) -> bool:
        """Count a failed attempt at the job in a hand; scrap it, and return True, at the limit."""
        job = holder.job
        attempt = self._failures.get(job, 0) + 1
        if attempt <= self._rework_limit:
            self._failures[job] = attempt
            return False
        self._log.append(self._machine.now, Kind.Scrapped, who, job, worker, attempt)
        holder.job = NO_JOB
        self._failures.pop(job, None)
        del self._jobs.by_number[job]
        self._staff.dispatcher.forget(job)
        return True
