"""Takes a snapshot of every coroutine: where its generator really stands, what it waits for.

It is taken between two events: between two of the kernel's steps or in the midst of one. There
every living generator is `GEN_SUSPENDED`, whatever the model, as the kernel holds them all, but for
one that has just called the kernel's `inspect` or `address`; `native.py` shows what plain calls
would make of it.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from types import GeneratorType

from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.facts.sentences import say
from site_sim.inspection.listing import Listing, listing
from site_sim.inspection.upcoming import AHEAD, Pending, pending_of
from site_sim.inspection.values import places_of, value_text
from site_sim.inspection.waiting import WaitContext, waits_for
from site_sim.kernel.lanes import COMPUTE, Task
from site_sim.kernel.scheduled import Reason, ScheduledEvent
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY, Cast
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_LANE, Kind
from site_sim.log.position import Position
from site_sim.program.traps import Result

ALL = 64
"""In a larger crew than this, only those of interest are described in full."""
SHOWN = 48
"""How many of a call stack, of the lanes or of a queue are of interest."""
RECENT = 64
"""How many events back the coroutine that acted last is looked for."""
CLOSED_BY = dict.fromkeys((Kind.Left, Kind.LanesOpened), say("code.closed-anew"))
"""Why generators are closed, after the last event; else an exception left them."""
NO_GENERATOR = ""
"""The state of a coroutine that is not made yet."""


@dataclass(frozen=True, slots=True)
class CoroutineState:
    """Where one coroutine stands. Without a generator, or a live one, `line` is 0."""

    who: int
    name: str
    function: str
    line: int
    generator: str
    """What `inspect.getgeneratorstate` says: `GEN_SUSPENDED`; "" while there is no generator."""
    expression: str
    """The yield it stands at: `yield downstream.send(...)`; or, while it runs, its line."""
    locals: tuple[tuple[str, str], ...]
    """Its local variables, each with its value in a few words."""
    waits: str
    """What it waits for, in words."""
    job: int
    """The job in hand, or NO_JOB."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """An inbox with something in it: the jobs, and who waits for room."""

    who: int
    jobs: tuple[int, ...]
    senders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CoroutineSnapshot:
    """All coroutines after the first `seq` events of a run, `at` nanoseconds."""

    seq: int
    at: int
    in_midst: bool
    """The kernel is in the midst of a step: one more event comes of it."""
    next_at: int | None
    """When something happens next; until then they stand as they do."""
    program: str
    cast: Cast
    model: str
    lines: Mapping[int, tuple[str, int]]
    """The function and the line each living coroutine stands at, by who it is."""
    closed: tuple[int, ...]
    """Whose generator is closed, and not on the way to be replaced."""
    starting: tuple[int, ...]
    """Whose process is starting up."""
    detailed: Mapping[int, CoroutineState]
    """Those who are described in full: everyone, in a crew of at most `ALL`."""
    acting: int
    """Who acts: the one on the only lane, else the one the last event is about."""
    call_stack: tuple[int, ...]
    """Who waits for whom where sends are calls: each for the one after it. The last one acts."""
    lanes: tuple[int, ...]
    """Who has each lane; NOBODY where it is free."""
    ready: tuple[int, ...]
    """Who waits for a lane, in order (lane by lane, where tasks are pinned)."""
    at_work: tuple[int, ...]
    """Who is inside its work, running or not."""
    in_io: tuple[int, ...]
    """Those of them whose I/O is under way."""
    inboxes: tuple[Inbox, ...]
    room: int
    """How many items an inbox holds."""
    pending: tuple[Pending, ...]
    """What is due next, in order, at most `AHEAD` entries."""
    due: int
    """How much is due in all."""

    def shows(self, position: Position) -> bool:
        """Return whether the coroutines stand like this at a position of the same run."""
        lasts = self.next_at is None or position.at < self.next_at or position.at == self.at
        return position.seq == self.seq and lasts

    def name_of(self, who: int) -> str:
        """Return what a person calls a task."""
        return self.cast.name_of(who)

    @property
    def source(self) -> Listing:
        """The source of the program."""
        return listing(self.program)

    @property
    def resting(self) -> tuple[int, ...]:
        """Who is alive and not on the call stack."""
        calling = set(self.call_stack)
        return tuple(who for who in self.lines if who not in calling)


def take_snapshot(
    simulation: Simulation, focus: int = NOBODY, in_midst: bool = False
) -> CoroutineSnapshot:
    """Return how all coroutines of a simulation stand now; `focus` is one to describe in full.

    `in_midst` is whether the kernel is in the midst of a step, between two events of it.
    """
    site = simulation.site
    program, model = simulation.config.program, site.scheduler.model
    scheduled = {due.task: due for due in site.scheduled()}
    everyone = [task for task in site.staff.everyone() if _generator(task) or task.starting]
    lines, lanes = _lines(everyone), _lanes(everyone, simulation)
    stack = _call_stack(everyone, scheduled) if model.facts.sends_are_calls else []
    ready = [task.who for pool in site.staff.layout.pools for task in pool.waiting]
    acting = _acting(lanes, stack, [task.who for task in everyone], simulation.log)
    around = _wait_context(simulation, everyone, scheduled, stack, len(lanes))
    in_full = _in_full(everyone, {focus, acting, FOREMAN, ACCEPT}, stack, ready, lanes)
    return CoroutineSnapshot(
        seq=len(simulation.log),
        at=simulation.now,
        in_midst=in_midst,
        next_at=simulation.now if in_midst else simulation.next_at(),
        program=program,
        cast=simulation.log.cast,
        model=model.facts.name,
        lines=lines,
        closed=_closed(everyone, lines),
        starting=tuple(task.who for task in everyone if task.starting),
        detailed={task.who: _state(task, program, around) for task in in_full},
        acting=acting,
        call_stack=tuple(task.who for task in stack),
        lanes=lanes,
        ready=tuple(ready),
        at_work=tuple(sorted(task.who for task in everyone if _is_at_work(task))),
        in_io=tuple(sorted(task.who for task in _with(scheduled, Reason.IO))),
        inboxes=tuple(_inboxes(everyone)),
        room=site.config.inbox,
        pending=_pending(simulation, scheduled.values()),
        due=len(scheduled),
    )


def _in_full(
    everyone: Collection[Task],
    chosen: Collection[int],
    stack: Sequence[Task],
    ready: Sequence[int],
    lanes: Sequence[int],
) -> Collection[Task]:
    """Return the tasks to describe in full: all of a crew of at most `ALL`.

    Of a larger one they are the chosen ones, the end of the call stack, and the first of those
    that are ready and of those that have a lane.
    """
    if len(everyone) <= ALL:
        return everyone
    called = (task.who for task in stack[-SHOWN:])
    of_interest = {*chosen, *called, *ready[:SHOWN], *lanes[:SHOWN]}
    return [task for task in everyone if task.who in of_interest]


def _wait_context(
    simulation: Simulation,
    everyone: Iterable[Task],
    scheduled: Mapping[Task, ScheduledEvent],
    stack: Sequence[Task],
    lanes: int,
) -> WaitContext:
    """Return the facts about all tasks from which it is told what each of them waits for."""
    model = simulation.site.scheduler.model
    callees = {task.caller: task for task in everyone if task.caller}
    return WaitContext(
        name=simulation.log.cast.name_of,
        callees=callees if model.facts.sends_are_calls else {},
        top=stack[-1] if stack else None,
        scheduled=scheduled,
        next_item_of=PROGRAM_FACTS[simulation.config.program].next_item_of,
        jobs_wait=bool(simulation.site.jobs.waiting),
        closed_by=CLOSED_BY.get(Kind(simulation.log[-1].kind), say("code.closed-by-exception")),
        model=model.facts.name,
        lanes=lanes,
        places=places_of(model.near_hop_ns(simulation.site.config.costs)),
    )


def _generator(task: Task) -> GeneratorType[object, object, object] | None:
    """Return a task's generator; None before it was ever made."""
    generator = getattr(task, "generator", None)
    return generator if isinstance(generator, GeneratorType) else None


