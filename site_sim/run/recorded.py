"""An engine over a log that others have made: of a finished run, or of one that still goes on."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.base.units import NEVER
from site_sim.commands import Command
from site_sim.log.event_log import EventLog
from site_sim.run.branch import Branch
from site_sim.run.engine import Abilities, refuse
from site_sim.run.recording import Recording
from site_sim.state.tuning import PastTuning

RECORDED = Abilities(
    commands="a recording takes no commands: it only shows what happened",
    forks="a recording can't be run again: it has the events alone, and not the program",
    ahead="a recording can't be run beyond its end",
    code="a recording has no coroutines to look into: only their events were kept",
)
"""What can't be done with a recording, and why."""
OPENED_PAST = PastTuning(spacing=1 << 13)
"""Somebody waits while a log is opened: its checkpoints lie further apart than those of a run. A
seek folds 4,096 events on an average, which takes some 5 ms."""


class Recorded:
    """The events of a log. Each counts as one step.

    While `pull` is given the log grows: it is asked to append about so many further events, or
    those that are there at once, and returns False when no more will ever come.
    """

    def __init__(
        self, log: EventLog, end_ns: int = 0, pull: Callable[[int], bool] | None = None
    ) -> None:
        self.log = log
        self.end_ns = end_ns
        """The time up to which the log is known to be whole, if that is after its last event."""
        self.is_whole = False
        """Whether it is known that nothing more would have happened after the log's last event."""
        self.never_ends = False
        """Whether it is known that ever more jobs would have come."""
        self._pull = pull

    @property
    def now(self) -> int:
        """The time up to which everything has happened, in nanoseconds."""
        return max(self.end_ns, self.log[-1].at) if len(self.log) else self.end_ns

    @property
    def steps(self) -> int:
        """How many events there are so far."""
        return len(self.log)

    @property
    def is_complete(self) -> bool:
        """Whether no more events will come."""
        return self._pull is None

    def next_at(self) -> int | None:
        """Return when more may happen: at any time from now on, unless the log is complete."""
        return None if self.is_complete else self.now

    def run(self, until_ns: int = NEVER, steps: int = NEVER) -> bool:
        """Take in further events, about `steps` of them, unless `until_ns` is past.

        Return True when the log reaches that far, or has no more events at present.
        """
        before = len(self.log)
        if until_ns >= self.now:
            self.take_in(steps)
        return until_ns < self.now or len(self.log) - before < steps

    def take_in(self, events: int) -> None:
        """Append about so many further events to the log, if they are there."""
        if self._pull is None:
            return
        if not self._pull(events):
            self._pull = None
        self.log.seal()

    def apply(self, command: Command) -> None:  # noqa: ARG002 - an engine has it
        """Refuse: it takes no commands."""
        refuse(RECORDED.commands)


def recorded(engine: Recorded, tuning: PastTuning = OPENED_PAST) -> Branch:
    """Return the branch of a log: it can be looked at, and nothing else."""
    return Branch(engine, Recording.of(engine.log, tuning), RECORDED)
