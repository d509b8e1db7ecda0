"""One course of events, with all that it takes to find one's way in its past."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.kernel.reexecution import JournalEntry, Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.run.step_history import StepHistory
from site_sim.state.checkpoints import Checkpoints
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.markers import Markers
from site_sim.state.history.timeline import Timeline
from site_sim.state.site import SiteState


class Branch:
    """One course of events: what is simulated, what it was told, and how to find its past."""

    def __init__(self, simulation: Simulation, journal: Sequence[JournalEntry] = ()) -> None:
        self.simulation = simulation
        self.journal = list(journal)
        self.log: EventLog = simulation.log
        track = ChangeLog(self.log)
        self.state = SiteState(self.log, track=track)
        self.checkpoints = Checkpoints(self.log, self.state.verdict_table, track)
        self.timeline = Timeline(track)
        self.markers = Markers(self.log)
        self.walk = StepHistory()
        self.last_step: tuple[int, int] | None = None
        """How many events there were before the last single step, and the steps done after it."""

    def fork(self, reexecution: Reexecution, bucket_ns: int) -> Branch:
        """Return the course that parts from this one where a reenactment stands.

        A cell of its strips and series stands for so many nanoseconds.
        """
        fork = Branch(reexecution.simulation, reexecution.journal)
        fork.checkpoints = self.checkpoints.copy_for(fork.log, reexecution.position.seq)
        fork.state = fork.checkpoints.state_at(reexecution.position.seq, bucket_ns)
        assert fork.state.track is not None
        fork.timeline = self.timeline.copy_for(fork.state.track)
        fork.catch_up(fork.state)
        return fork

    @property
    def last_began(self) -> int | None:
        """How many events there were before the step that the simulation stands right after.

        None where the playhead is neither at the end of that step nor in the midst of it, or
        nobody knows.
        """
        if self.last_step is None:
            return None
        before, steps = self.last_step
        return before if steps == self.simulation.steps and before < self.state.seq else None

    def catch_up(self, state: SiteState, stop: int | None = None) -> None:
        """Fold a state on, taking the checkpoints that are due on the way."""
        end = len(self.log) if stop is None else stop
        while state.seq < end:
            state.catch_up(min(end, max(self.checkpoints.next_due, state.seq + 1)))
            self.checkpoints.note(state)