def _with(scheduled: Mapping[Task, ScheduledEvent], reason: Reason) -> list[Task]:
    """Return the tasks for which something is due for one reason."""
    return [task for task, due in scheduled.items() if due.reason is reason]


def _lines(everyone: Iterable[Task]) -> dict[int, tuple[str, int]]:
    """Return where each living generator stands."""
    living = ((task.who, _generator(task)) for task in everyone if not task.gone)
    frames = ((who, generator.gi_frame) for who, generator in living if generator is not None)
    return {who: (frame.f_code.co_name, frame.f_lineno) for who, frame in frames if frame}


def _closed(everyone: Collection[Task], lines: Collection[int]) -> tuple[int, ...]:
    """Return the tasks whose generator is closed and for which no new one is starting up."""
    if len(lines) == len(everyone):
        return ()
    return tuple(t.who for t in everyone if t.who not in lines and not t.starting)


def _state(task: Task, program: str, around: WaitContext) -> CoroutineState:
    """Return all about one coroutine."""
    generator, name = _generator(task), around.name(task.who)
    state = NO_GENERATOR if generator is None else inspect.getgeneratorstate(generator)
    if generator is None or generator.gi_frame is None:
        closed = say("code.closed", why=around.closed_by)
        waits = say("waits.starts") if task.starting else closed
        return CoroutineState(task.who, name, "", 0, state, "", (), waits, task.job)
    frame = generator.gi_frame
    function, line = frame.f_code.co_name, frame.f_lineno
    expression = listing(program).expression(function, line)
    values = inspect.getgeneratorlocals(generator).items()
    variables = tuple((variable, value_text(value, around.name)) for variable, value in values)
    if state == inspect.GEN_RUNNING:
        waits = say("waits.runs", expression=expression)
    else:
        waits = waits_for(task, expression, around)
    return CoroutineState(
        task.who, name, function, line, state, expression, variables, waits, task.job
    )


