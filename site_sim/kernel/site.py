"""The works: jobs arrive and wait, results are inspected, attempts fail, accidents happen."""

from __future__ import annotations

from collections import deque
from functools import partial

from site_sim.kernel.arrivals import ListSource, RateSource
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.crew import Crew
from site_sim.kernel.lanes import FETCH, Pool, Task
from site_sim.kernel.random_streams import Stream
from site_sim.kernel.scheduled import Reason
from site_sim.kernel.scheduler import Scheduler
from site_sim.kernel.workshop import Handler
from site_sim.log.events import NO_JOB, NO_LANE, NOBODY, JobCard, Kind
from site_sim.program.traps import Job, Result

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
JOB_ARRIVED, JOB_TAKEN, ACCEPTED = Kind.JobArrived, Kind.JobTaken, Kind.Accepted


class Accident(Exception):  # noqa: N818 - it is what happens, not a fault of the program
    """What is thrown into a worker's coroutine."""


class Works(Scheduler):
    """What becomes of jobs and of the crew while nobody interferes.

    A job is in exactly one place at every event: in the queue, in somebody's hand, on its way
    from hand to hand, in an inbox, or done (accepted or scrapped).
    """

    crew: Crew

    def __init__(self, config: SimulationConfig) -> None:
        super().__init__(config)
        self.queue: deque[int] = deque()
        """Numbers of the jobs that wait, in order."""
        self._defect_rate = config.defect_rate
        self._accident_rate = config.accident_rate
        self._defects = Stream(config.seed, "defects")
        self._accidents = Stream(config.seed, "accidents")
        self._failures: dict[int, int] = {}
        """How often a job has failed, by number; only those that have."""
        self._jobs: dict[int, Job] = {}
        """The unfinished jobs, by number."""
        self._rate_source = RateSource(config)
        self._rate_clock, list_clock = (Task(NOBODY, Pool([])) for _ in range(2))
        self._sources: dict[Task, RateSource | ListSource] = {
            self._rate_clock: self._rate_source,
            list_clock: ListSource(config.orders),
        }
        """Where jobs come from, each by the one who waits for its next."""

    # -- arrivals --------------------------------------------------------------------------

    def _await_arrival(self, clock: Task) -> None:
        due = self._sources[clock].due
        if due is None:
            clock.timer = -1
        else:
            self.wake_at(due, clock, self._arrival)

    def _arrival(self, clock: Task, _: int) -> None:
        """Let the next job of a source arrive, and wait for the one after it."""
        source = self._sources[clock]
        self._arrive(source.take(self.now))
        self._await_arrival(clock)
        if source.ended:
            self._note_end_of_arrivals()

    def _arrive(self, card: JobCard) -> None:
        number = self.log.jobs.add(card, self.now)
        self._jobs[number] = Job(number, card.name, card.cpu_ns, card.io_ns)
        self.record((self.now, JOB_ARRIVED, NOBODY, number, 0, 0))
        self.queue.append(number)
        self.wake_foreman()

    def _note_end_of_arrivals(self) -> None:
        if all(source.ended for source in self._sources.values()):
            self.log.append(self.now, Kind.ArrivalsEnded)

    # -- the queue -------------------------------------------------------------------------

    def wake_foreman(self) -> None:
        """Let an idle foreman take a job, if there is one and somebody to address it to."""
        foreman = self.crew.foreman
        if foreman.idle and self.queue and self.crew.dispatch.has_addressee():
            if not foreman.pool.free:
                self.log.append(self.now, Kind.BecameReady, foreman.who)
            self.make_ready(foreman, FETCH)

    def fetch(self, task: Task) -> bool:
        """Put the next job of the queue into the foreman's inbox; False if there is none."""
        if not (self.queue and self.crew.dispatch.has_addressee()):
            return False
        number = self.queue.popleft()
        job = self._jobs[number]
        worker = self.crew.choose_addressee(job)
        self.record((self.now, JOB_TAKEN, task.who, number, worker, 0))
        task.inbox.append((job, number))
        return True

    def requeue(self, job: int) -> None:
        """Put a job that lost its place back to the front of the queue."""
        self.log.append(self.now, Kind.Requeued, NOBODY, job)
        self.queue.appendleft(job)
        self.crew.dispatch.forget(job)

    def unclaimed(self, task: Task) -> None:
        """Put a job back that reached the end of the chain without meeting its addressee."""
        job = task.job
        self.log.append(self.now, Kind.Unclaimed, task.who, job, task.who)
        task.job = NO_JOB
        self.queue.appendleft(job)
        self.crew.dispatch.forget(job)
        self.wake_foreman()

    # -- inspection ------------------------------------------------------------------------

    def inspector(self, task: Task) -> partial[None]:
        """Return the `inspect` that a coroutine calls with each result."""
        return partial(self._inspect, task)

    def _inspect(self, task: Task, result: Result) -> None:
        job = result.job.number
        attempt = self._failures.get(job, 0) + 1
        if self._defect_rate and self._defects.uniform(job, attempt) < self._defect_rate:
            self._failed(task, job, result.worker, Kind.Rejected)
            return
        self.record((self.now, ACCEPTED, task.who, job, result.worker, attempt))
        task.job = NO_JOB
        if attempt > 1:
            del self._failures[job]
        del self._jobs[job]

    def _failed(self, holder: Task, job: int, worker: int, kind: Kind) -> None:
        """Count a failed attempt at the job in a hand; it is to be done again, or scrapped."""
        who = holder.who if kind is Kind.Rejected else NOBODY
        attempt = self._failures.get(job, 0) + 1
        if attempt > self.config.rework_limit:
            self.log.append(self.now, Kind.Scrapped, who, job, worker, attempt)
            holder.job = NO_JOB
            self._failures.pop(job, None)
            del self._jobs[job]
            self.crew.dispatch.forget(job)
            return
        self._failures[job] = attempt
        if kind is Kind.Rejected:
            self.log.append(self.now, Kind.Rejected, who, job, worker, attempt)
            holder.job = NO_JOB
            self.queue.append(job)
            self.wake_foreman()
        else:
            self.requeue(job)
            holder.job = NO_JOB

    # -- accidents -------------------------------------------------------------------------

    def work_begins(self, task: Task, job: Job) -> None:
        """Settle the addressee's account, and draw whether this attempt ends in an accident."""
        self.crew.dispatch.forget(job.number)
        if not self._accident_rate:
            return
        attempt = 2 * self._failures.get(job.number, 0)
        if self._accidents.uniform(job.number, attempt) < self._accident_rate:
            share = self._accidents.uniform(job.number, attempt + 1)
            total = round((job.cpu_ns + job.io_ns) * share)
            task.cpu_left_ns = min(job.cpu_ns, total)
            task.io_left_ns = total - task.cpu_left_ns
            task.doomed = True

    def strike(self, task: Task) -> None:
        """Throw an accident into a task's coroutine, with the job that it has in hand."""
        self.log.append(self.now, Kind.AccidentHappened, task.who, task.job)
        self._unwind(task, Accident(f"who {task.who}"))

    def call_failed(self, task: Task) -> None:
        """A task called one that is gone: its send raises StopIteration, as a native one does."""
        self._unwind(task, StopIteration())

    def _unwind(self, task: Task, reason: Exception) -> None:
        """Let an exception run up the stack of calls from a task, closing every generator on it."""
        stack = [task]
        while stack[-1].caller is not None:
            stack.append(stack[-1].caller)
        for member in stack:
            member.struck = True
            if member.job != NO_JOB:
                self._failed(member, member.job, member.who, Kind.Requeued)
            self.log.append(self.now, Kind.Died, member.who)
            try:
                member.generator.throw(reason)
            except (Accident, RuntimeError, StopIteration) as raised:
                reason = Accident(str(raised))
            if member.caller is not None:  # the exception goes up the stack, and the lane with it
                member.caller.lane, member.lane = member.lane, NO_LANE
            self.withdraw(member)
            member.clear()
            member.gone = True
        for member in reversed(stack):
            self.crew.died(member)
        self.wake_foreman()

    def start(self, task: Task) -> None:
        """Bring a task to life when its start-up is over."""
        self.wake_at(self.now + self.model.start_up_ns(self.config.costs), task, self._started)

    def _started(self, task: Task, _: int) -> None:
        task.timer = -1
        self.crew.bring_to_life(task)
        self.wake_foreman()

    def reason_of(self, handler: Handler | None) -> Reason:
        """Return what a timer with this handler waits for."""
        if handler == self._arrival:
            return Reason.ARRIVAL
        return Reason.START_UP if handler == self._started else super().reason_of(handler)

    # -- rest ------------------------------------------------------------------------------

    def came_to_rest(self, task: Task) -> bool:
        """Let the foreman fetch, one who was laid off leave, and the crew know who is free."""
        if task is self.crew.foreman:
            return self.fetch(task)
        return self.crew.came_to_rest(task)
