"""The one scheduler: it runs tasks on lanes in simulated time, whatever the model.

A task holds a lane while it runs, and runs until it has to wait: at a bare yield with an empty
inbox, for a hop's time, in its work, or for room in the receiver's inbox. Ready tasks get lanes
first come, first served. Timers are a heap keyed `(time, number)`, the future event list; a task
has one valid timer at most, and a cancelled one is known by its number and passed over.

`_burst` is the hot path and deliberately flat: a hop costs one trip through it. What happens less
than once a hop is a method. A hop that nothing can come before is not sent through the heap; time
just moves on, and the step is counted all the same, so that the count never depends on how a run
was sliced. What the *site* makes of things (queue, crew, inspection, accidents)
is decided by the subclass, through the methods at the end.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from types import GeneratorType

from site_sim.events import (
    CHUNK,
    GOES_ON,
    IS_CALLING,
    NO_JOB,
    NO_LANE,
    WAITS_FOR_LANE,
    EventLog,
    Kind,
)
from site_sim.kernel.lanes import Pool, Task, Todo
from site_sim.kernel.models import MODELS, Model
from site_sim.kernel.setup import Setup
from site_sim.program.traps import Job, Result, Send, Work

NEVER = 1 << 62
"""A time later than any, in nanoseconds."""

Handler = Callable[[Task, int], None]


class Scheduler(ABC):
    """Runs tasks and keeps the log. `now` is the present, in simulated nanoseconds."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.log = EventLog()
        self.now = 0
        self.steps = 0
        """Steps done since the start: what a journal counts by."""
        self.model: Model = MODELS[setup.model]
        self._runnable: deque[Task] = deque()
        """Tasks that hold a lane and run at this very moment."""
        self._timers: list[tuple[int, int, Task, Handler | None]] = []
        self._number = count().__next__

    # -- running ---------------------------------------------------------------------------

    def run(self, until_ns: int = NEVER, steps: int = NEVER) -> bool:
        """Run up to and including the moment `until_ns`, in at most so many steps.

        Returns True when it got there (or nothing more can happen), False when the steps ran out.
        """
        while steps > 0:
            done, exhausted = self._burst(until_ns, min(steps, CHUNK))
            self.steps += done
            self.log.seal()
            if exhausted:
                if until_ns != NEVER:
                    self.now = max(self.now, until_ns)
                return True
            steps -= done
        return False

    def reach(self, at: int, steps: int) -> None:
        """Run to where an earlier run of the same setup and commands had done so many steps."""
        self.run(at, steps - self.steps)
        self.now = at

    def next_at(self) -> int | None:
        """Return when the next step is due, in nanoseconds; None when nothing will happen."""
        if self._runnable:
            return self.now
        return self._timers[0][0] if self._timers else None

    def _burst(self, until_ns: int, steps: int) -> tuple[int, bool]:
        """Do at most `steps` steps; return how many, and whether there was nothing more to do."""
        runnable, timers, number = self._runnable, self._timers, self._number
        record = self.log.pending.extend
        calls = self.model.sends_are_calls
        near_ns = self.model.near_hop_ns(self.setup.costs)
        far_ns = self.model.far_hop_ns(self.setup.costs)
        room = self.setup.inbox
        handing_off, handed_off = int(Kind.HandOffStarted), int(Kind.HandedOff)
        resumed = int(Kind.Resumed)
        receive, go_on, compute = Todo.RECEIVE, Todo.GO_ON, Todo.COMPUTE
        now = self.now
        turns = (steps + 1) // 2
        spare = skips = steps - turns  # hops that may skip the heap
        stale = 0

        for turn in range(turns):
            if runnable:
                task = runnable.popleft()
                todo = task.todo
                arriving = False
                if todo is receive:
                    value, task.job = task.inbox.popleft()
                    if task.senders:
                        self._admit(task)
                elif todo is go_on:
                    value, task.value = task.value, None
                elif todo is compute:
                    self._compute_on(task)
                    continue
                elif not self.fetch(task):
                    self._rest(task, Kind.BecameIdle)
                    continue
                else:
                    value, task.job = task.inbox.popleft()
            elif timers and timers[0][0] <= until_ns:
                at, timer, task, handler = heappop(timers)
                if task.timer != timer:
                    stale += 1
                    continue
                self.now = now = at
                if handler is not None:
                    handler(task, timer)
                    continue
                arriving = True
            else:
                return turn + skips - spare - stale, True

            while True:
                if arriving:  # a hop is over
                    arriving = False
                    target, job = task.target, task.job
                    if calls:
                        if target.gone:
                            self.call_failed(task)
                            break
                        record((now, handed_off, task.who, job, target.who, IS_CALLING))
                        target.job, task.job = job, NO_JOB
                        target.lane, task.lane = task.lane, NO_LANE
                        target.caller = task
                        target.idle = False
                        task.target = None
                        task, value = target, task.item
                    else:
                        inbox = target.inbox
                        if len(inbox) >= room:
                            self._block(task, target)
                            break
                        record((now, handed_off, task.who, job, target.who, GOES_ON))
                        inbox.append((task.item, job))
                        task.job = NO_JOB
                        task.target = value = None
                        if target.idle:
                            target.idle = False
                            target.todo = receive
                            pool = target.pool
                            if pool.free:
                                pool.take(target)
                                runnable.append(target)
                            else:
                                pool.ready.append(target)
                                if pool.quantum_ns:
                                    self._arm(pool)
                trap = task.resume(value)
                if trap is None:  # receive
                    if task.job != NO_JOB:
                        self.unclaimed(task)
                    if task.inbox:
                        value, task.job = task.inbox.popleft()
                        if task.senders:
                            self._admit(task)
                        continue
                    if task.watched and self._came_to_rest(task):
                        value, task.job = task.inbox.popleft()
                        continue
                    caller = task.caller
                    if caller is not None:  # it was called, and the caller runs on
                        task.caller = None
                        task.idle = not task.gone
                        caller.lane, task.lane = task.lane, NO_LANE
                        record((now, resumed, caller.who, NO_JOB, task.who, 0))
                        if caller.struck:
                            self.strike(caller)
                            break
                        task, value = caller, None
                        continue
                    task.idle = True
                    pool = task.pool
                    if pool.ready:
                        following = pool.ready.popleft()
                        following.lane, task.lane = task.lane, NO_LANE
                        runnable.append(following)
                    else:
                        pool.give_back(task)
                    break
                if type(trap) is Send:
                    target = trap.to
                    task.target = target
                    task.item = trap.item
                    record((now, handing_off, task.who, task.job, target.who, task.lane))
                    hop_ns = near_ns if target.pool is task.pool else far_ns
                    if hop_ns:
                        at = now + hop_ns
                        if (
                            runnable
                            or not spare
                            or at > until_ns
                            or (timers and timers[0][0] <= at)
                        ):
                            task.timer = timer = number()
                            heappush(timers, (at, timer, task, None))
                            break
                        spare -= 1
                        self.now = now = at
                    arriving = True
                elif type(trap) is Work:
                    self._start_work(task, trap.job)
                    break
                else:
                    raise TypeError(f"{_place(task)} yielded {trap!r}, which is no trap")
        return turns + skips - spare - stale, False

    # -- lanes -----------------------------------------------------------------------------

    def make_ready(self, task: Task, todo: Todo) -> None:
        """Let a task that holds no lane run, now if a lane is free, else in its turn."""
        task.idle = False
        task.todo = todo
        pool = task.pool
        if pool.take(task):
            self._runnable.append(task)
        elif pool.quantum_ns:
            self._arm(pool)

    def release(self, task: Task) -> None:
        """Take the lane from a task, and let the next ready one have it."""
        following = task.pool.give_back(task)
        if following is not None:
            self._runnable.append(following)

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

    # -- sending ---------------------------------------------------------------------------

    def _block(self, task: Task, target: Task) -> None:
        """Let a sender wait for room in the receiver's inbox, without its lane."""
        self.log.append(self.now, Kind.Blocked, task.who, task.job, target.who)
        if not target.senders:
            target.senders = deque()
        target.senders.append(task)
        self.release(task)

    def _admit(self, task: Task) -> None:
        """Let the first who is blocked on this inbox put its item in."""
        sender = task.senders.popleft()
        self.log.append(self.now, Kind.HandedOff, sender.who, sender.job, task.who, WAITS_FOR_LANE)
        task.inbox.append((sender.item, sender.job))
        sender.job = NO_JOB
        self.go_on(sender)

    def go_on(self, sender: Task) -> None:
        """Let a sender that was blocked run on when there is a lane."""
        sender.target = None
        sender.delayed = sender.watched = True
        self.make_ready(sender, Todo.GO_ON)

    def _came_to_rest(self, task: Task) -> bool:
        """Look closer at a watched task at its bare yield; True if it has an item after all."""
        if task.delayed:
            task.delayed = False
            self.log.append(self.now, Kind.BecameIdle, task.who)
        return self.came_to_rest(task)

    def _rest(self, task: Task, kind: Kind) -> None:
        """Let a task that found nothing to do give up its lane again."""
        self.log.append(self.now, kind, task.who)
        task.idle = True
        self.release(task)

    # -- working ---------------------------------------------------------------------------

    def _start_work(self, task: Task, job: Job) -> None:
        """Begin the work on a job: its CPU part, then its I/O part."""
        self.log.append(self.now, Kind.WorkStarted, task.who, job.number, 0, task.lane)
        task.value = Result(job, task.who)
        task.cpu_left_ns, task.io_left_ns = job.cpu_ns, job.io_ns
        self.work_begins(task, job)
        if task.cpu_left_ns:
            task.pool.computing.append(task)
            self._compute(task)
        else:
            self._cpu_done(task)

    def _compute(self, task: Task) -> None:
        """Let a task compute: to the end, or for a quantum when others wait."""
        pool = task.pool
        task.slice_began = self.now
        task.slice_ends = self.now + task.cpu_left_ns
        if pool.quantum_ns and pool.ready:
            task.slice_ends = min(task.slice_ends, self.now + pool.quantum_ns)
        self.wake_at(task.slice_ends, task, self._slice_over)

    def _compute_on(self, task: Task) -> None:
        """Let a preempted task that has a lane again compute the rest."""
        self.log.append(self.now, Kind.CpuResumed, task.who, task.job, 0, task.lane)
        task.pool.computing.append(task)
        self._compute(task)

    def _arm(self, pool: Pool) -> None:
        """Let those who compute undisturbed stop at the end of the quantum they are in."""
        quantum = pool.quantum_ns
        for task in pool.computing:
            quanta = (self.now - task.slice_began) // quantum + 1
            boundary = task.slice_began + quanta * quantum
            if boundary < task.slice_ends:
                task.slice_ends = boundary
                self.wake_at(boundary, task, self._slice_over)

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
        self.log.append(self.now, Kind.Preempted, task.who, task.job, 0, task.lane)
        following = pool.ready.popleft()
        following.lane, task.lane = task.lane, NO_LANE
        task.todo = Todo.COMPUTE
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
        lane = task.lane if keeps else NO_LANE
        self.log.append(self.now, Kind.IoStarted, task.who, task.job, 0, lane)
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
        self.log.append(self.now, Kind.WorkFinished, task.who, task.job, 0, task.lane)
        task.todo = Todo.GO_ON
        if task.lane == NO_LANE:
            self.make_ready(task, Todo.GO_ON)
        else:
            self._runnable.append(task)

    # -- what the site makes of it ---------------------------------------------------------

    @abstractmethod
    def fetch(self, task: Task) -> bool:
        """Put the next job of the queue into the foreman's inbox; False if there is none."""

    @abstractmethod
    def came_to_rest(self, task: Task) -> bool:
        """A watched task is at its bare yield; True if it has an item after all."""

    @abstractmethod
    def unclaimed(self, task: Task) -> None:
        """A task is back at its bare yield with a job it neither did nor passed on."""

    @abstractmethod
    def work_begins(self, task: Task, job: Job) -> None:
        """A task began the work on a job."""

    @abstractmethod
    def strike(self, task: Task) -> None:
        """An accident happens to a task."""

    @abstractmethod
    def call_failed(self, task: Task) -> None:
        """A task called one that is gone."""


def _place(task: Task) -> str:
    """Return where a coroutine stands, for a message that names the offending line."""
    generator = task.generator
    assert isinstance(generator, GeneratorType)
    line = generator.gi_frame.f_lineno if generator.gi_frame else 0
    return f"{generator.__name__} (who {task.who}), {generator.gi_code.co_filename}:{line},"
