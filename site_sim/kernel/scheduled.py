"""What is due: the future event list in plain values, for whoever wants to look ahead."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from site_sim.kernel.lanes import Task


class Reason(IntEnum):
    """Why something will happen."""

    RUNS = 0
    """The task holds a lane and runs on at this very moment."""
    HOP = 1
    """What the task sends arrives."""
    SLICE = 2
    """The task has computed to the end, or for a quantum."""
    IO = 3
    """The I/O of the task's work is done."""
    SWITCH = 4
    """The switch to the task is over."""
    START_UP = 5
    """The task's process is up."""
    ARRIVAL = 6
    """The next job comes."""


class ScheduledEvent(NamedTuple):
    """One entry; entries come due in the order of `at` (simulated nanoseconds) and `number`."""

    at: int
    number: int
    task: Task
    reason: Reason
