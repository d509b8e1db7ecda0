"""One branch of a run: its simulation, journal and log, and what finds a position in its past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from site_sim.kernel.reexecution import JournalEntry, Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.run.step_history import StepHistory
from site_sim.state.checkpoints import Checkpoints
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.markers import Markers
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning

if TYPE_CHECKING:
    from site_sim.state.history.timeline import Timeline


class Branch:
    """A simulation, the commands it was given, and everything derived from its log."""

    def __init__(
        self,
        simulation: Simulation,
        journal: Sequence[JournalEntry] = (),
        tuning: PastTuning = DEFAULT_PAST,
    ) -> None:
        self.simulation = simulation
        self.journal = list(journal)
        self.log: EventLog = simulation.log
        self.changes = ChangeLog(self.log, tuning)
        self.state = SiteState(self.log)
        self.checkpoints = Checkpoints(self.changes, self.state.verdict_table, tuning)
        self._timeline: Timeline | None = None
        self.markers = Markers(self.log)
        self.step_history = StepHistory()
        self.last_step: tuple[int, int] | None = None
        """Log length before the last single step, and how many steps had been done after it."""

    def fork(self, reexecution: Reexecution, bucket_ns: int) -> Branch:
        """Return the branch that leaves this one where a re-execution stands.

        `bucket_ns` is the length of a cell of its strips and series.
        """
        fork = Branch(reexecution.simulation, reexecution.journal)
        fork.checkpoints = self.checkpoints.copy_for(fork.log, reexecution.position.seq)
        fork.state = fork.checkpoints.state_at(reexecution.position.seq, bucket_ns)
        fork.changes = fork.checkpoints.changes
        if self._timeline is not None:
            fork._timeline = self._timeline.copy_for(fork.changes)
        fork.catch_up(fork.state)
        return fork

    @property
    def timeline(self) -> Timeline:
        """The past of all tasks and lanes, read from the log when it is first asked for."""
        if self._timeline is None:
            from site_sim.state.history.timeline import Timeline  # noqa: PLC0415 - saves 3 ms

            self._timeline = Timeline(self.changes)
        return self._timeline

    @property
    def last_began(self) -> int | None:
        """Log length before the last single step; None if the playhead is no longer inside it."""
        if self.last_step is None:
            return None
        before, steps = self.last_step
        return before if steps == self.simulation.steps and before < self.state.seq else None

    def catch_up(self, state: SiteState, stop: int | None = None) -> None:
        """Fold the log into a state up to `stop`, taking the checkpoints that fall due."""
        end = len(self.log) if stop is None else stop
        while state.seq < end:
            self.changes.follow(state, min(end, max(self.checkpoints.next_due, state.seq + 1)))
            self.checkpoints.note(state)
