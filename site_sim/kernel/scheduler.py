"""The one scheduler: it runs tasks on lanes in simulated time, whatever the model.

A task holds a lane while it runs, and runs until it has to wait: at a bare yield with an empty
inbox, for a hop's time, in its work, or for room in the receiver's inbox. Lanes, timers and work
are the workshop's (`workshop.py`); running and sending are here.

`_burst` is the hot path and deliberately flat: a hop costs one trip through it. What happens less
than once a hop is a method. A hop that nothing can come before is not sent through the heap; time
just moves on, and the step is counted all the same, so that the count never depends on how a run
was sliced. What the *site* makes of things (queue, crew, inspection, accidents)
is decided by the subclass, through the methods at the end.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from heapq import heappop, heappush
from types import GeneratorType
from typing import Any

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.lanes import COMPUTE, GO_ON, NOTHING, RECEIVE, Task
from site_sim.kernel.workshop import Workshop
from site_sim.log.event_log import CHUNK
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, WAITS_FOR_LANE, Kind
from site_sim.program.traps import Send, Work

NEVER = 1 << 62
"""A time later than any, in nanoseconds."""

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
HAND_OFF_STARTED, HANDED_OFF = Kind.HandOffStarted, Kind.HandedOff
BLOCKED, RESUMED, BECAME_IDLE = Kind.Blocked, Kind.Resumed, Kind.BecameIdle


class Scheduler(Workshop):
    """Runs tasks and keeps the log."""

    def __init__(self, config: SimulationConfig) -> None:
        super().__init__(config)
        self.steps = 0
        """Steps done since the start: what a journal counts by."""

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
        timers = self._timers
        while timers and timers[0][2].timer != timers[0][1]:  # cancelled
            heappop(timers)
        due = timers[0][0] if timers else NEVER
        return due if due < NEVER else None

    def _burst(self, until_ns: int, steps: int) -> tuple[int, bool]:
        """Do at most `steps` steps; return how many, and whether there is nothing more to do."""
        runnable, timers, number = self._runnable, self._timers, self._number
        record = self.record
        calls = self.model.sends_are_calls
        pinned = self.model.pinned
        near_ns = self.model.near_hop_ns(self.config.costs)
        far_ns = self.model.far_hop_ns(self.config.costs)
        room = self.config.inbox
        now = self.now
        left = steps

        while left:
            if runnable:
                left -= 1
                task = runnable.popleft()
                target = None
                todo = task.todo
                if todo is RECEIVE:
                    value, task.job = task.inbox.popleft()
                    if task.senders:
                        self._admit(task)
                elif todo is GO_ON:
                    value, task.value = task.value, None
                elif todo is COMPUTE:
                    self.compute_on(task)
                    continue
                elif self.fetch(task):
                    value, task.job = task.inbox.popleft()
                else:
                    self._rest(task)
                    continue
            elif timers and timers[0][0] <= until_ns:
                at, timer, task, handler = heappop(timers)
                if task.timer != timer:  # cancelled
                    continue
                left -= 1
                self.now = now = at
                if handler is not None:
                    handler(task, timer)
                    continue
                target, task.target = task.target, None
                item = task.item
            else:
                return steps - left, True

            while True:
                if target is not None:  # a hop is over
                    if calls:
                        if target.gone:
                            self.call_failed(task)
                            break
                        job = task.job
                        record((now, HANDED_OFF, task.who, job, target.who, IS_CALLING))
                        target.job, task.job = job, NO_JOB
                        target.lane, task.lane = task.lane, NO_LANE
                        target.caller = task
                        target.idle = False
                        task, value = target, item
                    else:
                        inbox = target.inbox
                        if len(inbox) >= room:
                            self._block(task, target, item)
                            break
                        job = task.job
                        record((now, HANDED_OFF, task.who, job, target.who, GOES_ON))
                        inbox.append((item, job))
                        task.job = NO_JOB
                        value = None
                        if target.idle:
                            target.idle = False
                            target.todo = RECEIVE
                            pool = target.pool
                            if pool.free:
                                target.lane = heappop(pool.free)
                                runnable.append(target)
                            else:
                                pool.ready.append(target)
                                if pool.quantum_ns:
                                    self.arm(pool)
                    target = None
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
                        record((now, RESUMED, caller.who, NO_JOB, task.who, 0))
                        task.caller = None
                        task.idle = not task.gone
                        caller.lane, task.lane = task.lane, NO_LANE
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
                        self.release(task)
                    break
                if type(trap) is Send:
                    target = trap.to
                    item = trap.item
                    record((now, HAND_OFF_STARTED, task.who, task.job, target.who, task.lane))
                    hop_ns = far_ns if pinned and target.pool is not task.pool else near_ns
                    if hop_ns:
                        at = now + hop_ns
                        if runnable or not left or at > until_ns or (timers and timers[0][0] <= at):
                            task.target = target
                            task.item = item
                            task.timer = timer = number()
                            heappush(timers, (at, timer, task, None))
                            break
                        left -= 1
                        self.now = now = at
                elif type(trap) is Work:
                    self.start_work(task, trap.job)
                    break
                else:
                    raise TypeError(f"{_place(task)} yielded {trap!r}, which is no trap")
        return steps, False

    # -- sending ---------------------------------------------------------------------------

    def _block(self, task: Task, target: Task, item: Any) -> None:
        """Let a sender wait for room in the receiver's inbox, without its lane."""
        self.record((self.now, BLOCKED, task.who, task.job, target.who, 0))
        task.target = target
        task.item = item
        if target.senders is NOTHING:
            target.senders = deque()
        target.senders.append(task)
        self.release(task)

    def _admit(self, task: Task) -> None:
        """Let the first who is blocked on this inbox put its item in."""
        sender = task.senders.popleft()
        self.record((self.now, HANDED_OFF, sender.who, sender.job, task.who, WAITS_FOR_LANE))
        task.inbox.append((sender.item, sender.job))
        sender.job = NO_JOB
        self.go_on(sender)

    def go_on(self, sender: Task) -> None:
        """Let a sender that was blocked run on when there is a lane."""
        sender.target = None
        sender.delayed = sender.watched = True
        self.make_ready(sender, GO_ON)

    def _came_to_rest(self, task: Task) -> bool:
        """Look closer at a watched task at its bare yield; True if it has an item after all."""
        if task.delayed:
            task.delayed = False
            self.record((self.now, BECAME_IDLE, task.who, NO_JOB, 0, 0))
        return self.came_to_rest(task)

    def _rest(self, task: Task) -> None:
        """Let a task that found nothing to do give up its lane again."""
        self.record((self.now, BECAME_IDLE, task.who, NO_JOB, 0, 0))
        task.idle = True
        self.release(task)

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
    def call_failed(self, task: Task) -> None:
        """A task called one that is gone."""


def _place(task: Task) -> str:
    """Return where a coroutine stands, for a message that names the offending line."""
    generator = task.generator
    assert isinstance(generator, GeneratorType)
    line = generator.gi_frame.f_lineno if generator.gi_frame else 0
    return f"{generator.__name__} (who {task.who}), {generator.gi_code.co_filename}:{line},"
