"""A recording: a log, and everything that is derived from it to show any position in its past."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_sim.base.units import NEVER
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.checkpoints import Checkpoints
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.markers import Markers
from site_sim.state.history.news import NewsIndex
from site_sim.state.history.recent_past import RecentPast
from site_sim.state.history.series import SeriesReader
from site_sim.state.history.strips import Strips
from site_sim.state.history.transitions import TransitionIndex
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning

if TYPE_CHECKING:
    from site_sim.state.history.timeline import Timeline

_HIRED = re.escape(bytes([Kind.Hired, Kind.StartUpBegan]))
_BUILDING = re.compile(
    b"%c*%c?[%s]*%c?" % (Kind.SettingChanged, Kind.LanesOpened, _HIRED, Kind.ArrivalsEnded)
)
"""The events that build the site, before anything happens on it, by their kinds."""


class Recording:
    """A log, the site at one position in it, and what brings the site to any other position."""

    def __init__(
        self,
        state: SiteState,
        checkpoints: Checkpoints,
        built: int | None = None,
        timeline: Timeline | None = None,
    ) -> None:
        self.log: EventLog = state.log
        self.state = state
        self.checkpoints = checkpoints
        self.changes: ChangeLog = checkpoints.changes
        self.markers = Markers(self.log)
        self.news = NewsIndex(self.log)
        self._moves = TransitionIndex(self.changes) if timeline is None else timeline.moves
        self._strips = Strips(self.changes, self._moves)
        self._series = SeriesReader(self.changes)
        self._timeline = timeline
        self._built = built
        """How many events build the site, where that is known."""
        self._front: SiteState | None = None
        """A state that is folded on while the one that is shown stays where it is."""

    @classmethod
    def of(
        cls, log: EventLog, tuning: PastTuning = DEFAULT_PAST, built: int | None = None
    ) -> Recording:
        """Return the recording of a log of which nothing was folded yet.

        `built` is how many events build the site; by default their kinds tell.
        """
        state = SiteState(log)
        checkpoints = Checkpoints(ChangeLog(log, tuning), state.verdict_table, tuning)
        return cls(state, checkpoints, built)

    def fork(self, log: EventLog, seq: int) -> Recording:
        """Return the recording of another log, whose first `seq` events are those of this one."""
        checkpoints = self.checkpoints.copy_for(log, seq)
        state, timeline = checkpoints.state_at(seq), self._timeline
        copy = None if timeline is None else timeline.copy_for(checkpoints.changes)
        fork = Recording(state, checkpoints, self.first, copy)
        fork.catch_up()
        return fork

    @property
    def timeline(self) -> Timeline:
        """The past of all tasks and lanes, read from the log when it is first asked for."""
        if self._timeline is None:
            from site_sim.state.history.timeline import Timeline  # noqa: PLC0415 - saves 3 ms

            self._timeline = Timeline(self.changes, self._moves)
        return self._timeline

    def recent_past(self, step: int) -> RecentPast:
        """Return the past up to the state that is shown, in cells of `step` ns, for a frame."""
        self._strips.begin_frame()
        return RecentPast(self._strips, self._series, self.news, self.state, step)

    @property
    def first(self) -> int:
        """How many events build the site: it is never shown without them."""
        if self._built is not None:
            return self._built
        log = self.log
        start = log.index_at(log[0].at) if len(log) else 0
        found = _BUILDING.match(log.kinds(0, start))
        first = found.end() if found is not None else 0
        if first < len(log):  # else more of them may come
            self._built = first
        return first

    def follow_building(self) -> None:
        """Fold the events so far, which all build the site; it is never shown as it was before."""
        self.changes.follow(self.state)
        self._built = len(self.log)
        self.checkpoints.pass_over(self._built)

    def at(self, seq: int) -> int:
        """Return the time of the last of the first `seq` events, in nanoseconds; 0 for none."""
        return self.log[seq - 1].at if seq else 0

    # -- folding ---------------------------------------------------------------------------

    def catch_up(self, stop: int | None = None) -> None:
        """Fold the log into the state up to `stop`, taking the checkpoints that fall due."""
        self._fold(self.state, len(self.log) if stop is None else stop)

    def _fold(self, state: SiteState, stop: int) -> None:
        while state.seq < stop:
            self.changes.follow(state, min(stop, max(self.checkpoints.next_due, state.seq + 1)))
            self.checkpoints.note(state)

    @property
    def folded(self) -> float:
        """The share of the log that was folded already, 0 to 1."""
        return len(self.changes) / len(self.log) if len(self.log) else 1.0

    def fold_on(self, events: int = NEVER) -> bool:
        """Fold at most so many events that nobody has folded yet; True when none is left.

        The state that is shown stays where it is.
        """
        folded, end = len(self.changes), len(self.log)
        if folded < end:
            front = self._front
            if front is None or front.seq != folded:
                front = self.checkpoints.state_at(folded)
            self._front = front
            self._fold(front, min(end, folded + events))
        return len(self.changes) == end
