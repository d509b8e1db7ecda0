"""One playhead in several runs: wherever it goes, all of them stand at the same moment."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.base.units import MS, NEVER, SECOND
from site_sim.log.position import Position
from site_sim.run.bookmarks import Bookmarks
from site_sim.run.session import Session
from site_sim.run.step_history import StepHistory

SHORTEST_NS, LONGEST_NS = MS, 3_600 * SECOND
"""The spans in which the runs are advanced by turns."""
LAST_JOBS = 8
"""The most jobs that are left in a run that is nearly over."""


class CommonPlayhead:
    """Moves the playheads of several sessions together.

    Where one of them can't get as far as the others, as it is a recording, it stands at its end.
    Time passes in spans that are short enough for the budget of a frame: how long they are follows
    from how much happens, and not from the machine.
    """

    def __init__(self, sessions: Sequence[Session]) -> None:
        self.sessions = sessions
        self.now = 0
        """Where it is, in simulated nanoseconds."""
        self.bookmarks = Bookmarks(*(session.playhead for session in sessions))
        """The names of moments of all runs together."""
        self._steps = StepHistory()
        self._span = MS
        """How far all are advanced at once, in simulated nanoseconds."""

    # -- where it is -----------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """How many events have happened in all runs together."""
        return sum([session.state.seq for session in self.sessions])

    @property
    def length(self) -> int:
        """How many events all runs have up to their live ends."""
        return sum([len(session.log) for session in self.sessions])

    @property
    def end(self) -> int:
        """The time at the live end, in simulated nanoseconds: the run that is least far decides.

        A recording can't get any further, and decides nothing beside a run that can.
        """
        able = [each for each in self.sessions if not each.branch.abilities.ahead]
        if able:
            return max(self.now, min([session.branch.engine.now for session in able]))
        return max([self.now, *(session.branch.engine.now for session in self.sessions)])

    @property
    def is_live(self) -> bool:
        """Whether the live end is shown."""
        return self.now >= self.end

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen in any run, unless a command is given."""
        return all(session.playback.ended for session in self.sessions)

    @property
    def _position(self) -> Position:
        return Position(self.seq, self.now)

    # -- letting time pass -----------------------------------------------------------------

    def advance(self, span_ns: int, steps: int = NEVER) -> bool:
        """Advance all runs by a span (ns), or by about `steps` events in all if that is less.

        Return True when the time is reached, or nothing more can happen; False when another call is
        needed.
        """
        until = self.now + span_ns
        if not self.ended:
            self._advance_to(min(until, self.now + self._span), steps)
        return self.now >= until or self.ended

    def rush(self, steps: int) -> bool:
        """Advance by about `steps` events, however much time passes.

        Return True when nothing more can happen.
        """
        if not self.ended:
            self._advance_to(self.now + self._span, steps)
        return self.ended

    def _advance_to(self, until: int, steps: int) -> None:
        before, last = self.seq, self._last_at()
        if last is not None:
            until = min(
                until, last
            )  # it is to end where the last run does, and not some time later
        span = until - self.now
        for session in self.sessions:
            _bring(session, until)
        self.now = until
        happened = self.seq - before
        if happened > steps:
            self._span = max(SHORTEST_NS, span // 2)
        elif span >= self._span and happened < steps // 2:
            self._span = min(LONGEST_NS, 2 * self._span)

    def _last_at(self) -> int | None:
        """Return when the last of the next events is, if the runs are nearly over (ns)."""
        last = None
        for session in self.sessions:
            at = _next_at(session)
            if at is not None:
                state = session.state
                if not state.statistics.arrivals_ended or len(state.jobs) > LAST_JOBS:
                    return None
                last = at if last is None else max(last, at)
        return last

    def settle(self, session: Session) -> None:
        """Bring one run to the present, if it stands an instant before it."""
        if session.is_at_end:
            _bring(session, self.now)

    # -- going elsewhere -------------------------------------------------------------------

    def seek(self, at: int) -> None:
        """Show all runs at a time (ns), between the start and the live end."""
        self.now = max(0, min(at, self.end))
        for session in self.sessions:
            session.playhead.seek(self.now)

    def step(self) -> bool:
        """Advance to the next event of any run; False if there will be none.

        Of events at the same time that of the first run comes first.
        """
        before, asked = self._position, {*range(len(self.sessions))}
        while asked:
            due = [
                (at, number)
                for number in asked
                if (at := _next_at(self.sessions[number])) is not None
            ]
            if not due:
                return False
            (_, number), *others = sorted(due)
            limit = others[0][0] if others else NEVER
            if self.sessions[number].playback.step(limit):
                self._follow(number)
                self._steps.step(before, self._position)
                return True
            later = _next_at(self.sessions[number])
            if later is not None and later <= limit:  # more of it comes when it comes
                asked.discard(number)
        return False

    def _follow(self, number: int) -> None:
        """Bring all runs to where one of them is: nothing happens in them before that."""
        self.now = self.sessions[number].now
        for session in self.sessions:
            if session is not self.sessions[number]:
                _bring(session, self.now - 1)
                session.state.advance_to(_reach(session, self.now))

    def step_back(self) -> bool:
        """Step back by one event, of whichever run had the last one; False at the start.

        If time has passed since then, go to that event; `step_back` undoes `step`.
        """
        before = self._position
        places = [session.state.seq for session in self.sessions]
        times = [
            (session.recording.at(seq), number)
            for number, (session, seq) in enumerate(zip(self.sessions, places, strict=True))
            if seq > session.playhead.first
        ]
        if not times:
            return False
        at, last = max(times)
        if self.now <= at:
            places[last] -= 1
            start = self._steps.start_before(before)
            at = self._latest(places) if start is None else start.at
        self.go_to(at, places)
        self._steps.step_back(before, self._position)
        return True

    def go_to_moment(self, number: int, seq: int) -> None:
        """Show one run just after so many events, and the others where they stand before that time.

        Those that are not as far as that are brought there.
        """
        at = self.sessions[number].recording.at(seq)
        for session in self.sessions:
            if session.branch.engine.now < at:
                session.playhead.go_to(session.playhead.live_position)
                _bring(session, at - 1)
        places = [max(each.playhead.first, each.log.index_at(at - 1)) for each in self.sessions]
        places[number] = seq
        self.go_to(at, places)

    def _latest(self, places: Sequence[int]) -> int:
        """Return the time of the last event of any run, each after so many of its events."""
        sessions = zip(self.sessions, places, strict=True)
        return max(session.recording.at(seq) for session, seq in sessions)

    def go_to(self, at: int, places: Sequence[int]) -> None:
        """Show each run after so many of its events, and all at a time (ns)."""
        self.now = at
        for session, seq in zip(self.sessions, places, strict=True):
            session.playhead.go_to(Position(seq, _reach(session, at)))


def _bring(session: Session, until: int) -> None:
    """Advance a run to a time (ns), if it is not there; a recording at most to its end."""
    if until >= session.now:
        session.playback.advance(until - session.now)


def _reach(session: Session, at: int) -> int:
    """Return a time (ns), or the end of a run that can't get as far, as it is a recording."""
    return min(at, session.branch.engine.now) if session.branch.abilities.ahead else at


def _next_at(session: Session) -> int | None:
    """Return when something may happen next in a run, in nanoseconds; None for never."""
    seq = session.state.seq
    if seq < len(session.log):
        return session.log.time_of(seq)
    return session.branch.engine.next_at()
