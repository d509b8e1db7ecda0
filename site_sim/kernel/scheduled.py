"""Lists what is due: the future event list in plain values, for whoever looks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from site_sim.base.units import NEVER
from site_sim.kernel.lanes import Task
from site_sim.kernel.machine import Machine, TimerHandler


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
    SPAWN = 5
    """The parent has done its part for the task's process, or has for a quantum."""
    START_UP = 6
    """The task's process is up, or has computed for a quantum."""
    ARRIVAL = 7
    """The next job comes."""


COMPUTING = (Reason.SLICE, Reason.SPAWN, Reason.START_UP)
"""For these the task computes until then, or until its quantum is over."""


class ScheduledEvent(NamedTuple):
    """One entry; entries come due in the order of `at` (simulated nanoseconds) and `number`."""

    at: int
    number: int
    task: Task
    reason: Reason


def scheduled_events(
    machine: Machine, reasons: Mapping[TimerHandler | None, Reason], spawned: Task | None
) -> Iterator[ScheduledEvent]:
    """Yield what is due, in no order: the tasks that run at this moment, and every valid timer.

    `reasons` tells for each handler of a timer what the timer waits for; `spawned` is the task
    whose process the parent is at.
    """
    waiting = len(machine.running)
    for place, task in enumerate(machine.running):
        if not task.gone or task.starting:  # the site may be being taken down
            yield ScheduledEvent(machine.now, place - waiting, task, Reason.RUNS)
    for at, number, task, handler in machine.timers:
        if task.timer != number:  # cancelled
            continue
        reason = reasons[handler]
        if reason is Reason.SLICE and task.starting:
            reason = Reason.SPAWN if task is spawned else Reason.START_UP
        done_at = task.slice_began + task.cpu_left_ns
        if reason in COMPUTING and at < done_at and not task.pool.is_awaited:
            # Nobody waits for the lane: at the end of its quantum it just computes on,
            # with a new timer, whose number is larger than that of any there is.
            yield ScheduledEvent(done_at, NEVER + at, task, reason)
        else:
            yield ScheduledEvent(at, number, task, reason)
