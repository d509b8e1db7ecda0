"""The programs that can run, one row each: who takes part, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from site_sim.log.cast import CHAIN, DIRECT, SINK, SOURCE, WORKER, Cast, CastMember, HireRule

FOREMAN = -1
"""Who hands the jobs out: the foreman, or the producer. Worker k is simply k."""
ACCEPT = -2
"""The inspector of the results."""

ProgramName = Literal["pipeline", "producer-consumer"]


class ProgramFacts(NamedTuple):
    """What can be said of a program without running it."""

    name: ProgramName
    cast: Cast
    next_item: str
    """What a task waits for that has nothing to do."""
    next_items: Mapping[int, str] = {}
    """The same of tasks that wait for something else."""

    def next_item_of(self, who: int) -> str:
        """Return what a task waits for that has nothing to do."""
        return self.next_items.get(who, self.next_item)

    @property
    def has_accept(self) -> bool:
        """Whether results go to a task of their own, which inspects them."""
        return ACCEPT in self.cast.members

    @property
    def can_grow(self) -> bool:
        """Whether there may be more workers than one, hired and laid off in a run."""
        return self.cast.can_grow


PIPELINE: ProgramName = "pipeline"
"""The program that runs unless another one is named."""
PROGRAM_FACTS: Mapping[str, ProgramFacts] = {
    facts.name: facts
    for facts in (
        ProgramFacts(
            name=PIPELINE,
            cast=Cast(
                above=[CastMember(FOREMAN, SOURCE, "foreman")],
                crew=HireRule("worker {number}", {"chain": CHAIN, "direct": DIRECT}),
                below=[CastMember(ACCEPT, SINK, "accept")],
            ),
            next_item="the next job",
            next_items={FOREMAN: "the next job from the queue", ACCEPT: "the next result"},
        ),
        ProgramFacts(
            name="producer-consumer",
            cast=Cast(
                above=[
                    CastMember(FOREMAN, SOURCE, "producer", links=[0]),
                    CastMember(0, WORKER, "consumer", short="w0"),
                ],
            ),
            next_item="the next item",
        ),
    )
}
"""The programs by name, in the order in which they are offered."""
