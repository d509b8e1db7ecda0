"""A snapshot of every coroutine as its generator really stands, and of who waits for whom.

It is taken between two of the kernel's steps. There every living generator is `GEN_SUSPENDED`,
whatever the model, as the kernel holds them all; `native.py` says what plain calls would make of
the same moment.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from types import GeneratorType

from site_sim.events import ACCEPT, FOREMAN, NO_LANE, NOBODY, Kind
from site_sim.kernel.dues import Due, Reason
from site_sim.kernel.lanes import COMPUTE, Task
from site_sim.kernel.simulation import Simulation
from site_sim.reenactment import Moment
from site_sim.stage.agenda import AHEAD, Pending, pending_of
from site_sim.stage.listing import Listing, listing
from site_sim.stage.values import digits_for, value_text
from site_sim.stage.waiting import ANYONE, Surroundings, waits_for
from site_sim.state.site import name_of

ALL = 64
"""In a larger crew than this, only those are told in full who are of interest."""
SHOWN = 48
"""How many of a tower, of the lanes or of a queue are of interest."""
RECENT = 64
"""How many events back the one who acted last is looked for."""
NO_GENERATOR = ""
"""The state of a coroutine that is not made yet."""
ITEMS: Mapping[str, Mapping[int, str]] = {
    "pipeline": {
        FOREMAN: "the next job from the queue",
        ACCEPT: "the next result",
        ANYONE: "the next job",
    },
    "producer-consumer": {ANYONE: "the next item"},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one coroutine stands. Without a generator, or a live one, `line` is 0."""

    who: int
    name: str
    function: str
    line: int
    generator: str
    """What `inspect.getgeneratorstate` says: `GEN_SUSPENDED`; "" while there is no generator."""
    expression: str
    """The yield it stands at: `yield downstream.send(...)`."""
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
class Stage:
    """All coroutines after the first `seq` events of a run, `at` nanoseconds."""

    seq: int
    at: int
    began: int
    """How many events there were before the kernel's last step; it can't stand in between."""
    next_at: int | None
    """When the next step is due; until then they stand as they do."""
    program: str
    model: str
    lines: Mapping[int, tuple[str, int]]
    """The function and the line each living coroutine stands at, by who it is."""
    closed: tuple[int, ...]
    """Whose generator is closed, and not on the way to be replaced."""
    starting: tuple[int, ...]
    """Whose process is starting up."""
    standings: Mapping[int, Standing]
    """Those who are told in full: everyone, in a crew of at most `ALL`."""
    acting: int
    """Who acts: the one on the only lane, else the one the last event is about."""
    tower: tuple[int, ...]
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

    def shows(self, moment: Moment) -> bool:
        """Whether the coroutines stand like this at a moment of the same run."""
        if moment.seq == self.seq:
            return self.next_at is None or moment.at < self.next_at or moment.at == self.at
        return self.began < moment.seq < self.seq

    def name_of(self, who: int) -> str:
        """Return what a person calls a task."""
        return name_of(who, self.program)

    @property
    def source(self) -> Listing:
        """The source of the program."""
        return listing(self.program)

    @property
    def resting(self) -> tuple[int, ...]:
        """Who is alive and not on the tower."""
        calling = set(self.tower)
        return tuple(who for who in self.lines if who not in calling)


def take_stage(simulation: Simulation, began: int, focus: int = NOBODY) -> Stage:
    """Return how all coroutines of a simulation stand now; `focus` is one to tell in full."""
    everyone = simulation.crew.everyone()
    dues = {due.task: due for due in simulation.dues()}
    callees = {task.caller: task for task in everyone if task.caller is not None}
    program = simulation.setup.program
    lines = _lines(everyone)
    lanes = _lanes(everyone, simulation)
    at_work = [task for task in everyone if _is_at_work(task, dues.get(task))]
    tower = _tower(lanes, everyone) if simulation.model.sends_are_calls else []
    ready = [task.who for pool in simulation.crew.pools for task in pool.ready]
    acting = _acting(lanes, tower, simulation)
    wanted = {focus, acting, FOREMAN, ACCEPT, *tower[-SHOWN:], *ready[:SHOWN], *lanes[:SHOWN]}
    around = Surroundings(
        name=lambda who: name_of(who, program),
        callees=callees,
        dues=dues,
        items=ITEMS[program],
        jobs_wait=bool(simulation.queue),
        digits=digits_for(simulation.model.near_hop_ns(simulation.setup.costs)),
    )
    return Stage(
        seq=len(simulation.log),
        at=simulation.now,
        began=began,
        next_at=simulation.next_at(),
        program=program,
        model=simulation.model.name,
        lines=lines,
        closed=tuple(t.who for t in everyone if t.who not in lines and not _starts(t, dues)),
        starting=tuple(t.who for t in everyone if _starts(t, dues)),
        standings={
            task.who: _standing(task, program, around)
            for task in everyone
            if len(everyone) <= ALL or task.who in wanted
        },
        acting=acting,
        tower=tuple(tower),
        lanes=lanes,
        ready=tuple(ready),
        at_work=tuple(task.who for task in at_work),
        in_io=tuple(task.who for task in at_work if _is_due(task, dues, Reason.IO)),
        inboxes=tuple(_inboxes(everyone)),
        room=simulation.setup.inbox,
        pending=_pending(simulation, dues.values()),
    )


