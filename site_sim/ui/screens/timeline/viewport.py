"""The part of a timeline in view: its rows, its time window, and what keys and mouse do to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from textual.geometry import Offset

from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.player.intents import PutCursor, ShowTimes, ViewIntent
from site_sim.player.needs import TimeScale
from site_sim.player.outline import PlayheadState
from site_sim.player.view_state import Selection, TimelineView
from site_sim.state.history.keyframes import Row
from site_sim.state.history.spans import Span
from site_sim.state.job_lifecycle import Interval
from site_sim.ui.screens.timeline.row_map import RowMap
from site_sim.ui.screens.timeline.time_window import (
    closer_to,
    moved,
    pulled,
    revealed,
    span_revealed,
    window_of,
    zoomed,
)


class WantedSpan(NamedTuple):
    """A span of time (ns) to bring into view when the size of the timeline is known."""

    since: int
    until: int
    unless_in_view: bool
    """The window stays as it is if a part of the span is in view already."""


@dataclass
class Viewport:
    """Knows what is in view, and which intents change that. Times are in ns."""

    rows: RowMap = field(default_factory=RowMap)
    count: int = 1
    """How many cells there is room for."""
    playhead: PlayheadState | None = None
    """Where the playhead and the live end are; None before the first frame."""
    left: int = 0
    """The columns of the names, left of all cells."""
    top: int = 0
    """The first line in view."""
    pointer: Offset | None = None
    """Where the mouse is, from the corner of what is in view."""
    wanted: WantedSpan | None = None

    def window(self, view: TimelineView) -> TimeScale:
        """Return which cells are in view."""
        at, end = (self.playhead.at, self.playhead.end) if self.playhead else (0, 0)
        return window_of(view, at, end, self.count)

    def place(self, view: TimelineView) -> tuple[Row, int] | None:
        """Return the place under the mouse, else under the cursor."""
        return self.hovered(view) or view.cursor

    def hovered(self, view: TimelineView) -> tuple[Row, int] | None:
        """Return the place under the mouse; None if there is none."""
        if self.pointer is None:
            return None
        x, y = self.pointer
        return self.place_at(view, self.top + y, x - self.left)

    def has_cursor(self, view: TimelineView) -> bool:
        """Return whether the cursor is on a row that is there."""
        return view.cursor is not None and self.rows.line_of(view.cursor[0]) is not None

    def place_at(self, view: TimelineView, line: int, column: int) -> tuple[Row, int] | None:
        """Return the row and the time at a cell; None beyond the rows and the live end."""
        row, end = self.rows.row_at(line), self.playhead.end if self.playhead else 0
        window = self.window(view)
        at = (window.first + column) * window.step
        has_passed = 0 <= at < max(1, end)
        return (row, at) if row != NOBODY and column >= 0 and has_passed else None

    def start_of(self, view: TimelineView, span: Span | None) -> int | None:
        """Return when the span at the cursor's cell began, or the cell; None without a cursor."""
        place, step = self.place(view), self.window(view).step
        if place is None:
            return None
        start = place[1] // step * step
        began = span is not None and start < span.since < start + step
        return span.since if span is not None and began else start

    # -- what keys and mouse ask for -------------------------------------------------------

    def move_cursor(
        self, view: TimelineView, down: int, right: int, selected: Selection, top: Row
    ) -> tuple[PutCursor, *tuple[ShowTimes, ...]]:
        """Move the cursor by rows and cells, within the run, and keep its time in view.

        The first time it appears at the playhead, on the selected task or the top row.
        """
        at, end = (self.playhead.at, self.playhead.end) if self.playhead else (0, 0)
        cursor = view.cursor
        if cursor is None or not self.has_cursor(view):
            is_row = selected.kind == "task" and self.rows.line_of(selected.number) is not None
            cursor, down, right = (selected.number if is_row else top, at), 0, 0
        window = self.window(view)
        number = cursor[1] // window.step + right
        at = max(0, min(number, (end - 1) // window.step)) * window.step
        self.pointer = None
        put, after = PutCursor(self.rows.beside(cursor[0], down), at), pulled(window, at, end)
        return (put,) if after == window else (put, _show(after))

    def zoom(self, view: TimelineView, closer: bool, column: int | None = None) -> list[ViewIntent]:
        """Zoom around a column; without one around the cursor, or else the playhead.

        It goes on to follow the playhead while that is in view.
        """
        if self.playhead is None:
            return []
        window, anchor = self.window(view), self.playhead.at
        if column is not None:
            anchor = (window.first + column) * window.step
        elif view.cursor is not None and 0 <= window.column(view.cursor[1]) < window.count:
            anchor = view.cursor[1]
        self.pointer = None
        after = zoomed(window, closer, anchor)
        has_playhead = 0 <= after.column(self.playhead.at) < after.count
        return [_show(after, view.follows and has_playhead)]

    def pan(self, view: TimelineView, quarters: int) -> list[ViewIntent]:
        """Move on, or back, by quarters of the window's width."""
        if self.playhead is None:
            return []
        cells = quarters * max(1, self.count // 4)
        return [_show(moved(self.window(view), cells, self.playhead.end))]

    def fit_all(self, view: TimelineView) -> list[ViewIntent]:
        """Keep the whole run in view from now on."""
        window = self.window(view)
        return [ShowTimes(window.step, window.first, fits=True)]

    def toggle_follow(self, view: TimelineView) -> list[ViewIntent]:
        """Follow the playhead, or stop and stay there."""
        return [_show(self.window(view), not view.follows or view.fits)]

    def show_playhead(self, view: TimelineView) -> list[ViewIntent]:
        """Bring the playhead into view."""
        if self.playhead is None:
            return []
        return [_show(revealed(self.window(view), self.playhead.at), view.follows)]

    def want_job(self, life: list[Interval], unless_in_view: bool = False) -> None:
        """Want a job's work, from taken to done, in view."""
        taken = [interval for interval in life if interval.kind is Kind.JobTaken]
        if taken:
            self.wanted = WantedSpan(taken[0].start, life[-1].stop, unless_in_view)
        elif life:
            self.wanted = WantedSpan(life[0].start, life[0].start, unless_in_view)

    def is_open(self, view: TimelineView) -> bool:
        """Return whether it is chosen what is in view."""
        return view.step > 0 and self.wanted is None

    def open(self, view: TimelineView) -> list[ViewIntent]:
        """Show the whole run, or what is wanted of it, now that the size is known."""
        wishes: list[ViewIntent] = []
        window = self.window(view)
        if not view.step:
            wishes.append(ShowTimes(window.step, window.first, view.follows, fits=True))
        if self.wanted is not None:
            (since, until, unless_in_view), self.wanted = self.wanted, None
            if not view.step:
                return [_show(closer_to(window, since, until))]
            in_view = window.column(since) < window.count and window.column(until) >= 0
            if not (unless_in_view and in_view):
                wishes.append(_show(span_revealed(window, since, until)))
        return wishes


def _show(window: TimeScale, follows: bool = False) -> ShowTimes:
    return ShowTimes(window.step, window.first, follows)
