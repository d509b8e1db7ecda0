"""The playhead: a place in a course of events, which can be moved to any other of its places."""

from __future__ import annotations

from site_sim.kernel.machine import NEVER
from site_sim.kernel.reexecution import Position
from site_sim.log.event_log import EventLog
from site_sim.log.search import Wanted, first_event, last_event
from site_sim.run.branch import Branch
from site_sim.state.site import SiteState
from site_sim.state.standing import BUCKET_NS

AT_HAND = 2048
"""Events ahead to which the state at hand is folded on; farther ones are had from a checkpoint."""
EVENTS_A_STEP = 4
"""What a kernel's step is worth in events, when the past is shown again."""


class Playhead:
    """Where one is in a course of events. `first` events build the site: before them is nothing."""

    def __init__(self, branch: Branch) -> None:
        self._branch = branch
        self._bucket_ns = BUCKET_NS
        self.first = len(branch.log)
        branch.catch_up(branch.state)

    # -- where one is ----------------------------------------------------------------------

    @property
    def state(self) -> SiteState:
        """The site at the playhead."""
        return self._branch.state

    @property
    def log(self) -> EventLog:
        """What has happened so far, up to the live end."""
        return self._branch.log

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
        return max(self._branch.simulation.now, self.now)

    @property
    def live_position(self) -> Position:
        """Where the live end is."""
        return Position(len(self.log), self.end)

    @property
    def is_live(self) -> bool:
        """Whether the playhead is at the live end."""
        return self.state.seq == len(self.log) and self.now >= self._branch.simulation.now

    @property
    def is_past_event(self) -> bool:
        """Whether time has gone on since the last event."""
        return self.now > self.log[self.state.seq - 1].at

    def set_bucket_ns(self, bucket_ns: int) -> None:
        """Let a cell of strips and series stand for so many simulated nanoseconds.

        Their past is told in such cells too; of one too eventful what the old cells tell of it.
        """
        self._bucket_ns = bucket_ns
        branch, state = self._branch, self.state
        if bucket_ns == state.bucket_ns:
            return
        if branch.checkpoints.can_tell(state.seq, bucket_ns):
            branch.state = branch.checkpoints.state_at(state.seq, bucket_ns)
            branch.state.advance_to(state.at)
        else:
            state.set_bucket_ns(bucket_ns)

    # -- going elsewhere -------------------------------------------------------------------

    def seek(self, at: int) -> None:
        """Show the site at a time (ns), between the start and the live end."""
        at = max(0, min(at, self.end))
        self.seek_event(self.log.index_at(at))
        self.state.advance_to(at)

    def seek_event(self, seq: int) -> None:
        """Show the site after the first `seq` events, and never before it was built."""
        branch = self._branch
        seq = max(self.first, min(seq, len(branch.log)))
        at = branch.log[seq - 1].at if seq else 0
        if not 0 <= seq - branch.state.seq <= AT_HAND or branch.state.at > at:
            branch.state = branch.checkpoints.state_at(seq, self._bucket_ns)
        branch.catch_up(branch.state, seq)

    def go_to(self, position: Position) -> None:
        """Show the site at a moment: some events may be yet to happen at its time."""
        self.seek_event(position.seq)
        self.state.advance_to(position.at)

    def seek_next(self, wanted: Wanted) -> bool:
        """Go on to after the next event that is wanted, if it has happened already."""
        seq = first_event(self.log, wanted, self.state.seq, self._where(wanted))
        if seq is not None:
            self.seek_event(seq + 1)
        return seq is not None

    def seek_previous(self, wanted: Wanted) -> bool:
        """Go back to after the last event that is wanted, but for one at which time stands."""
        stop = self.state.seq if self.is_past_event else self.state.seq - 1
        seq = last_event(self.log, wanted, stop, self._where(wanted))
        if seq is None or seq < self.first:
            return False
        self.seek_event(seq + 1)
        return True

    def _where(self, wanted: Wanted) -> list[range] | None:
        """Return the events among which are all that are wanted; None for any."""
        track = self._branch.checkpoints.track
        if wanted.job is None or track is None:
            return None
        return track.stretches_about(wanted.job)

    def show_on(self, until: int, steps: int = NEVER) -> bool:
        """Show what has happened up to a time; False if there was more of it than `steps`."""
        state = self.state
        wanted = self.log.index_at(until)
        reached = min(wanted, state.seq + min(steps, NEVER // EVENTS_A_STEP) * EVENTS_A_STEP)
        self._branch.catch_up(state, reached)
        if reached < wanted:
            return False
        state.advance_to(min(until, self.end))
        return True
