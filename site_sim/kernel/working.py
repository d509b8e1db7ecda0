"""The work of a task on its job: it computes, waits for I/O, and goes on with its result."""

from __future__ import annotations

from site_sim.kernel.hooks import Hooks
from site_sim.kernel.lanes import COMPUTE, GO_ON, Task
from site_sim.kernel.machine import Machine
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_LANE, Kind
from site_sim.program.traps import Job, Result

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
WORK_STARTED, IO_STARTED, WORK_FINISHED = Kind.WorkStarted, Kind.IoStarted, Kind.WorkFinished


class Working:
    """Takes tasks through their work, on a machine that tells it who has computed enough."""

    def __init__(self, log: EventLog, hooks: Hooks) -> None:
        self.machine = Machine(log, self._computed)
        self._log = log
        self._hooks = hooks

    def start(self, task: Task, job: Job, now: int) -> None:
        """Begin the work on a job: its CPU part, then its I/O part."""
        self._log.record((now, WORK_STARTED, task.who, job.number, 0, task.lane))
        task.value = Result(job, task.who)
        task.todo = COMPUTE
        task.cpu_left_ns, task.io_left_ns = job.cpu_ns, job.io_ns
        self._hooks.on_work_start(task, job)
        if task.cpu_left_ns:
            task.pool.computing.append(task)
            self.machine.start_slice(task, now)
        else:
            self._computed(task, now)

    def _computed(self, task: Task, now: int) -> None:
        """Go on to the I/O part of the work, if it has one."""
        if task.starting:
            self._hooks.on_started(task)
            return
        if not task.io_left_ns:
            self._finish(task, now)
            return
        keeps = task.pool.io_keeps_lane
        self._log.record((now, IO_STARTED, task.who, task.job, 0, task.lane if keeps else NO_LANE))
        if not keeps:
            self.machine.release(task)
        self.machine.wake_at(now + task.io_left_ns, task, self.io_done)

    def io_done(self, task: Task, now: int) -> None:
        """End the I/O part of the work, and with it the work."""
        task.io_left_ns = 0
        self._finish(task, now)

    def _finish(self, task: Task, now: int) -> None:
        """End the work: the task runs on with its result, unless an accident is to end it."""
        if task.will_fail:
            self._hooks.on_accident(task)
            return
        self._log.record((now, WORK_FINISHED, task.who, task.job, 0, task.lane))
        task.rests_since = now
        if task.lane == NO_LANE:
            self.machine.make_ready(task, GO_ON)
        else:
            task.todo = GO_ON
            self.machine.running.append(task)
