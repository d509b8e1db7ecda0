"""Tasks, and the lanes they run on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from site_sim.log.events import NO_JOB, NO_LANE
from site_sim.program.traps import Coroutine


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

    __slots__ = ("computing", "crowd", "free", "lane", "quantum_ns", "ready", "switch_ns")

    def __init__(self, lanes: list[int], quantum_ns: int = 0, switch_ns: int = 0) -> None:
        self.lane = lanes[0] if lanes else NO_LANE
        self.free = sorted(lanes)
        self.ready: deque[Task] = deque()
        self.computing: list[Task] = []
        self.crowd = 0
        """How many workers are to share these lanes."""
        self.quantum_ns = quantum_ns
        self.switch_ns = switch_ns


NOTHING: deque[Any] = deque(maxlen=0)
"""What stands for a queue that nothing was put in; a deque of one's own takes 624 bytes."""


class Task:
    """A coroutine that is being run, and all that the scheduler knows about it."""

    __slots__ = (
        "caller",
        "cpu_left_ns",
        "delayed",
        "doomed",
        "generator",
        "gone",
        "idle",
        "inbox",
        "io_left_ns",
        "item",
        "job",
        "lane",
        "leaving",
        "owed",
        "pool",
        "rested",
        "resume",
        "senders",
        "slice_began",
        "slice_ends",
        "struck",
        "target",
        "timer",
        "todo",
        "value",
        "watched",
        "who",
    )

    def __init__(self, who: int, pool: Pool, has_inbox: bool = False) -> None:
        self.who = who
        self.pool = pool
        self.lane = NO_LANE
        self.inbox: deque[tuple[Any, int]] = deque() if has_inbox else NOTHING
        """Items, each with the number of its job."""
        self.senders: deque[Task] = NOTHING
        """Who is blocked because the inbox is full, in order."""
        self.leaving = False
        self.gone = True
        self.owed = 0
        """Jobs that are addressed to this worker and not yet begun."""
        self.clear()

    def clear(self) -> None:
        """Forget what the coroutine was at."""
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
        self.doomed = False
        """Its work ends in an accident."""
        self.struck = False
        """An accident happens to it: now, or once the call that it is in is over."""
        self.delayed = False
        """It had to wait for a lane before it could come to rest."""
        self.slice_began = 0
        self.slice_ends = 0
        self.watched = False
        """Coming to rest means more than becoming idle: see `Site.came_to_rest`."""
        self.rested = 0
        """The number of the latest rest, for who has been idle longest."""

    def run(self, generator: Coroutine) -> None:
        """Let the task run a primed generator."""
        self.generator = generator
        self.resume: Callable[[Any], Any] = generator.send
        self.gone = False
