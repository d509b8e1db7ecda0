"""The playhead: the position in a branch that is shown; it can move to any other position."""

from __future__ import annotations

from site_sim.base.units import NEVER
from site_sim.log.event_log import EventLog
from site_sim.log.position import Position
from site_sim.log.search import Wanted, first_event, last_event
from site_sim.run.branch import Branch
from site_sim.run.recording import Recording
from site_sim.run.tuning import RunTuning
from site_sim.state.site import SiteState


class Playhead:
    """A position in a branch. The first events build the site, so it starts after them."""

    def __init__(self, branch: Branch, tuning: RunTuning) -> None:
        self.branch = branch
        self._tuning = tuning
        branch.recording.catch_up(self.first)

    # -- where it is ----------------------------------------------------------------------

    @property
    def _recording(self) -> Recording:
        return self.branch.recording

    @property
    def first(self) -> int:
        """How many events build the site."""
        return self._recording.first

    @property
    def state(self) -> SiteState:
        """The site at the playhead."""
        return self.branch.state

    @property
    def log(self) -> EventLog:
        """What has happened so far, up to the live end."""
        return self.branch.log

    @property
    def now(self) -> int:
        """The time at the playhead, in simulated nanoseconds."""
        return self.state.at

    @property
    def position(self) -> Position:
        """Where the playhead is."""
        return Position(self.state.seq, self.now)

    @property
    def end(self) -> int:
        """The time at the live end, in simulated nanoseconds."""
        return max(self.branch.engine.now, self.now)

    @property
    def live_position(self) -> Position:
        """Where the live end is."""
        return Position(len(self.log), self.end)

    @property
    def is_live(self) -> bool:
        """Whether the playhead is at the live end."""
        return self.state.seq == len(self.log) and self.now >= self.branch.engine.now

    @property
    def is_past_event(self) -> bool:
        """Whether time has gone on since the last event."""
        return self.now > self._recording.at(self.state.seq)

    # -- moving -------------------------------------------------------------------

    def seek(self, at: int) -> None:
        """Show the site at a time (ns), between the start and the live end."""
        at = max(0, min(at, self.end))
        self.seek_event(self.log.index_at(at))
        self.state.advance_to(at)

    def seek_event(self, seq: int) -> None:
        """Show the site after the first `seq` events, but not before it was built."""
        recording, state = self._recording, self.state
        seq = max(self.first, min(seq, len(recording.log)))
        is_at_hand = 0 <= seq - state.seq <= self._tuning.at_hand
        if not is_at_hand or state.at > recording.at(seq):
            recording.state = recording.checkpoints.state_at(seq)
        recording.catch_up(seq)

    def go_to(self, position: Position) -> None:
        """Show the site at a position; more events may follow at the same time."""
        self.seek_event(position.seq)
        self.state.advance_to(position.at)

    def seek_next(self, wanted: Wanted) -> bool:
        """Move to just after the next wanted event; False if it has not happened yet."""
        seq = first_event(self.log, wanted, self.state.seq, self._where(wanted))
        if seq is not None:
            self.seek_event(seq + 1)
        return seq is not None

    def seek_previous(self, wanted: Wanted) -> bool:
        """Move back to just after the previous wanted event; False if there is none.

        An event at the present position, after which no time has passed, does not count.
        """
        stop = self.state.seq if self.is_past_event else self.state.seq - 1
        seq = last_event(self.log, wanted, stop, self._where(wanted))
        if seq is None or seq < self.first:
            return False
        self.seek_event(seq + 1)
        return True

    def _where(self, wanted: Wanted) -> list[range] | None:
        """Return ranges of the log that hold every wanted event; None for the whole log."""
        return None if wanted.job is None else self._recording.changes.stretches_about(wanted.job)

    def show_on(self, until: int, steps: int = NEVER) -> bool:
        """Show the recorded events up to a time; False if there are more than `steps` allow."""
        state, events_a_step = self.state, self._tuning.events_a_step
        wanted = self.log.index_at(until)
        reached = min(wanted, state.seq + min(steps, NEVER // events_a_step) * events_a_step)
        self._recording.catch_up(reached)
        if reached < wanted:
            return False
        state.advance_to(min(until, self.end))
        return True
