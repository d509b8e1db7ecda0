"""What a coroutine waits for, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from site_sim.base.quantities import clock
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import FOREMAN
from site_sim.facts.sentences import say
from site_sim.inspection.values import Name
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
    places: int
    """How many digits after the point a time is shown with."""

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
    place = say("waits.place", expression=expression)
    callee = around.callees.get(task)
    if callee is not None:
        return say("waits.callee", place=place, callee=around.name(callee.who))
    if task.exception_pending:
        return say("waits.exception", place=place)
    due = around.scheduled.get(task)
    if due is not None:
        return _due(task, due, place, around)
    if task.lane != NO_LANE:
        return say("waits.reached", place=place)
    if task is around.top:
        return say("waits.callee-left", place=place)
    if task.target is not None:
        return say("waits.room", place=place, receiver=around.name(task.target.who))
    return _ready(task, place, around.any_lane)


def _resting(task: Task, around: WaitContext) -> str:
    if task.who == FOREMAN and around.jobs_wait:
        return say("waits.no-worker")
    return say("waits.item", item=around.next_item_of(task.who))


def _due(task: Task, due: ScheduledEvent, place: str, around: WaitContext) -> str:
    """Return what a task does, or what is done with its job, until a timer of its is due."""
    time = clock(due.at, around.places)
    if due.reason is Reason.HOP:
        receiver = around.name(task.target.who)
        return say("waits.hop", place=place, job=task.job, receiver=receiver, time=time)
    if due.reason is Reason.IO and task.lane == NO_LANE:
        return say("waits.io", place=place, time=time)
    if due.reason is Reason.SWITCH:
        return say("waits.switch", place=place, time=time)
    does = {Reason.SLICE: "waits.computes", Reason.IO: "waits.io.keeping"}
    sentence = does.get(due.reason, "waits.goes-on")
    return say(sentence, place=place, lane=around.lane(task.lane), time=time)


def _ready(task: Task, place: str, lane: str) -> str:
    """Return what a task has done or has got, and that it waits for a lane, named `lane`."""
    if task.todo is Todo.RECEIVE:
        return say("waits.inbox", job=task.inbox[0][1], lane=lane)
    if task.todo is Todo.FETCH:
        return say("waits.queue", lane=lane)
    if task.todo is Todo.COMPUTE:
        return say("waits.interrupted", place=place, lane=lane)
    done = "waits.work-done" if isinstance(task.value, Result) else "waits.send-done"
    return say(done, place=place, lane=lane)
