"""The six execution models as a person knows them, one row each.

What a model costs and how it schedules stands in `kernel/models.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

ModelName = Literal["serial", "coroutines", "threads", "free-threads", "processes", "hybrid"]
DEFAULT_MODEL: ModelName = "serial"
"""The model of a run that names none."""


class ModelFacts(NamedTuple):
    """What can be said of an execution model without running it."""

    name: ModelName
    summary: str
    """What it is, in one line."""
    lane: str
    """What one lane is called: what runs one task at a time."""
    lanes: str
    """What all its lanes are called, as a title."""
    awaited: str
    """What a task waits for that is ready and has no lane."""
    explanation: tuple[str, ...]
    """How it differs from a chain of plain `.send()` calls, in sentences."""
    sends_are_calls: bool = False
    """The sender waits until the receiver is back at its bare yield."""
    is_pinned: bool = False
    """Each task stays on the lane it was hired on."""
    own_stack: str = ""
    """What gives each worker a call stack of its own: "thread", "process", or "" for none."""


_PLAIN_CHAIN = "No chain of plain .send() does this"
_OWN_THREAD = f"{_PLAIN_CHAIN}: each worker is a thread with a stack of its own."

MODEL_FACTS: Mapping[str, ModelFacts] = {
    facts.name: facts
    for facts in (
        ModelFacts(
            name="serial",
            summary="one call stack: a send is a call, and waiting keeps it",
            lane="call stack",
            lanes="Call stack",
            awaited="the call stack",
            explanation=(
                "A .send() is a call: on the stack until the other is back at its yield.",
                "Python's recursion limit ends a chain at 498 workers (997 from 3.13 on).",
                "Here the kernel holds them all: between its steps each is GEN_SUSPENDED.",
            ),
            sends_are_calls=True,
        ),
        ModelFacts(
            name="coroutines",
            summary="one event loop: waiting frees it, computing keeps it",
            lane="event loop",
            lanes="Event loop",
            awaited="the event loop",
            explanation=(
                f"{_PLAIN_CHAIN}: while one waits, others go on.",
                "Nothing is on the stack but the event loop and the one that runs.",
            ),
        ),
        ModelFacts(
            name="threads",
            summary="threads that share one GIL: waiting overlaps, computing takes turns",
            lane="GIL",
            lanes="GIL",
            awaited="the GIL",
            explanation=(
                _OWN_THREAD,
                "Who is inside its work or a send is GEN_RUNNING, even while it waits for the GIL.",
                "A .send() into it from another thread raises ValueError: jobs need a queue.",
            ),
            own_stack="thread",
        ),
        ModelFacts(
            name="free-threads",
            summary="threads without a GIL, on every core",
            lane="core",
            lanes="Cores",
            awaited="a core",
            explanation=(
                _OWN_THREAD,
                "Without a GIL several run at once, and each of them is GEN_RUNNING.",
                "A .send() into one from another thread raises ValueError: jobs need a queue.",
            ),
            own_stack="thread",
        ),
        ModelFacts(
            name="processes",
            summary="a process for each: every core, but each hop is pickled",
            lane="core",
            lanes="Cores",
            awaited="a core",
            explanation=(
                f"{_PLAIN_CHAIN}: each worker is a process with a stack of its own.",
                "A generator can't be pickled: it stays in its process, and only jobs cross.",
            ),
            own_stack="process",
        ),
        ModelFacts(
            name="hybrid",
            summary="a process a core, an event loop of coroutines in each",
            lane="loop",
            lanes="Event loops",
            awaited="its loop",
            explanation=(
                f"{_PLAIN_CHAIN}: each process has an event loop of its own.",
                "On each stack is nothing but its loop and the one that runs.",
            ),
            is_pinned=True,
        ),
    )
}
"""The models by name, in the order in which they are offered."""
