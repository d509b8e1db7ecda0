"""Tasks, and the lanes they run on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import IntEnum
from typing import Any, Literal

from site_sim.log.events import NO_JOB, NO_LANE
from site_sim.program.traps import Coroutine

Quantum = Literal["none", "gil", "os"]
"""Whose slice of time ends while others are ready: nobody's, that of the GIL, or of a core.

The GIL is asked for by who has waited for a quantum. The operating system gives a slice to each who
computes, and a core at once to who wakes up: from I/O, or as something comes for it.
"""


class Todo(IntEnum):
    """What a task does once it has a lane."""

    RECEIVE = 0
    """Take the first item of its inbox."""
    GO_ON = 1
    """Run on from the yield it is at, with `value`."""
    COMPUTE = 2
    """Compute the rest of its work."""
    FETCH = 3
    """Take the next job from the queue (the foreman)."""


RECEIVE, GO_ON, COMPUTE, FETCH = Todo


class Pool:
    """Lanes that are shared: tasks wait for one in the order in which they became ready.

    `free` is a heap: the first free lane is taken first.
    """

    __slots__ = (
        *("asked_at", "computing", "free", "interrupted", "io_keeps_lane", "lane"),
        *("members", "quantum", "quantum_ns", "ready", "switch_ns"),
    )

    def __init__(
        self,
        lanes: list[int],
        quantum: Quantum = "none",
        quantum_ns: int = 0,
        switch_ns: int = 0,
        io_keeps_lane: bool = False,
    ) -> None:
        self.lane = lanes[0] if lanes else NO_LANE
        self.free = sorted(lanes)
        self.ready: deque[Task] = deque()
        self.interrupted: deque[Task] = deque() if quantum == "os" else self.ready
        """Those who are to compute on; before them come those who woke up, but for the GIL."""
        self.computing: list[Task] = []
        self.members = 0
        """How many workers share these lanes."""
        self.quantum = quantum
        self.quantum_ns = quantum_ns
        self.asked_at = 0
        """Since when somebody is ready, or since the lane was taken up if that was later."""
        self.switch_ns = switch_ns
        self.io_keeps_lane = io_keeps_lane
        """Whether who waits for I/O keeps the lane meanwhile."""

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for a lane."""
        return bool(self.ready or self.interrupted)

    @property
    def waiting(self) -> list[Task]:
        """Who waits for a lane, in the order in which they get one."""
        interrupted = self.interrupted if self.interrupted is not self.ready else ()
        return [*self.ready, *interrupted]


NOTHING: deque[Any] = deque(maxlen=0)
"""Stands for a queue that nothing was put in; an empty deque would take 624 bytes a task."""


class Task:
    """A coroutine that is being run, and all that the scheduler knows about it."""

    __slots__ = (
        "assigned",
        "caller",
        "cpu_left_ns",
        "exception_pending",
        "generator",
        "gone",
        "idle",
        "idle_number",
        "inbox",
        "io_left_ns",
        "item",
        "job",
        "lane",
        "leaving",
        "needs_idle_hook",
        "pool",
        "rests_since",
        "resume",
        "senders",
        "slice_began",
        "slice_ends",
        "starting",
        "target",
        "timer",
        "todo",
        "value",
        "waited_for_lane",
        "who",
        "will_fail",
    )

    def __init__(self, who: int, pool: Pool) -> None:
        self.who = who
        self.pool = pool
        self.lane = NO_LANE
        self.inbox: deque[tuple[Any, int]] = NOTHING
        """Items, each with the number of its job."""
        self.senders: deque[Task] = NOTHING
        """Who is blocked because the inbox is full, in order."""
        self.leaving = False
        self.gone = True
        self.starting = False
        """Its process is on the way: see `StartUps`."""
        self.assigned = 0
        """Jobs that are addressed to this worker and not yet begun."""
        self.clear()

    def clear(self) -> None:
        """Reset all that is about the coroutine and what it was doing."""
        self.idle = False
        self.job = NO_JOB
        """The job in hand."""
        self.target: Any = None
        """The task that it is sending to, or None."""
        self.item: Any = None
        self.caller: Task | None = None
        """Whose call it is in, where sends are calls."""
        self.todo = RECEIVE
        self.value: Any = None
        self.timer = -1
        """The number of the one timer that may wake it; an older one is stale."""
        self.cpu_left_ns = 0
        self.io_left_ns = 0
        self.will_fail = False
        """Its work ends in an accident."""
        self.exception_pending = False
        """An accident is thrown into it: now, or once the call that it is in is over."""
        self.waited_for_lane = False
        """It had to wait for a lane before it could become idle."""
        self.slice_began = 0
        self.slice_ends = 0
        self.needs_idle_hook = False
        """The site wants to know when it is at its bare yield: see `Hooks.on_idle`."""
        self.idle_number = 0
        """The number of its latest entry among the idle; an older one is stale."""
        self.rests_since = 0
        """When its work ended last, or else when it was asked for (simulated nanoseconds): its
        process may start for long after that."""

    def run(self, generator: Coroutine) -> None:
        """Start a life of the task with a primed generator."""
        self.generator = generator
        self.resume: Callable[[Any], Any] = generator.send
        self.gone = False
