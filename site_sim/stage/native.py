"""What the same moment would look like in plain Python, without the kernel.

Under the kernel a send is a wish that is yielded, so every generator is suspended between two
steps. In a chain of plain `.send()` calls each caller stays on the call stack, inside its own call:
`GEN_RUNNING` (PEP 342; `inspect.getgeneratorstate`). Only the serial model has such an equivalent.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import GEN_CLOSED, GEN_RUNNING, GEN_SUSPENDED
from typing import NamedTuple

from site_sim.events import FOREMAN, NOBODY
from site_sim.stage.snapshot import Stage

STACKS = 64
"""Stacks that are told, at most."""


class Frame(NamedTuple):
    """A frame of a call stack; `who` is NOBODY where it is not a coroutine's."""

    text: str
    who: int = NOBODY
    call: str = ""
    """What it is in the middle of: `downstream.send(...)`, `work(job)`."""


class Native(NamedTuple):
    """The call stacks, each with the outermost frame first, and a generator state for everyone."""

    is_equivalent: bool
    """Whether a chain of plain `.send()` calls does the same."""
    stacks: tuple[tuple[Frame, ...], ...]
    states: Mapping[int, str]
    sends: int
    """How many sends deep the stack is: what Python's recursion limit counts."""
    lines: tuple[str, ...]
    """What is to be known about it, in sentences."""


EXPLAINED: Mapping[str, tuple[str, ...]] = {
    "serial": (
        "A .send() is a call: on the stack until the other is back at its yield.",
        "Python's recursion limit ends a chain at 498 workers (997 from 3.13 on).",
        "Here the kernel holds them all: between its steps each is GEN_SUSPENDED.",
    ),
    "coroutines": (
        "No chain of plain .send() does this: while one waits, others go on.",
        "Nothing is on the stack but the event loop and the one that runs.",
    ),
    "threads": (
        "No chain of plain .send() does this: each worker is a thread with a stack of its own.",
        "Who is inside its work is GEN_RUNNING, even while it waits for the GIL.",
        "A .send() into it from another thread raises ValueError: jobs need a queue.",
    ),
    "free-threads": (
        "No chain of plain .send() does this: each worker is a thread with a stack of its own.",
        "Without a GIL several run at once, and each of them is GEN_RUNNING.",
        "A .send() into one from another thread raises ValueError: jobs need a queue.",
    ),
    "processes": (
        "No chain of plain .send() does this: each worker is a process with a stack of its own.",
        "A generator can't be pickled: it stays in its process, and only jobs cross.",
    ),
    "hybrid": (
        "No chain of plain .send() does this: each process has an event loop of its own.",
        "On each stack is nothing but its loop and the one that runs.",
    ),
}
"""What is to be known about each model."""
OWN_STACKS = ("threads", "free-threads", "processes")
"""The models in which each worker has a call stack of its own."""


def native(stage: Stage) -> Native:
    """Return what the moment of a stage would look like natively."""
    if stage.model == "serial":
        stacks: tuple[tuple[Frame, ...], ...] = (_chain(stage),)
    elif stage.model in OWN_STACKS:
        kind = "process" if stage.model == "processes" else "thread"
        stacks = tuple((Frame(kind), *_at_work(stage, who)) for who in stage.at_work[:STACKS])
    else:
        name = "loop" if len(stage.lanes) > 1 else "event loop"
        stacks = tuple(
            (Frame("main"), Frame(f"{name} {lane}" if len(stage.lanes) > 1 else name), *on_it)
            for lane, on_it in enumerate(_on_lanes(stage))
        )
    running = {frame.who for stack in stacks for frame in stack} - {NOBODY}
    states = dict.fromkeys(stage.lines, GEN_SUSPENDED)
    states |= dict.fromkeys(running, GEN_RUNNING) | dict.fromkeys(stage.closed, GEN_CLOSED)
    is_equivalent = stage.model == "serial"
    sends = len(stage.tower) if is_equivalent else 0
    return Native(is_equivalent, stacks, states, sends, EXPLAINED[stage.model])


def _chain(stage: Stage) -> tuple[Frame, ...]:
    """Return the one call stack of the serial model."""
    callers = [Frame(stage.name_of(who), who, _call(stage, who)) for who in stage.tower]
    call = f"{stage.name_of(FOREMAN)}.send(...)" if callers else ""
    frames = [Frame("main", call=call), *callers]
    if stage.tower and stage.tower[-1] in stage.at_work:
        frames.append(Frame("work(job)"))
    return tuple(frames)


def _call(stage: Stage, who: int) -> str:
    """Return the call that a coroutine is in the middle of."""
    standing = stage.standings.get(who)
    return standing.expression.removeprefix("yield").strip() if standing else ".send(...)"


def _at_work(stage: Stage, who: int) -> tuple[Frame, ...]:
    return Frame(stage.name_of(who), who, "work(job)"), Frame("work(job)")


def _on_lanes(stage: Stage) -> list[tuple[Frame, ...]]:
    """Return what is on the stack of each event loop: the one that runs, or nothing."""
    return [
        () if who == NOBODY else (Frame(stage.name_of(who), who, _call(stage, who)),)
        for who in stage.lanes[:STACKS]
    ]