def _lanes(everyone: Iterable[Task], simulation: Simulation) -> tuple[int, ...]:
    """Return who has each lane."""
    holders = {task.lane: task.who for task in everyone if task.lane != NO_LANE}
    free = sum(len(pool.free) for pool in simulation.site.staff.layout.pools)
    return tuple(holders.get(lane, NOBODY) for lane in range(len(holders) + free))


def _call_stack(everyone: Iterable[Task], scheduled: Collection[Task]) -> list[Task]:
    """Return the chain of callers that ends with the task on the lane, outermost first.

    A head that was laid off leaves as soon as it is back at its bare yield, with the lane in hand:
    the foreman, who called it, is all that there is of the stack then.
    """
    task = next((task for task in everyone if task.lane != NO_LANE), None)
    if task is None:
        is_calling = (t for t in everyone if t.who == FOREMAN and not (t.idle or t.gone))
        return [task for task in is_calling if task not in scheduled]
    stack = []
    while task is not None:
        stack.append(task)
        task = task.caller
    return stack[::-1]


def _acting(
    lanes: tuple[int, ...], stack: Sequence[Task], present: Collection[int], log: EventLog
) -> int:
    """Return the task that acts, or of the tasks that have not left the one that acted last.

    Whoever has the lane, an accident and who it happens to come first.
    """
    happened = (e for e in (log[-1], log[-2]) if e.kind not in (Kind.Requeued, Kind.Scrapped))
    last = next(happened, log[-1])
    if last.kind in (Kind.AccidentHappened, Kind.Died) and last.who in present:
        return last.who
    if len(lanes) == 1 and lanes[0] != NOBODY:
        return stack[-1].who if stack else lanes[0]
    recent = reversed(list(log.rows(max(0, len(log) - RECENT))))
    return next((who for _, _, who, *_ in recent if who in present), FOREMAN)


def _is_at_work(task: Task) -> bool:
    """Return whether a task is inside its work: computes, waits for I/O, or was preempted."""
    return task.todo is COMPUTE and isinstance(task.value, Result)


def _inboxes(everyone: Iterable[Task]) -> Iterator[Inbox]:
    for task in everyone:
        if task.inbox or task.senders:
            jobs = tuple(job for _, job in task.inbox)
            yield Inbox(task.who, jobs, tuple(sender.who for sender in task.senders))


def _pending(simulation: Simulation, scheduled: Collection[ScheduledEvent]) -> tuple[Pending, ...]:
    """Return what is due next, in words."""
    first = nsmallest(AHEAD, scheduled, key=itemgetter(0, 1))
    return tuple(pending_of(due, simulation) for due in first)
