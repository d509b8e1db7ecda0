"""The six execution models as a person knows them, one row each.

What a model costs and how it schedules stands in `kernel/models.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from site_sim.facts.sentences import FAILING_CHAIN, say

ModelName = Literal["serial", "coroutines", "threads", "free-threads", "processes", "hybrid"]
DEFAULT_MODEL: ModelName = "serial"
"""The model of a run that names none."""


class ModelFacts(NamedTuple):
    """What can be said of an execution model without running it."""

    name: ModelName
    summary: str
    """What it is, in one line."""
    announcement: str
    """What is different from now on, when it comes after another one."""
    lane: str
    """What one lane is called: what runs one task at a time."""
    lanes: str
    """What all its lanes are called, as a title."""
    awaited: str
    """What a task waits for that is ready and has no lane."""
    explanation: tuple[str, ...]
    """How it differs from a chain of plain `.send()` calls, in sentences."""
    awaited_by_many: str = ""
    """What several such tasks wait for; "" if it is called the same."""
    sends_are_calls: bool = False
    """The sender waits until the receiver is back at its bare yield."""
    is_pinned: bool = False
    """Each task stays on the lane it was hired on."""
    own_stack: str = ""
    """What gives each worker a call stack of its own: "thread", "process", or "" for none."""


MODEL_FACTS: Mapping[str, ModelFacts] = {
    facts.name: facts
    for facts in (
        ModelFacts(
            name="serial",
            summary=say("serial.summary"),
            announcement=say("news.serial"),
            lane="call stack",
            lanes="Call stack",
            awaited="the call stack",
            explanation=(
                say("serial.call"),
                say("simulation.link"),
                say("serial.deepest", workers=FAILING_CHAIN[3, 11], newer=FAILING_CHAIN[3, 13]),
                say("simulation.held"),
            ),
            sends_are_calls=True,
        ),
        ModelFacts(
            name="coroutines",
            summary=say("coroutines.summary"),
            announcement=say("news.coroutines"),
            lane="event loop",
            lanes="Event loop",
            awaited="the event loop",
            explanation=(
                say("coroutines.overlap"),
                say("coroutines.stack"),
                say("simulation.held"),
            ),
        ),
        ModelFacts(
            name="threads",
            summary=say("threads.summary"),
            announcement=say("news.threads"),
            lane="GIL",
            lanes="GIL",
            awaited="the GIL",
            explanation=(
                say("threads.stack"),
                say("threads.running"),
                say("threads.send"),
                say("simulation.held"),
            ),
            own_stack="thread",
        ),
        ModelFacts(
            name="free-threads",
            summary=say("free-threads.summary"),
            announcement=say("news.free-threads"),
            lane="core",
            lanes="Cores",
            awaited="a core",
            explanation=(
                say("threads.stack"),
                say("free-threads.running"),
                say("free-threads.send"),
                say("simulation.held"),
            ),
            own_stack="thread",
        ),
        ModelFacts(
            name="processes",
            summary=say("processes.summary"),
            announcement=say("news.processes"),
            lane="core",
            lanes="Cores",
            awaited="a core",
            explanation=(
                say("processes.stack"),
                say("processes.pickle"),
                say("simulation.held"),
            ),
            own_stack="process",
        ),
        ModelFacts(
            name="hybrid",
            summary=say("hybrid.summary"),
            announcement=say("news.hybrid"),
            lane="loop",
            lanes="Event loops",
            awaited="its loop",
            awaited_by_many="their loops",
            explanation=(
                say("hybrid.stack"),
                say("hybrid.loop"),
                say("simulation.held"),
            ),
            is_pinned=True,
        ),
    )
}
"""The models by name, in the order in which they are offered."""
