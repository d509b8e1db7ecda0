"""Lists what will happen and what just did, each thing to come with the event that caused it.

The future event list knows timers, not events: what is due is described as what it is, and
only when it comes due is it settled what it leads to (an item that arrives may find the inbox
full).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from site_sim.facts.event_text import describe_briefly, describe_event
from site_sim.facts.programs import FOREMAN
from site_sim.facts.sentences import SENTENCES, say
from site_sim.kernel.scheduled import COMPUTING, Reason, ScheduledEvent
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, Kind

AHEAD = 24
"""Pending events that are listed."""
BEHIND = 24
"""Events of the past that are listed."""
REACH = 1024
"""How many events back the cause of a pending one is looked for."""
BLOCK = 64
"""Events that are read at once on the way back."""


class EventText(NamedTuple):
    """An event of the log in words; `seq` counts from 0."""

    seq: int
    at: int
    who: int
    job: int
    text: str
    brief: str
    """The same in fewer words."""


class Pending(NamedTuple):
    """Something that will happen at `at` (simulated nanoseconds), unless something prevents it."""

    at: int
    who: int
    """The task that it happens to; NOBODY for an arrival."""
    text: str
    brief: str
    """The same in fewer words."""
    because: EventText | None
    """The event that led to it; None if that is further back than `REACH`, or no event."""


class UpcomingEvents(NamedTuple):
    """What was, and what will be, around the playhead."""

    done: tuple[EventText, ...]
    """The last events, the latest at the end."""
    next: EventText | Pending | None
    """What happens next: an event of the log in the past, the earliest pending one live."""
    because: EventText | None
    """The event that leads to it; None if it is not known, or a command does."""
    pending: tuple[Pending, ...]
    """What is due after that, in order."""
    due: int
    """How much is due in all, the next included if it is."""


class Ahead(NamedTuple):
    """What a snapshot of the coroutines and the journal know of what comes next."""

    pending: tuple[Pending, ...] = ()
    """What is due, in order."""
    due: int = 0
    """How much is due in all."""
    in_midst: bool = False
    """The next event comes of the step that the kernel is in the midst of."""
    by_command: bool = False
    """The next event comes of a command."""


def upcoming_events(log: EventLog, seq: int, ahead: Ahead) -> UpcomingEvents:
    """Return what comes next after the first `seq` events of a log, and what came last."""
    first = max(0, seq - BEHIND)
    done = tuple(_event_text(log, number) for number in range(first, seq))
    event = _event_text(log, seq) if seq < len(log) else None
    pending, due = ahead.pending, ahead.due
    if ahead.in_midst:
        cause = _cause_in_step(log, seq, ahead.by_command)
        because = None if cause is None else _event_text(log, cause)
        return UpcomingEvents(done, event, because, pending, due)
    if ahead.by_command or not pending:
        return UpcomingEvents(done, event, None, pending, due)
    return UpcomingEvents(done, event or pending[0], pending[0].because, pending[1:], due)


def _event_text(log: EventLog, seq: int) -> EventText:
    event = log[seq]
    text, brief = describe_event(event, log), describe_briefly(event, log)
    return EventText(seq, event.at, event.who, event.job, text, brief)


def _cause_in_step(log: EventLog, seq: int, by_command: bool) -> int | None:
    """Return which event of a step led to a later one of it.

    It is the last one at the same time that has to do with the same job or the same coroutine,
    else the one just before, if it was not just one more thing that a command wanted.
    """
    at, kind, who, job, a, _ = log[seq]
    is_about = {who, a} if kind == Kind.Resumed else {who}
    for before, row in _backwards(log, seq):
        if row[0] < at:
            break
        wakes = who == FOREMAN and row[1] in WAKING
        if wakes or row[2] in is_about - {NOBODY} or (row[3] == job != NO_JOB):
            return before
    is_chain = not by_command or log[seq - 1].kind == Kind.Died
    return seq - 1 if is_chain else None


def pending_of(due: ScheduledEvent, simulation: Simulation) -> Pending:
    """Return in words what a simulation has on its list, and why."""
    text, brief = _texts(due, simulation.log.cast.name_of)
    return Pending(due.at, due.task.who, text, brief, _because(due, simulation))


def _texts(due: ScheduledEvent, name: Callable[[int], str]) -> tuple[str, str]:
    """Return what is due in words, and in fewer."""
    task, id = due.task, SENTENCE_IDS[due.reason]
    if due.reason in COMPUTING and due.at - task.slice_began < task.cpu_left_ns:
        id = INTERRUPTED
    brief = f"{id}.brief" if f"{id}.brief" in SENTENCES else id
    other = name(task.target.who) if due.reason is Reason.HOP else ""
    fields = {"who": name(task.who), "job": task.job, "other": other}
    return say(id, **fields), say(brief, **fields)


SENTENCE_IDS: Mapping[Reason, str] = {
    Reason.RUNS: "upcoming.runs",
    Reason.HOP: "upcoming.hop",
    Reason.SLICE: "upcoming.computed",
    Reason.IO: "upcoming.io",
    Reason.SWITCH: "upcoming.switch",
    Reason.SPAWN: "upcoming.spawn",
    Reason.START_UP: "upcoming.start-up",
    Reason.ARRIVAL: "upcoming.arrival",
}
"""Which sentence is about each."""
INTERRUPTED = "upcoming.slice"
"""The sentence about that."""
CAUSES: dict[Reason, tuple[Kind, ...]] = {
    Reason.RUNS: tuple(Kind),
    Reason.HOP: (Kind.HandOffStarted,),
    Reason.SLICE: (Kind.WorkStarted, Kind.CpuResumed),
    Reason.IO: (Kind.IoStarted,),
    Reason.SWITCH: (Kind.Preempted, Kind.StartUpLostLane),
    Reason.SPAWN: (Kind.StartUpGotLane,),
    Reason.START_UP: (Kind.StartUpGotLane,),
    Reason.ARRIVAL: (Kind.JobArrived,),
}
"""The kinds of event that lead to each."""
WAKING = (Kind.JobArrived, Kind.Rejected, Kind.Requeued, Kind.Unclaimed)
"""The kinds of event that let the foreman run."""


def _because(due: ScheduledEvent, simulation: Simulation) -> EventText | None:
    """Return the last event that led to what is due."""
    log = simulation.log
    since = _since(due, simulation)
    for seq, row in _backwards(log, log.index_at(since)):
        if row[1] in CAUSES[due.reason] and _leads_to(row, due):
            return _event_text(log, seq)
    return None


def _since(due: ScheduledEvent, simulation: Simulation) -> int:
    """Return a time (ns) by which the event that set a timer had happened."""
    task, costs = due.task, simulation.site.config.costs
    model = simulation.site.scheduler.model
    match due.reason:
        case Reason.HOP:
            return due.at - simulation.site.scheduler.hops.cost_ns(task, task.target)
        case Reason.SLICE | Reason.SPAWN | Reason.START_UP:
            return task.slice_began
        case Reason.IO:
            return due.at - task.io_left_ns
        case Reason.SWITCH:
            return due.at - model.switch_ns(costs)
        case Reason.RUNS | Reason.ARRIVAL:
            return simulation.now


def _backwards(log: EventLog, stop: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the events before number `stop`, the last first, each with its number."""
    for end in range(stop, max(0, stop - REACH), -BLOCK):
        start = max(0, end - BLOCK)
        yield from reversed(list(enumerate(log.rows(start, end), start)))


def _leads_to(row: tuple[int, ...], due: ScheduledEvent) -> bool:
    """Return whether an event of the right kind led to what is due."""
    _, kind, who, _, a, b = row
    task = due.task
    if due.reason is Reason.RUNS:
        woken = kind == Kind.HandedOff and a == task.who
        return who == task.who or woken or (task.who == FOREMAN and kind in WAKING)
    if due.reason is Reason.SWITCH:
        return b == task.lane
    return who == task.who
