"""The playhead: a place in a course of events, which can be moved to any other of its places."""

from __future__ import annotations

from site_sim.kernel.reexecution import Moment
from site_sim.kernel.scheduler import NEVER
from site_sim.log.events import EventLog
from site_sim.log.search import Wanted, first_event, last_event
from site_sim.run.branch import Course
from site_sim.state.site import SiteState
from site_sim.state.standing import MOMENT_NS

AT_HAND = 2048
"""Events ahead to which the state at hand is folded on; farther ones are had from a checkpoint."""
EVENTS_A_STEP = 4
"""What a kernel's step is worth in events, when the past is shown again."""


class Playhead:
    """Where one is in a course of events. `first` events build the site: before them is nothing."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._moment_ns = MOMENT_NS
        self.first = len(course.log)
        course.catch_up(course.state)

    # -- where one is ----------------------------------------------------------------------

    @property
    def state(self) -> SiteState:
        """The site at the playhead."""
        return self._course.state

    @property
    def log(self) -> EventLog:
        """What has happened so far, up to the live end."""
        return self._course.log

    @property
    def now(self) -> int:
        """The time at the playhead, in simulated nanoseconds."""
        return self.state.at

    @property
    def moment(self) -> Moment:
        """Where the playhead is."""
        return Moment(self.state.seq, self.now)

    @property
    def end(self) -> int:
        """The time at the live end, in simulated nanoseconds."""
        return max(self._course.simulation.now, self.now)

    @property
    def live_moment(self) -> Moment:
        """Where the live end is."""
        return Moment(len(self.log), self.end)

    @property
    def is_live(self) -> bool:
        """Whether the playhead is at the live end."""
        return self.state.seq == len(self.log) and self.now >= self._course.simulation.now

    @property
    def is_past_event(self) -> bool:
        """Whether time has gone on since the last event."""
        return self.now > self.log[self.state.seq - 1].at

    def set_moment(self, moment_ns: int) -> None:
        """Let a cell of strips and series stand for so many simulated nanoseconds.

        Their past is told in such cells too; of one too eventful what the old cells tell of it.
        """
        self._moment_ns = moment_ns
        course, state = self._course, self.state
        if moment_ns == state.moment_ns:
            return
        if course.checkpoints.can_tell(state.seq, moment_ns):
            course.state = course.checkpoints.state_at(state.seq, moment_ns)
            course.state.advance_to(state.at)
        else:
            state.set_moment(moment_ns)

    # -- going elsewhere -------------------------------------------------------------------

    def seek(self, at: int) -> None:
        """Show the site at a time (ns), between the start and the live end."""
        at = max(0, min(at, self.end))
        self.seek_event(self.log.index_at(at))
        self.state.advance_to(at)

    def seek_event(self, seq: int) -> None:
        """Show the site after the first `seq` events, and never before it was built."""
        course = self._course
        seq = max(self.first, min(seq, len(course.log)))
        at = course.log[seq - 1].at if seq else 0
        if not 0 <= seq - course.state.seq <= AT_HAND or course.state.at > at:
            course.state = course.checkpoints.state_at(seq, self._moment_ns)
        course.catch_up(course.state, seq)

    def go_to(self, moment: Moment) -> None:
        """Show the site at a moment: some events may be yet to happen at its time."""
        self.seek_event(moment.seq)
        self.state.advance_to(moment.at)

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
        track = self._course.checkpoints.track
        if wanted.job is None or track is None:
            return None
        return track.stretches_about(wanted.job)

    def show_on(self, until: int, steps: int = NEVER) -> bool:
        """Show what has happened up to a time; False if there was more of it than `steps`."""
        state = self.state
        wanted = self.log.index_at(until)
        reached = min(wanted, state.seq + min(steps, NEVER // EVENTS_A_STEP) * EVENTS_A_STEP)
        self._course.catch_up(state, reached)
        if reached < wanted:
            return False
        state.advance_to(min(until, self.end))
        return True
