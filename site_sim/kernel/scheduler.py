"""The one scheduler: it runs tasks on lanes in simulated time, whatever the model.

A task holds a lane while it runs, and runs until it has to wait: at a bare yield with an empty
inbox, for a hop's time, in its work, or for room in the receiver's inbox. The clock, the timers and
the lanes are the machine's (`machine.py`); the work (`working.py`), what hops cost (`hops.py`) and
who waits for room in an inbox (`inboxes.py`) are parts of their own; running and sending are here.

`_burst` is the hot path and deliberately flat: a hop costs one trip through it. What happens less
than once a hop is a call. A hop that nothing can come before is not sent through the heap; time
just moves on, and the step is counted all the same, so that the count never depends on how a run
was sliced. What becomes of jobs and of the people on the site is not decided here, but by hooks.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from types import GeneratorType

from site_sim.base.units import NEVER
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.hooks import Hooks
from site_sim.kernel.hops import Hops
from site_sim.kernel.inboxes import Inboxes
from site_sim.kernel.lanes import COMPUTE, GO_ON, NOTHING, RECEIVE, Task
from site_sim.kernel.models import Model
from site_sim.kernel.working import Working
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, Kind
from site_sim.program.traps import Send, Work

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
HAND_OFF_STARTED, HANDED_OFF = Kind.HandOffStarted, Kind.HandedOff
RESUMED, BECAME_IDLE = Kind.Resumed, Kind.BecameIdle


class Scheduler:
    """Runs tasks, and puts in the log what happens."""

    def __init__(self, config: SimulationConfig, hooks: Hooks) -> None:
        self.model: Model = config.models[config.model]
        self.log = EventLog(PROGRAM_FACTS[config.program].cast)
        self.working = Working(self.log, hooks)
        self.machine = self.working.machine
        self.inboxes = Inboxes(self.machine, self.log)
        self.steps = 0
        """Steps done since the start: what a journal counts by."""
        self._hooks = hooks
        self.use(config)

    def use(self, config: SimulationConfig) -> None:
        """Take costs and the room of inboxes from a configuration; nothing may be on its way."""
        self.hops = Hops(self.model, config.costs, self.log.jobs)
        self.inboxes.room = config.inbox

    # -- running ---------------------------------------------------------------------------

    def run(self, until_ns: int = NEVER, steps: int = NEVER) -> bool:
        """Run up to and including the time `until_ns`, in at most `steps` steps.

        Returns True when it got there (or nothing more can happen), False when the steps ran out.
        """
        machine = self.machine
        while steps > 0:
            done, exhausted = self._burst(until_ns, min(steps, CHUNK))
            self.steps += done
            self.log.seal()
            if exhausted:
                if until_ns != NEVER:
                    machine.now = max(machine.now, until_ns)
                return True
            steps -= done
        return False

    def reach(self, at: int, steps: int) -> None:
        """Run to where an earlier run of the same configuration and commands had done `steps`."""
        self.run(at, steps - self.steps)
        self.machine.now = at

    def _burst(self, until_ns: int, steps: int) -> tuple[int, bool]:
        """Do at most `steps` steps; return how many, and whether there is nothing more to do."""
        machine, hooks, hops, inboxes = self.machine, self._hooks, self.hops, self.inboxes
        running, timers, number = machine.running, machine.timers, machine.next_number
        record = self.log.record
        calls = self.model.facts.sends_are_calls
        near_ns, far_ns = hops.near_ns, hops.far_ns
        hops_differ, by_size = hops.differ, hops.are_by_size
        room = inboxes.room
        now = machine.now
        left = steps

        while left:
            if running:
                left -= 1
                task = running.popleft()
                target = None
                todo = task.todo
                if todo is RECEIVE:
                    value, task.job = task.inbox.popleft()
                    if task.senders:
                        inboxes.admit(task, now)
                elif todo is GO_ON:
                    value, task.value = task.value, None
                elif todo is COMPUTE:
                    machine.resume_computing(task)
                    continue
                elif hooks.fetch():
                    value, task.job = task.inbox.popleft()
                else:
                    self._become_idle(task, now)
                    continue
            elif timers and timers[0][0] <= until_ns:
                at, timer, task, handler = heappop(timers)
                if task.timer != timer:  # cancelled
                    continue
                left -= 1
                machine.now = now = at
                if handler is not None:
                    handler(task, now)
                    continue
                target, task.target = task.target, None
                item = task.item
            else:
                return steps - left, True

            while True:
                if target is not None:  # a hop is over
                    if calls:
                        if not target.idle:
                            hooks.on_call_failed(task, target)
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
                        if inbox is NOTHING:
                            inbox = target.inbox = deque()
                        if len(inbox) >= room:
                            inboxes.block(task, target, item, now)
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
                                running.append(target)
                            elif pool.quantum_ns:
                                machine.line_up(target)
                            else:
                                pool.ready.append(target)
                    target = None
                trap = task.resume(value)
                if trap is None:  # receive
                    if task.job != NO_JOB:
                        hooks.on_unclaimed(task)
                    if task.inbox:
                        value, task.job = task.inbox.popleft()
                        if task.senders:
                            inboxes.admit(task, now)
                        continue
                    if task.needs_idle_hook and self._on_idle(task, now):
                        value, task.job = task.inbox.popleft()
                        continue
                    caller = task.caller
                    if caller is not None:  # it was called, and the caller runs on
                        record((now, RESUMED, caller.who, NO_JOB, task.who, 0))
                        task.caller = None
                        task.idle = not task.gone
                        caller.lane, task.lane = task.lane, NO_LANE
                        if caller.exception_pending:
                            hooks.on_accident(caller)
                            break
                        task, value = caller, None
                        continue
                    task.idle = True
                    pool = task.pool
                    if pool.ready:
                        following = pool.ready.popleft()
                        pool.asked_at = now
                        following.lane, task.lane = task.lane, NO_LANE
                        running.append(following)
                    else:
                        machine.release(task)
                    break
                if type(trap) is Send:
                    target = trap.to
                    item = trap.item
                    record((now, HAND_OFF_STARTED, task.who, task.job, target.who, task.lane))
                    hop_ns = near_ns
                    if hops_differ:
                        if by_size:
                            hop_ns = hops.cost_ns(task, target)
                        elif target.pool is not task.pool:
                            hop_ns = far_ns
                    if hop_ns:
                        at = now + hop_ns
                        if running or not left or at > until_ns or (timers and timers[0][0] <= at):
                            task.target = target
                            task.item = item
                            task.timer = timer = number()
                            heappush(timers, (at, timer, task, None))
                            break
                        left -= 1
                        machine.now = now = at
                elif type(trap) is Work:
                    self.working.start(task, trap.job, now)
                    break
                else:
                    raise TypeError(f"{_place(task)} yielded {trap!r}, which is no trap")
        return steps, False

    def _on_idle(self, task: Task, now: int) -> bool:
        """Call the hook for a task at its bare yield; return True if it has an item after all."""
        if task.waited_for_lane:
            task.waited_for_lane = False
            self.log.record((now, BECAME_IDLE, task.who, NO_JOB, 0, 0))
        return self._hooks.on_idle(task)

    def _become_idle(self, task: Task, now: int) -> None:
        """Take the lane from a task that found nothing to do."""
        self.log.record((now, BECAME_IDLE, task.who, NO_JOB, 0, 0))
        task.idle = True
        self.machine.release(task)


def _place(task: Task) -> str:
    """Return where a coroutine stands, for a message that names the offending line."""
    generator = task.generator
    assert isinstance(generator, GeneratorType)
    line = generator.gi_frame.f_lineno if generator.gi_frame else 0
    return f"{generator.__name__} (who {task.who}), {generator.gi_code.co_filename}:{line},"
