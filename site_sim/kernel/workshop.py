"""Lanes, timers and work: who may run, who waits, and how the work on a job takes its time.

Ready tasks get lanes first come, first served. Timers are a heap keyed `(time, number)`, the future
event list; a task has one valid timer at most, and a cancelled one is known by its number and
passed over. A task that computes keeps its lane to the end of its work, or, where there is a
quantum, until the quantum is over with others ready.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.lanes import COMPUTE, GO_ON, Pool, Task, Todo
from site_sim.kernel.models import MODELS, Model
from site_sim.kernel.scheduled import Reason, ScheduledEvent
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_LANE, Kind
from site_sim.program.traps import Job, Result

Handler = Callable[[Task, int], None]
LATER = 1 << 62
"""Added to make a number that is larger than that of any timer."""

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
WORK_STARTED, WORK_FINISHED = Kind.WorkStarted, Kind.WorkFinished
IO_STARTED, PREEMPTED, CPU_RESUMED = Kind.IoStarted, Kind.Preempted, Kind.CpuResumed


class Workshop(ABC):
    """Where tasks get lanes and do their work. `now` is the present, in simulated nanoseconds."""

    def __init__(self, config: SimulationConfig) -> None:
        self.config = config
        self.log = EventLog()
        self.record = self.log.pending.extend
        """Adds an event to the log, all six fields of it: `EventLog.append` in a hurry."""
        self.now = 0
        self.model: Model = MODELS[config.model]
        self._runnable: deque[Task] = deque()
        """Tasks that hold a lane and run at this very moment."""
        self._timers: list[tuple[int, int, Task, Handler | None]] = []
        self._number = count().__next__

    # -- lanes -----------------------------------------------------------------------------

    def make_ready(self, task: Task, todo: Todo) -> None:
        """Let a task that holds no lane run, now if a lane is free, else in its turn."""
        task.idle = False
        task.todo = todo
        pool = task.pool
        if pool.free:
            task.lane = heappop(pool.free)
            self._runnable.append(task)
        else:
            pool.ready.append(task)
            if pool.quantum_ns:
                self.arm(pool)

    def release(self, task: Task) -> None:
        """Take the lane from a task, and let the next ready one have it."""
        pool = task.pool
        lane, task.lane = task.lane, NO_LANE
        if pool.ready:
            following = pool.ready.popleft()
            following.lane = lane
            self._runnable.append(following)
        else:
            heappush(pool.free, lane)

    def withdraw(self, task: Task) -> None:
        """Take a task out of whatever it is in: its timer, its lane, the queues it stands in."""
        task.timer = -1
        task.idle = False
        pool = task.pool
        if task in pool.computing:
            pool.computing.remove(task)
        if task in self._runnable:
            self._runnable.remove(task)
        if task.lane != NO_LANE:
            self.release(task)
        elif task in pool.ready:
            pool.ready.remove(task)
        elif task.target is not None and task in task.target.senders:
            task.target.senders.remove(task)

    def wake_at(self, at: int, task: Task, handler: Handler) -> None:
        """Set the task's timer, in place of the one it had."""
        task.timer = timer = self._number()
        heappush(self._timers, (at, timer, task, handler))

    # -- looking ahead ---------------------------------------------------------------------

    def scheduled(self) -> Iterator[ScheduledEvent]:
        """Yield what is due, in no order: who runs at this moment, and every valid timer."""
        waiting = len(self._runnable)
        for place, task in enumerate(self._runnable):
            if not task.gone:  # the site may be being taken down
                yield ScheduledEvent(self.now, place - waiting, task, Reason.RUNS)
        reasons: dict[Handler | None, Reason] = {}
        for at, number, task, handler in self._timers:
            if task.timer == number:
                reason = reasons.get(handler)
                if reason is None:
                    reason = reasons[handler] = self.reason_of(handler)
                done_at = task.slice_began + task.cpu_left_ns
                if reason is Reason.SLICE and at < done_at and not task.pool.ready:
                    # Nobody waits for the lane: at the end of its quantum it just computes on,
                    # with a new timer, which comes after all that there are.
                    yield ScheduledEvent(done_at, LATER + at, task, reason)
                else:
                    yield ScheduledEvent(at, number, task, reason)

    def reason_of(self, handler: Handler | None) -> Reason:
        """Return what a timer with this handler waits for."""
        if handler is None:
            return Reason.HOP
        if handler == self._slice_over:
            return Reason.SLICE
        return Reason.SWITCH if handler == self._switched else Reason.IO

    # -- working ---------------------------------------------------------------------------

    def start_work(self, task: Task, job: Job) -> None:
        """Begin the work on a job: its CPU part, then its I/O part."""
        self.record((self.now, WORK_STARTED, task.who, job.number, 0, task.lane))
        task.value = Result(job, task.who)
        task.todo = COMPUTE
        task.cpu_left_ns, task.io_left_ns = job.cpu_ns, job.io_ns
        self.work_begins(task, job)
        if task.cpu_left_ns:
            task.pool.computing.append(task)
            self._compute(task)
        else:
            self._cpu_done(task)

    def compute_on(self, task: Task) -> None:
        """Let a preempted task that has a lane again compute the rest."""
        self.record((self.now, CPU_RESUMED, task.who, task.job, 0, task.lane))
        task.pool.computing.append(task)
        self._compute(task)

    def arm(self, pool: Pool) -> None:
        """Let those who compute undisturbed stop at the end of the quantum they are in."""
        if len(pool.ready) > 1:  # they were told so when the first of these came
            return
        quantum = pool.quantum_ns
        for task in pool.computing:
            quanta = (self.now - task.slice_began) // quantum + 1
            boundary = task.slice_began + quanta * quantum
            if boundary < task.slice_ends:
                task.slice_ends = boundary
                self.wake_at(boundary, task, self._slice_over)

    def _compute(self, task: Task) -> None:
        """Let a task compute: to the end, or for a quantum when others wait."""
        pool = task.pool
        task.slice_began = self.now
        task.slice_ends = self.now + task.cpu_left_ns
        if pool.quantum_ns and pool.ready:
            task.slice_ends = min(task.slice_ends, self.now + pool.quantum_ns)
        self.wake_at(task.slice_ends, task, self._slice_over)

    def _slice_over(self, task: Task, _: int) -> None:
        """End a slice: the work is done, or the quantum is over and the next one's turn comes."""
        pool = task.pool
        task.cpu_left_ns -= self.now - task.slice_began
        if task.cpu_left_ns and not pool.ready:
            self._compute(task)
            return
        pool.computing.remove(task)
        if not task.cpu_left_ns:
            self._cpu_done(task)
            return
        self.record((self.now, PREEMPTED, task.who, task.job, 0, task.lane))
        following = pool.ready.popleft()
        following.lane, task.lane = task.lane, NO_LANE
        task.todo = COMPUTE
        pool.ready.append(task)
        if pool.switch_ns:
            self.wake_at(self.now + pool.switch_ns, following, self._switched)
        else:
            self._runnable.append(following)

    def _switched(self, task: Task, _: int) -> None:
        """Let the task that was switched to run."""
        self._runnable.append(task)

    def _cpu_done(self, task: Task) -> None:
        """Go on to the I/O part of the work, if it has one."""
        if not task.io_left_ns:
            self._work_done(task)
            return
        keeps = self.model.io_keeps_lane
        self.record((self.now, IO_STARTED, task.who, task.job, 0, task.lane if keeps else NO_LANE))
        if not keeps:
            self.release(task)
        self.wake_at(self.now + task.io_left_ns, task, self._io_done)

    def _io_done(self, task: Task, _: int) -> None:
        task.io_left_ns = 0
        self._work_done(task)

    def _work_done(self, task: Task) -> None:
        """End the work: the task runs on with its result, unless an accident was to end it."""
        if task.doomed:
            self.strike(task)
            return
        self.record((self.now, WORK_FINISHED, task.who, task.job, 0, task.lane))
        if task.lane == NO_LANE:
            self.make_ready(task, GO_ON)
        else:
            task.todo = GO_ON
            self._runnable.append(task)

    # -- what the site makes of it ---------------------------------------------------------

    @abstractmethod
    def work_begins(self, task: Task, job: Job) -> None:
        """A task began the work on a job."""

    @abstractmethod
    def strike(self, task: Task) -> None:
        """An accident happens to a task."""
