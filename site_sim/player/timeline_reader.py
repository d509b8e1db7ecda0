"""Reads a part of the timeline for a screen, within the budget of a frame."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.events import NO_JOB
from site_sim.player.frame import PlaceData, TimelineData
from site_sim.player.needs import TimelineNeeds
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session
from site_sim.state.history.tiles import UNKNOWN


class TimelineReader:
    """Reads the timeline of one session. `clock` gives real seconds."""

    def __init__(self, session: Session, clock: Callable[[], float], tuning: PlayerTuning) -> None:
        self._session = session
        self._clock = clock
        self._tuning = tuning

    def read(self, needs: TimelineNeeds, view: ViewState, least_s: float) -> TimelineData:
        """Work on a part of the timeline, as far as the budget allows, and return it.

        That is `least_s` real seconds, or more.
        """
        timeline, scale, rows = self._session.timeline, needs.scale, [*needs.rows]
        step, first, count = scale.step, scale.first, scale.count
        kind, number = view.selected
        job, is_time_up = number if kind == "job" else NO_JOB, self._budget(least_s)
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

    def _budget(self, least_s: float) -> Callable[[], bool]:
        """Return what tells whether the time for the timeline in this frame is up."""
        budget_s = max(least_s, self._tuning.timeline_budget_s)
        deadline = (before := self._clock()) + budget_s

        def is_time_up() -> bool:
            """Return whether another piece as long as the last one would take too long."""
            nonlocal before
            last, before = before, self._clock()
            return before + (before - last) >= deadline

        return is_time_up
