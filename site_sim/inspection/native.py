"""Shows what a snapshot would look like in plain Python, without the kernel.

Under the kernel a send is a wish that is yielded, so every generator is suspended between two
steps. In a chain of plain `.send()` calls each caller stays on the call stack, inside its own call:
`GEN_RUNNING` (PEP 342; `inspect.getgeneratorstate`). Only the serial model has such an equivalent.
"""

from __future__ import annotations

from inspect import GEN_CLOSED, GEN_RUNNING, GEN_SUSPENDED
from typing import NamedTuple

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import FOREMAN
from site_sim.inspection.coroutines import CoroutineSnapshot
from site_sim.log.cast import NOBODY

STACKS = 64
"""Stacks that are shown, at most."""


class StackFrame(NamedTuple):
    """A frame of a call stack; `who` is NOBODY where it is not a coroutine's."""

    text: str
    who: int = NOBODY
    call: str = ""
    """What it is in the middle of: `downstream.send(...)`, `work(job)`."""


class Native(NamedTuple):
    """The call stacks, each with the outermost frame first, and a generator state for everyone."""

    is_equivalent: bool
    """Whether a chain of plain `.send()` calls does the same."""
    stacks: tuple[tuple[StackFrame, ...], ...]
    states: dict[int, str]
    sends: int
    """How many sends deep the stack is: what Python's recursion limit counts."""
    lines: tuple[str, ...]
    """What is to be known about it, in sentences."""


def native(snapshot: CoroutineSnapshot) -> Native:
    """Return what a snapshot would look like natively."""
    facts = MODEL_FACTS[snapshot.model]
    if facts.sends_are_calls:
        stacks: tuple[tuple[StackFrame, ...], ...] = (_chain(snapshot),)
    elif facts.own_stack:
        stacks = tuple(_own_stack(snapshot, who) for who in _in_calls(snapshot)[:STACKS])
    else:
        name = "loop" if len(snapshot.lanes) > 1 else "event loop"
        stacks = tuple(
            (
                StackFrame("main"),
                StackFrame(f"{name} {lane}" if len(snapshot.lanes) > 1 else name),
                *on_it,
            )
            for lane, on_it in enumerate(_on_lanes(snapshot))
        )
    running = {frame.who for stack in stacks for frame in stack} - {NOBODY}
    states = dict.fromkeys(snapshot.lines, GEN_SUSPENDED)
    states |= dict.fromkeys(running, GEN_RUNNING) | dict.fromkeys(snapshot.closed, GEN_CLOSED)
    sends = len(snapshot.call_stack) if facts.sends_are_calls else 0
    return Native(facts.sends_are_calls, stacks, states, sends, facts.explanation)


def _chain(snapshot: CoroutineSnapshot) -> tuple[StackFrame, ...]:
    """Return the one call stack of the serial model."""
    name_of, stack = snapshot.name_of, snapshot.call_stack
    callers = [StackFrame(name_of(who), who, _call(snapshot, who)) for who in stack]
    call = f"{name_of(FOREMAN)}.send(...)" if callers else ""
    frames = [StackFrame("main", call=call), *callers]
    if stack and stack[-1] in snapshot.at_work:
        frames.append(StackFrame("work(job)"))
    return tuple(frames)


def _call(snapshot: CoroutineSnapshot, who: int) -> str:
    """Return the call that a coroutine is in the middle of."""
    state = snapshot.detailed.get(who)
    if state is None:
        return ".send(...)"
    return state.expression.rpartition(" = ")[2].removeprefix("yield").strip()


def _in_calls(snapshot: CoroutineSnapshot) -> list[int]:
    """Return who is not at its bare yield, but inside its work or a send; who runs comes first.

    A thread has nobody to give control back to in the middle of either.
    """
    source, places = snapshot.source, {*snapshot.lines.values()}
    bare = {place for place in places if source.expression(*place) == "yield"}
    inside = [who for who, place in snapshot.lines.items() if place not in bare]
    lane_of = {who: lane for lane, who in enumerate(snapshot.lanes)}
    return sorted(inside, key=lambda who: (lane_of.get(who, len(lane_of)), who))


def _own_stack(snapshot: CoroutineSnapshot, who: int) -> tuple[StackFrame, ...]:
    """Return the call stack of a coroutine that has a thread, or a process, of its own.

    What it has of the machine, if anything, stands in place of the thread.
    """
    call, facts = _call(snapshot, who), MODEL_FACTS[snapshot.model]
    outermost = facts.own_stack
    if who in snapshot.lanes:
        lane = snapshot.lanes.index(who)
        outermost = facts.lane if facts.lanes == facts.lane else f"{facts.lane} {lane}"
    return StackFrame(outermost), StackFrame(snapshot.name_of(who), who, call), StackFrame(call)


def _on_lanes(snapshot: CoroutineSnapshot) -> list[tuple[StackFrame, ...]]:
    """Return what is on the stack of each event loop: the one that runs, or nothing."""
    return [
        () if who == NOBODY else (StackFrame(snapshot.name_of(who), who, _call(snapshot, who)),)
        for who in snapshot.lanes[:STACKS]
    ]
