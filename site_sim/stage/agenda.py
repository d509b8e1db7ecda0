"""What will happen, and what just did, in words; each thing to come with the event that caused it.

The future event list knows timers, not events: what is due is told as what it is, and only when it
comes due is it settled what it leads to (an item that arrives may find the inbox full).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from site_sim.events import FOREMAN, Event, EventLog, Kind
from site_sim.kernel.dues import Due, Reason
from site_sim.kernel.lanes import Task
from site_sim.kernel.simulation import Simulation
from site_sim.state.site import name_of
from site_sim.state.stories import program_of, tell_event

AHEAD = 24
"""Pending events that are listed."""
BEHIND = 24
"""Events of the past that are listed."""
REACH = 1024
"""How many events back the cause of a pending one is looked for."""
BLOCK = 64
"""Events that are read at once on the way back."""


class Told(NamedTuple):
    """An event of the log in words; `seq` counts from 0."""

    seq: int
    at: int
    who: int
    text: str


class Pending(NamedTuple):
    """Something that will happen at `at` (simulated nanoseconds), unless something prevents it."""

    at: int
    who: int
    """Whom it happens to; NOBODY for an arrival."""
    text: str
    because: Told | None
    """The event that led to it; None if that is further back than `REACH`, or no event."""


class Agenda(NamedTuple):
    """What was, and what will be, around the playhead."""

    done: tuple[Told, ...]
    """The last events, the latest at the end."""
    next: Told | Pending | None
    """What happens next: an event of the log in the past, the earliest pending one live."""
    pending: tuple[Pending, ...]
    """What is due at the place where the coroutines stand, in order."""


def agenda_of(log: EventLog, seq: int, pending: tuple[Pending, ...]) -> Agenda:
    """Return the agenda after the first `seq` events of a log."""
    program, first = program_of(log), max(0, seq - BEHIND)
    told = [
        Told(number, row[0], row[2], tell_event(Event(*row), log, program))
        for number, row in enumerate(log.rows(first, seq + 1), first)
    ]
    done = tuple(told[: seq - first])
    if seq < len(log):
        return Agenda(done, told[-1], pending)
    return Agenda(done, pending[0] if pending else None, pending)


def pending_of(due: Due, simulation: Simulation) -> Pending:
    """Return in words what a simulation has on its list, and why."""
    program = simulation.setup.program
    text = _text(due.task, due.reason, due.at, lambda who: name_of(who, program))
    return Pending(due.at, due.task.who, text, _because(due, simulation, program))


def _text(task: Task, reason: Reason, at: int, name: Callable[[int], str]) -> str:
    who, job = name(task.who), f"#{task.job}"
    match reason:
        case Reason.RUNS:
            return f"{who} runs on"
        case Reason.HOP:
            return f"{job} reaches {name(task.target.who)} from {who}"
        case Reason.SLICE:
            last = at - task.slice_began >= task.cpu_left_ns
            return f"{who} has computed {job}" if last else f"the quantum of {who} is over"
        case Reason.IO:
            return f"{who} has the I/O of {job} done"
        case Reason.SWITCH:
            return f"the switch to {who} is over"
        case Reason.START_UP:
            return f"the process of {who} is up"
        case Reason.ARRIVAL:
            return "the next job arrives"


CAUSES: dict[Reason, tuple[Kind, ...]] = {
    Reason.RUNS: tuple(Kind),
    Reason.HOP: (Kind.HandOffStarted,),
    Reason.SLICE: (Kind.WorkStarted, Kind.CpuResumed),
    Reason.IO: (Kind.IoStarted,),
    Reason.SWITCH: (Kind.Preempted,),
    Reason.START_UP: (Kind.StartUpBegan,),
    Reason.ARRIVAL: (Kind.JobArrived,),
}
"""The kinds of event that lead to each."""
WAKING = (Kind.JobArrived, Kind.Rejected, Kind.Requeued, Kind.Unclaimed)
"""The kinds of event that let the foreman run."""


def _because(due: Due, simulation: Simulation, program: str) -> Told | None:
    """Return the last event that led to what is due."""
    log = simulation.log
    since = _since(due, simulation)
    for seq, row in _backwards(log, log.index_at(since)):
        if row[1] in CAUSES[due.reason] and _leads_to(row, due):
            return Told(seq, row[0], row[2], tell_event(Event(*row), log, program))
    return None


def _since(due: Due, simulation: Simulation) -> int:
    """Return since when something has been due, in nanoseconds, or a later time."""
    task, model, costs = due.task, simulation.model, simulation.setup.costs
    match due.reason:
        case Reason.HOP:
            is_far = model.pinned and task.target.pool is not task.pool
            return due.at - (model.far_hop_ns(costs) if is_far else model.near_hop_ns(costs))
        case Reason.SLICE:
            return task.slice_began
        case Reason.IO:
            return due.at - task.io_left_ns
        case Reason.SWITCH:
            return due.at - model.switch_ns(costs)
        case Reason.START_UP:
            return due.at - model.start_up_ns(costs)
        case Reason.RUNS | Reason.ARRIVAL:
            return simulation.now


def _backwards(log: EventLog, stop: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the events before number `stop`, the last first, each with its number."""
    for end in range(stop, max(0, stop - REACH), -BLOCK):
        start = max(0, end - BLOCK)
        yield from reversed(list(enumerate(log.rows(start, end), start)))


def _leads_to(row: tuple[int, ...], due: Due) -> bool:
    """Whether an event of the right kind led to what is due."""
    _, kind, who, _, a, b = row
    task = due.task
    if due.reason is Reason.RUNS:
        woken = kind == Kind.HandedOff and a == task.who
        return who == task.who or woken or (task.who == FOREMAN and kind in WAKING)
    if due.reason is Reason.SWITCH:
        return b == task.lane
    return who == task.who
