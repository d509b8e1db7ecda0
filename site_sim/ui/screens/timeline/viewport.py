"""The part of a timeline in view: its rows, its time window, and the cursor on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from site_sim.log.events import NOBODY, Kind
from site_sim.player.outline import PlayheadState
from site_sim.state.history.keyframes import Row
from site_sim.state.job_lifecycle import Interval
from site_sim.ui.screens.timeline.row_map import Pointer, RowMap
from site_sim.ui.screens.timeline.time_window import TimeWindow


class WantedSpan(NamedTuple):
    """A span of time (ns) to bring into view in the next frame."""

    since: int
    until: int
    unless_in_view: bool
    """The window stays as it is if a part of the span is in view already."""


@dataclass
class Viewport:
    """What is in view, and how keys and mouse change that. Times are in ns."""

    window: TimeWindow = field(default_factory=TimeWindow)
    rows: RowMap = field(default_factory=RowMap)
    pointer: Pointer = field(default_factory=Pointer)
    playhead: PlayheadState | None = None
    """Where the playhead and the live end are; None before the first frame."""
    _wanted: WantedSpan | None = None

    @property
    def has_cursor(self) -> bool:
        """Whether the cursor is on a row that is there."""
        cursor = self.pointer.cursor
        return cursor is not None and self.rows.line_of(cursor[0]) is not None

    def place_at(self, line: int, column: int) -> tuple[Row, int] | None:
        """Return the row and the time at a cell; None beyond the rows and the live end."""
        row, end = self.rows.row_at(line), self.playhead.end if self.playhead else 0
        at = (self.window.first + column) * self.window.step
        has_passed = 0 <= at < max(1, end)
        return (row, at) if row != NOBODY and column >= 0 and has_passed else None

    def move_cursor(self, down: int, right: int) -> None:
        """Move the cursor by rows and cells, within the run, and keep its time in view."""
        cursor = self.pointer.cursor
        if cursor is None or self.playhead is None:
            return
        row, end = self.rows.beside(cursor[0], down), self.playhead.end
        number = cursor[1] // self.window.step + right
        at = max(0, min(number, (end - 1) // self.window.step)) * self.window.step
        self.pointer.cursor, self.pointer.hovered = (row, at), None
        self.window.pull(at, end)

    def zoom(self, closer: bool, column: int | None = None) -> None:
        """Zoom around a column; without one around the cursor, or else the playhead."""
        if self.playhead is None:
            return
        window, cursor = self.window, self.pointer.cursor
        anchor = self.playhead.at
        if column is not None:
            anchor = (window.first + column) * window.step
        elif cursor is not None and 0 <= window.column(cursor[1]) < window.count:
            anchor = cursor[1]
        window.zoom(closer, anchor)
        if not 0 <= window.column(self.playhead.at) < window.count:
            window.follows = False
        self.pointer.hovered = None

    def pan(self, quarters: int) -> None:
        """Move on, or back, by quarters of the window's width."""
        if self.playhead is not None:
            self.window.pan(quarters * max(1, self.window.count // 4), self.playhead.end)

    def show_playhead(self) -> None:
        """Bring the playhead into view."""
        if self.playhead is not None:
            self.window.fits = False
            self.window.reveal(self.playhead.at)

    def want_job(self, life: list[Interval], unless_in_view: bool = False) -> None:
        """Bring a job's work, from taken to done, into view in the next frame."""
        taken = [interval for interval in life if interval.kind is Kind.JobTaken]
        if taken:
            self._wanted = WantedSpan(taken[0].start, life[-1].stop, unless_in_view)
        elif life:
            self._wanted = WantedSpan(life[0].start, life[0].start, unless_in_view)

    def show_wanted(self) -> None:
        """Bring the span into view that was asked for; call it once the size is known."""
        if self._wanted is None:
            return
        (since, until, unless_in_view), self._wanted = self._wanted, None
        window = self.window
        in_view = window.column(since) < window.count and window.column(until) >= 0
        if not (unless_in_view and in_view):
            window.reveal_span(since, until)
