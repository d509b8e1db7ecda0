"""The programs that can run, one row each: who takes part, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from site_sim.log.events import ACCEPT, FOREMAN

ProgramName = Literal["pipeline", "producer-consumer"]


class ProgramFacts(NamedTuple):
    """What can be said of a program without running it."""

    name: ProgramName
    roles: Mapping[int, str]
    """The tasks that are there once only, by who they are, and what each is called."""
    has_accept: bool
    """Whether results go to a task of their own, which inspects them."""
    can_grow: bool
    """Whether there may be more workers than one, hired and laid off in a run."""


PIPELINE: ProgramName = "pipeline"
"""The program that runs unless another one is named."""
PROGRAM_FACTS: Mapping[str, ProgramFacts] = {
    facts.name: facts
    for facts in (
        ProgramFacts(
            name=PIPELINE,
            roles={FOREMAN: "foreman", ACCEPT: "accept"},
            has_accept=True,
            can_grow=True,
        ),
        ProgramFacts(
            name="producer-consumer",
            roles={FOREMAN: "producer", 0: "consumer"},
            has_accept=False,
            can_grow=False,
        ),
    )
}
"""The programs by name, in the order in which they are offered."""
