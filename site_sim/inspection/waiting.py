"""What a coroutine waits for, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import FOREMAN
from site_sim.inspection.values import Name, seconds_text
from site_sim.kernel.lanes import Task, Todo
from site_sim.kernel.scheduled import Reason, ScheduledEvent
from site_sim.log.events import NO_LANE
from site_sim.program.traps import Result


@dataclass(frozen=True, slots=True)
class WaitContext:
    """What is known of the others: who has called which of them, and what is due."""

    name: Name
    callees: Mapping[Task, Task]
    """The task that each caller waits for, where sends are calls."""
    top: Task | None
    """Who acts, where sends are calls: the others on the call stack wait for it."""
    scheduled: Mapping[Task, ScheduledEvent]
    next_item_of: Callable[[int], str]
    """Returns what a task waits for at its bare yield."""
    jobs_wait: bool
    """There are jobs in the queue."""
    closed_by: str
    """Why generators are closed."""
    model: str
    """The execution model, which says what a lane is."""
    lanes: int
    """How many lanes there are."""
    digits: int
    """How many digits of a second a time is shown with."""

    def lane(self, number: int) -> str:
        """Return what a lane is called: `the event loop`, `core 1`."""
        facts = MODEL_FACTS[self.model]
        if self.lanes > 1:
            return f"{facts.lane} {number}"
        return facts.awaited.replace("a ", "the ")

    @property
    def any_lane(self) -> str:
        """What someone who is ready waits for: `the GIL`, `a core`."""
        return MODEL_FACTS[self.model].awaited


def waits_for(task: Task, expression: str, around: WaitContext) -> str:
    """Return what a living coroutine waits for; `expression` is the yield it stands at."""
    if task.idle:
        return _resting(task, around)
    place = f"suspended in `{expression}`"
    callee = around.callees.get(task)
    if callee is not None:
        return f"{place} until {around.name(callee.who)} is back at its bare yield"
    if task.exception_pending:
        return f"{place}: an exception is thrown in"
    due = around.scheduled.get(task)
    if due is not None:
        return _due(task, due, place, around)
    if task.lane != NO_LANE:
        return f"{place}, which it has come to at this very moment"
    if task is around.top:
        return f"{place}: whom it called has left, and it runs on at this very moment"
    if task.target is not None:
        return f"{place} until there is room in the inbox of {around.name(task.target.who)}"
    return _ready(task, place, around.any_lane)


def _resting(task: Task, around: WaitContext) -> str:
    if task.who == FOREMAN and around.jobs_wait:
        return "at its bare `yield`: jobs wait, but no worker is free"
    return f"at its bare `yield`: waits for {around.next_item_of(task.who)}"


def _due(task: Task, due: ScheduledEvent, place: str, around: WaitContext) -> str:
    """Return what a task does, or what is done with its job, until a timer of its is due."""
    until = f"until {seconds_text(due.at, around.digits)}"
    if due.reason is Reason.HOP:
        return f"{place}: #{task.job} is on its way to {around.name(task.target.who)} {until}"
    if due.reason is Reason.SLICE:
        return f"{place}: has {around.lane(task.lane)}, computes {until}"
    if due.reason is Reason.IO:
        keeps = f", and keeps {around.lane(task.lane)}" if task.lane != NO_LANE else ""
        return f"{place}: waits for I/O {until}{keeps}"
    if due.reason is Reason.SWITCH:
        return f"{place}: the switch to it takes {until}"
    return f"{place}: has {around.lane(task.lane)}, runs on at this very moment"


def _ready(task: Task, place: str, lane: str) -> str:
    """Return what a task has done or has got, and that it waits for a lane, named `lane`."""
    if task.todo is Todo.RECEIVE:
        return f"at its bare `yield`, #{task.inbox[0][1]} in its inbox: ready, waits for {lane}"
    if task.todo is Todo.FETCH:
        return f"at its bare `yield`, jobs in the queue: ready, waits for {lane}"
    if task.todo is Todo.COMPUTE:
        return f"{place}, in the middle of it: ready, waits for {lane}"
    done = "the work" if isinstance(task.value, Result) else "the send"
    return f"{place}: {done} is done; ready, waits for {lane}"
