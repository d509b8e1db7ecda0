"""The machine in simulated time: its clock, its timers, and the lanes that tasks run on.

Ready tasks get lanes first come, first served; where an operating system shares cores, those who
wake up come before those who compute. Timers are a heap keyed `(time, number)`, the future
event list; a task has one valid timer at most, and a cancelled one is known by its number and
passed over. A task that computes keeps its lane until it is done, or, where there is a quantum,
until that is over while others are ready (`lanes.Quantum`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from operator import attrgetter

from site_sim.base.units import NEVER
from site_sim.kernel.instrument import Instrumentation
from site_sim.kernel.lanes import COMPUTE, Pool, Task, Todo
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_LANE, Kind

TimerHandler = Callable[[Task, int], None]
"""Called with the task whose timer is due, and the time (simulated nanoseconds)."""

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
PREEMPTED, CPU_RESUMED = Kind.Preempted, Kind.CpuResumed
START_UP_GOT_LANE, START_UP_LOST_LANE = Kind.StartUpGotLane, Kind.StartUpLostLane
_SLICE_BEGAN = attrgetter("slice_began")


class Machine:
    """Gives tasks lanes, time to compute, and timers. `now` is in simulated nanoseconds.

    `on_computed` is called with each task that has computed all of its `cpu_left_ns`.
    """

    def __init__(self, log: EventLog, on_computed: TimerHandler) -> None:
        self.now = 0
        self.running: deque[Task] = deque()
        """Tasks that hold a lane and run at this very moment, in order."""
        self.timers: list[tuple[int, int, Task, TimerHandler | None]] = []
        """A heap; the handler is None where a hop ends."""
        self.next_number = count().__next__
        self.instrumentation: Instrumentation | None = None
        """What calls an instrument between two events, if there is one."""
        self._log = log
        self._on_computed = on_computed

    # -- timers ----------------------------------------------------------------------------

    def wake_at(self, at: int, task: Task, handler: TimerHandler) -> None:
        """Set the task's timer, in place of the one it had."""
        task.timer = timer = self.next_number()
        heappush(self.timers, (at, timer, task, handler))

    def next_at(self) -> int | None:
        """Return when the next step is due, in nanoseconds; None when nothing will happen."""
        if self.running:
            return self.now
        timers = self.timers
        while timers and timers[0][2].timer != timers[0][1]:  # cancelled
            heappop(timers)
        due = timers[0][0] if timers else NEVER
        return due if due < NEVER else None

    # -- lanes -----------------------------------------------------------------------------

    def make_ready(self, task: Task, todo: Todo) -> None:
        """Give a task a lane to run on, or put it in line for one."""
        task.idle = False
        task.todo = todo
        pool = task.pool
        if pool.free:
            task.lane = heappop(pool.free)
            self.running.append(task)
        elif pool.quantum_ns:
            self.line_up(task)
        else:
            pool.ready.append(task)

    def make_compute(self, task: Task) -> None:
        """Give a task that is new, and has to compute, a lane; or put it behind all in line."""
        task.todo = COMPUTE
        pool = task.pool
        if pool.free:
            task.lane = heappop(pool.free)
            self.running.append(task)
            return
        is_first = not pool.is_awaited
        pool.interrupted.append(task)
        if is_first and pool.quantum_ns:
            self._share(pool)

    def line_up(self, task: Task) -> None:
        """Put a task in line for a lane, where there is a quantum.

        Where cores are shared it wakes up, and so need not wait for those who compute: the one that
        has done so longest without a break gives way.
        """
        pool, now = task.pool, self.now
        is_first = not pool.is_awaited
        computing = [other for other in pool.computing if other.slice_ends > now]
        if pool.quantum == "os" and computing:
            interrupted = min(computing, key=_SLICE_BEGAN)
            interrupted.timer = -1
            interrupted.cpu_left_ns -= now - interrupted.slice_began
            pool.computing.remove(interrupted)
            self._hand_over(interrupted, task)
        else:
            pool.ready.append(task)
        if is_first:
            self._share(pool)

    def _hand_over(self, task: Task, following: Task) -> None:
        """Switch the lane of a task that has not computed all to another one."""
        pool, now = task.pool, self.now
        kind = START_UP_LOST_LANE if task.starting else PREEMPTED
        self._log.record((now, kind, task.who, task.job, 0, task.lane))
        following.lane, task.lane = task.lane, NO_LANE
        task.todo = COMPUTE
        pool.interrupted.append(task)
        pool.asked_at = now + pool.switch_ns
        if pool.switch_ns:
            self.wake_at(pool.asked_at, following, self.switched)
        else:
            self.running.append(following)

    def release(self, task: Task) -> None:
        """Take the lane from a task, and give it to the next one that is ready."""
        pool = task.pool
        lane, task.lane = task.lane, NO_LANE
        if line := pool.ready or pool.interrupted:
            following = line.popleft()
            following.lane = lane
            pool.asked_at = self.now
            self.running.append(following)
        else:
            heappush(pool.free, lane)

    def withdraw(self, task: Task) -> None:
        """Take a task out of whatever it is in: its timer, its lane, the queues it stands in."""
        task.timer = -1
        task.idle = False
        pool = task.pool
        if task in pool.computing:
            pool.computing.remove(task)
        if task in self.running:
            self.running.remove(task)
        if task.lane != NO_LANE:
            self.release(task)
        elif task in pool.ready:
            pool.ready.remove(task)
        elif task in pool.interrupted:
            pool.interrupted.remove(task)
        elif task.target is not None and task in task.target.senders:
            task.target.senders.remove(task)

    # -- computing -------------------------------------------------------------------------

    def resume_computing(self, task: Task) -> None:
        """Compute on, on the lane that a preempted task has again."""
        now = self.now
        kind = START_UP_GOT_LANE if task.starting else CPU_RESUMED
        self._log.record((now, kind, task.who, task.job, 0, task.lane))
        task.pool.computing.append(task)
        self.start_slice(task, now)

    def _share(self, pool: Pool) -> None:
        """Stop the tasks that compute undisturbed where their slice is to end for who is ready."""
        now, quantum_ns = self.now, pool.quantum_ns
        pool.asked_at = now
        for task in pool.computing:
            boundary = now + quantum_ns
            if pool.quantum == "os":
                boundary -= (now - task.slice_began) % quantum_ns
            if boundary < task.slice_ends:
                task.slice_ends = boundary
                self.wake_at(boundary, task, self.slice_over)

    def start_slice(self, task: Task, now: int) -> None:
        """Compute what is left of the work: all, or as long as it may while others are ready."""
        pool = task.pool
        task.slice_began = now
        task.slice_ends = now + task.cpu_left_ns
        if pool.quantum_ns and pool.is_awaited:
            since = pool.asked_at if pool.quantum == "gil" else now
            task.slice_ends = min(task.slice_ends, max(now, since + pool.quantum_ns))
        self.wake_at(task.slice_ends, task, self.slice_over)

    def slice_over(self, task: Task, now: int) -> None:
        """End a slice: the task has computed all, or the next one's turn comes."""
        pool = task.pool
        done_at = task.slice_began + task.cpu_left_ns
        asked_for_at = pool.asked_at + pool.quantum_ns if pool.quantum == "gil" else now
        next_look = min(done_at, asked_for_at) if pool.is_awaited else done_at
        if next_look > now:  # nobody waits any more, or not for so long
            task.slice_ends = next_look
            self.wake_at(next_look, task, self.slice_over)
            return
        task.cpu_left_ns = done_at - now
        pool.computing.remove(task)
        if task.cpu_left_ns:
            line = pool.ready or pool.interrupted
            self._hand_over(task, line.popleft())
        else:
            self._on_computed(task, now)

    def switched(self, task: Task, _: int) -> None:
        """Run the task that was switched to."""
        self.running.append(task)