def _generator(task: Task) -> GeneratorType[object, object, object] | None:
    """Return a task's generator; None before it was ever made."""
    generator = getattr(task, "generator", None)
    return generator if isinstance(generator, GeneratorType) else None


def _is_due(task: Task, dues: Mapping[Task, Due], reason: Reason) -> bool:
    due = dues.get(task)
    return due is not None and due.reason is reason


def _starts(task: Task, dues: Mapping[Task, Due]) -> bool:
    """Whether a task's process is starting up."""
    return _is_due(task, dues, Reason.START_UP)


def _state(task: Task) -> str:
    generator = _generator(task)
    return NO_GENERATOR if generator is None else inspect.getgeneratorstate(generator)


def _lines(everyone: Iterable[Task]) -> dict[int, tuple[str, int]]:
    """Return where each living generator stands."""
    lines = {}
    for task in everyone:
        generator = _generator(task)
        frame = generator.gi_frame if generator is not None else None
        if frame is not None:
            lines[task.who] = (frame.f_code.co_name, frame.f_lineno)
    return lines


def _standing(task: Task, program: str, around: Surroundings) -> Standing:
    """Return all about one coroutine."""
    generator, name = _generator(task), around.name(task.who)
    state = _state(task)
    if generator is None or generator.gi_frame is None:
        starts = _starts(task, around.dues)
        waits = "its process starts up" if starts else "closed: an exception left it"
        return Standing(task.who, name, "", 0, state, "", (), waits, task.job)
    frame = generator.gi_frame
    function, line = frame.f_code.co_name, frame.f_lineno
    expression = listing(program).expression(function, line)
    values = inspect.getgeneratorlocals(generator).items()
    variables = tuple((variable, value_text(value, around.name)) for variable, value in values)
    waits = waits_for(task, expression, around)
    return Standing(task.who, name, function, line, state, expression, variables, waits, task.job)


def _lanes(everyone: Iterable[Task], simulation: Simulation) -> tuple[int, ...]:
    """Return who has each lane."""
    holders = {task.lane: task.who for task in everyone if task.lane != NO_LANE}
    pools = simulation.crew.pools
    count = len({*holders, *(lane for pool in pools for lane in pool.free)})
    return tuple(holders.get(lane, NOBODY) for lane in range(count))


def _tower(lanes: tuple[int, ...], everyone: Iterable[Task]) -> list[int]:
    """Return the chain of callers that ends with the one who has the lane, outermost first."""
    task = next((task for task in everyone if task.lane != NO_LANE), None) if lanes else None
    tower = []
    while task is not None:
        tower.append(task.who)
        task = task.caller
    return tower[::-1]


def _acting(lanes: tuple[int, ...], tower: list[int], simulation: Simulation) -> int:
    """Return who acts, or acted last."""
    if len(lanes) == 1 and lanes[0] != NOBODY:
        return tower[-1] if tower else lanes[0]
    log = simulation.log
    for _, kind, who, _, a, _ in reversed(list(log.rows(max(0, len(log) - RECENT)))):
        if who != NOBODY:
            return a if kind == Kind.Resumed else who
    return FOREMAN


def _is_at_work(task: Task, due: Due | None) -> bool:
    """Whether a task is inside its work: it computes, waits for I/O, or was preempted."""
    if due is not None and due.reason in (Reason.SLICE, Reason.IO):
        return True
    return not task.gone and not task.idle and task.todo is COMPUTE and task.cpu_left_ns > 0


def _inboxes(everyone: Iterable[Task]) -> Iterable[Inbox]:
    for task in everyone:
        if task.inbox or task.senders:
            jobs = tuple(job for _, job in task.inbox)
            yield Inbox(task.who, jobs, tuple(sender.who for sender in task.senders))


def _pending(simulation: Simulation, dues: Collection[Due]) -> tuple[Pending, ...]:
    """Return what is due next, in words."""
    first = nsmallest(AHEAD, dues, key=lambda due: (due.at, due.number))
    return tuple(pending_of(due, simulation) for due in first)
