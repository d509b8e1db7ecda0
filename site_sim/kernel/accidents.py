"""Accidents: exceptions that are thrown into coroutines, and run up the stack of calls."""

from __future__ import annotations

from site_sim.facts.sentences import say
from site_sim.kernel.attempts import Attempts
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.lanes import Task
from site_sim.kernel.random_streams import Stream
from site_sim.kernel.scheduler import Scheduler
from site_sim.kernel.staff import Staff
from site_sim.log.events import NO_JOB, NO_LANE, Kind
from site_sim.program.traps import Job

ALREADY_EXECUTING = say("send.already-executing")
"""What Python says of a send into a generator that runs."""


class Accident(Exception):  # noqa: N818 - it is what happens, not a fault of the program
    """What is thrown into a worker's coroutine."""


class Accidents:
    """Draws which attempts end in an accident, and carries accidents out."""

    def __init__(
        self, config: SimulationConfig, scheduler: Scheduler, staff: Staff, attempts: Attempts
    ) -> None:
        self.rate = config.accident_rate
        """The share of the attempts that end in an accident, 0 to 1."""
        self._scheduler = scheduler
        self._machine = scheduler.machine
        self._log = scheduler.log
        self._staff = staff
        self._attempts = attempts
        self.use(config)

    def use(self, config: SimulationConfig) -> None:
        """Take the seed of what is drawn from a configuration."""
        self._stream = Stream(config.seed, "accidents")

    def draw(self, task: Task, job: Job) -> None:
        """Draw whether the attempt that a task begins ends in an accident, and how soon."""
        number = 2 * self._attempts.failures(job.number)
        if self._stream.uniform(job.number, number) < self.rate:
            share = self._stream.uniform(job.number, number + 1)
            total = round((job.cpu_ns + job.io_ns) * share)
            task.cpu_left_ns = min(job.cpu_ns, total)
            task.io_left_ns = total - task.cpu_left_ns
            task.will_fail = True

    def cause(self, worker: int) -> None:
        """Cause an accident to a worker: now, or when the call that it is in is over."""
        workers = self._staff.layout.workers
        if worker >= len(workers) or workers[worker].gone:
            return
        task = workers[worker]
        calls = self._scheduler.model.facts.sends_are_calls
        if calls and not task.idle and task.lane == NO_LANE:
            task.exception_pending = True
        else:
            self.happen(task)

    def happen(self, task: Task) -> None:
        """Throw an accident into a task's coroutine, with the job that it has in hand."""
        self._log.append(self._machine.now, Kind.AccidentHappened, task.who, task.job)
        self._unwind(task, Accident(f"who {task.who}"))

    def fail_call(self, task: Task, target: Task) -> None:
        """Raise in a task what a native send raises.

        That is StopIteration where the target is gone, and ValueError where it is at work or in a
        call of its own, as it is for whoever sends to itself or to its caller.
        """
        self._unwind(task, StopIteration() if target.gone else ValueError(ALREADY_EXECUTING))

    def _unwind(self, task: Task, reason: Exception) -> None:
        """Pass an exception up the stack of calls from a task; it closes every generator on it."""
        stack = [task]
        while stack[-1].caller is not None:
            stack.append(stack[-1].caller)
        for member in stack:
            member.exception_pending = True
            if member.job != NO_JOB:
                self._attempts.abort(member)
            self._log.append(self._machine.now, Kind.Died, member.who)
            try:
                member.generator.throw(reason)
            except (Accident, RuntimeError, StopIteration, ValueError) as raised:
                reason = Accident(str(raised))
            if member.caller is not None:  # the exception goes up the stack, and the lane with it
                member.caller.lane, member.lane = member.lane, NO_LANE
            self._machine.withdraw(member)
            member.clear()
            member.gone = True
        for member in reversed(stack):
            self._staff.note_death(member)
        self._staff.dispatcher.wake_foreman()
