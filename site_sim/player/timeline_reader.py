"""Reads a part of the timeline for a screen, within the budget of a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_sim.log.events import NO_JOB
from site_sim.player.frame import PlaceData, TimelineData
from site_sim.player.needs import TimelineNeeds, TimeScale
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session
from site_sim.state.history.keyframes import Row
from site_sim.state.history.tiles import UNKNOWN


class TimelineReader:
    """Reads the timeline of one session. `clock` gives real seconds."""

    def __init__(self, session: Session, clock: Callable[[], float], tuning: PlayerTuning) -> None:
        self._session = session
        self._clock = clock
        self._tuning = tuning
        self._in_view: tuple[Sequence[Row], TimeScale] | None = None
        """The rows and the cells that were read last."""
        self._granted_s = 0.0
        """How many real seconds of work they got then, or would have got if very many events had
        been in view."""

    def read(self, needs: TimelineNeeds, view: ViewState, least_s: float) -> TimelineData:
        """Work on a part of the timeline, as far as the budget allows, and return it.

        That is `least_s` real seconds, or more, but less where very many events are in view.
        """
        timeline, scale, rows = self._session.timeline, needs.scale, [*needs.rows]
        step, first, count = scale.step, scale.first, scale.count
        kind, number = view.selected
        job = number if kind == "job" else NO_JOB
        is_time_up = self._budget(self._budget_s(needs, least_s))
        timeline.aim(rows, step, first, count)
        self._place(needs)  # it is searched for with the rest
        timeline.path(job)
        is_complete = timeline.work(is_time_up)
        place = self._place(needs)
        if is_complete and place is not None and place.span is None:
            is_complete = timeline.work(is_time_up)  # its cell is known now, and what that is of
            place = self._place(needs)
        cells = timeline.cells_of(rows, step, first, count)
        legs = timeline.path(job) or ()
        return TimelineData(
            timeline.workers, timeline.lanes, scale, cells, legs, place, is_complete
        )

    def _place(self, needs: TimelineNeeds) -> PlaceData | None:
        """Return what is known of the place of which everything is to be known.

        Of one out of sight nothing is, whatever was worked out when it was in view.
        """
        if needs.place is None:
            return None
        (row, at), scale = needs.place, needs.scale
        timeline, number = self._session.timeline, at // scale.step
        is_before = timeline.is_before(row, at)
        if row not in needs.rows or not 0 <= scale.column(at) < scale.count:
            return PlaceData(row, at, UNKNOWN, is_before, None)
        cell = timeline.cells(row, scale.step, number, 1)[0]
        return PlaceData(row, at, cell, is_before, timeline.span(row, scale.step, number))

    def _budget_s(self, needs: TimelineNeeds, least_s: float) -> float:
        """Return how many real seconds the work on a part of the timeline may take in this frame.

        With very many events in view other rows, or cells of another length, get none at first, and
        in each frame that follows twice as many as in the one before: nobody waits for the pages on
        the way to another. While one scrolls over time it is never long.
        """
        tuning, before, scale = self._tuning, self._in_view, needs.scale
        usual_s, self._in_view = tuning.timeline_budget_s, (needs.rows, scale)
        granted_s = 0.0
        if before is not None and (needs.rows, scale.step) == (before[0], before[1].step):
            granted_s = max(usual_s, 2 * self._granted_s)
            if scale.first != before[1].first:
                granted_s = min(granted_s, tuning.timeline_scrolled_s)
        self._granted_s = min(granted_s, least_s)
        if least_s > usual_s and self._has_very_many_events(needs.scale):
            return self._granted_s
        return max(least_s, usual_s)

    def _has_very_many_events(self, scale: TimeScale) -> bool:
        """Return whether more events are in view than are read for one frame."""
        log, since = self._session.log, scale.first * scale.step
        count = log.index_at(since + scale.count * scale.step) - log.index_at(since)
        return count > self._tuning.timeline_events_at_once

    def _budget(self, budget_s: float) -> Callable[[], bool]:
        """Return what tells whether so many real seconds for the timeline are over."""
        deadline = (before := self._clock()) + budget_s

        def is_time_up() -> bool:
            """Return whether another piece as long as the last one would take too long."""
            nonlocal before
            last, before = before, self._clock()
            return before + (before - last) >= deadline

        return is_time_up
