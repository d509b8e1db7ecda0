"""One branch of a run: its simulation, journal and log, and what finds a position in its past."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.kernel.reexecution import JournalEntry, Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.run.step_history import StepHistory
from site_sim.state.checkpoints import Checkpoints
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.markers import Markers
from site_sim.state.history.timeline import Timeline
from site_sim.state.site import SiteState


class Branch:
    """A simulation, the commands it was given, and everything derived from its log."""

    def __init__(self, simulation: Simulation, journal: Sequence[JournalEntry] = ()) -> None:
        self.simulation = simulation
        self.journal = list(journal)
        self.log: EventLog = simulation.log
        self.state = SiteState(self.log)
        self.changes = ChangeLog(self.log)
        """What every event made of the site, noted by the fold that is furthest ahead."""
        self.checkpoints = Checkpoints(self.log, self.state.verdict_table)
        self.timeline = Timeline(self.changes)
        self.markers = Markers(self.log)
        self.step_history = StepHistory()
        self.last_step: tuple[int, int] | None = None
        """Log length before the last single step, and how many steps had been done after it."""

    def fork(self, reexecution: Reexecution, bucket_ns: int) -> Branch:
        """Return the branch that leaves this one where a re-execution stands.

        `bucket_ns` is the length of a cell of its strips and series.
        """
        seq = reexecution.position.seq
        start = self.state_at(seq, bucket_ns)
        fork = Branch(reexecution.simulation, reexecution.journal)
        fork.changes = self.changes.copy_for(fork.log, start)
        fork.checkpoints = self.checkpoints.copy_for(fork.log, seq)
        fork.state = fork.checkpoints.state_at(seq, bucket_ns)
        fork.timeline = self.timeline.copy_for(fork.changes)
        fork.catch_up(fork.state)
        return fork

    @property
    def last_began(self) -> int | None:
        """Log length before the last single step; None if the playhead is no longer inside it."""
        if self.last_step is None:
            return None
        before, steps = self.last_step
        return before if steps == self.simulation.steps and before < self.state.seq else None

    def state_at(self, seq: int, bucket_ns: int) -> SiteState:
        """Return the state after the first `seq` events, its cells `bucket_ns` long."""
        state = self.checkpoints.state_at(min(seq, len(self.changes)), bucket_ns)
        self.catch_up(state, seq)
        return state

    def catch_up(self, state: SiteState, stop: int | None = None) -> None:
        """Fold the log into a state up to `stop`, and keep what finds the way back.

        That is what each event made, and the checkpoints that fall due.
        """
        end = len(self.log) if stop is None else stop
        while state.seq < end:
            start = state.seq
            upto = min(
                end, max(self.checkpoints.next_due, start + 1), start - start % CHUNK + CHUNK
            )
            made = fold(state, upto)
            self.changes.note(state, start, made)
            self.checkpoints.note(state)
