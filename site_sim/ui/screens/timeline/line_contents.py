"""What is on the lines of a timeline: cells of states, and the marks on them.

Marked are the future, the playhead, the path of the selected job, the results that were rejected,
and the cursor.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from site_sim.log.cast import NOBODY
from site_sim.player.frame import TimelineData
from site_sim.player.needs import TimeScale
from site_sim.state.history.job_path import Leg
from site_sim.state.history.keyframes import Row, is_task
from site_sim.state.history.markers import MarkersSoFar
from site_sim.state.history.tiles import UNKNOWN
from site_sim.ui.screens.timeline.row_map import RowMap

FUTURE, PATH, TOKEN, HOP, PLAYHEAD, CURSOR, REJECTED, LANE = (1 << bit for bit in range(8))
"""What may be marked on a cell, as bits; those of lanes are marked as such."""
Stroke = tuple[int, int, int]
"""A mark, and the first and the last column that have it."""


class LineContents:
    """The cells on each line in view and their marks, a byte each, worked out once a frame."""

    def __init__(self, rows: RowMap) -> None:
        self._rows = rows
        self._cursor: tuple[Row, int] | None = None
        self._data: TimelineData | None = None
        self._known: dict[int, tuple[bytes, bytes]] = {}
        """The cells and the marks of the lines that were asked for in this frame."""
        self._everywhere = self._on_lanes = b""
        """The marks that all lines share, and those of lanes."""
        self._rejections: tuple[Row, Sequence[int]] = NOBODY, ()
        """The row of whoever inspects results, and the columns in which some were rejected."""
        self._path: dict[int, list[Stroke]] = {}
        self._path_key: tuple[Sequence[Leg], Hashable] = (), None
        """What the path was worked out from: its legs, and how they are in view."""

    def prepare(
        self,
        data: TimelineData,
        lines: range,
        *,
        at: int,
        end: int,
        cursor: tuple[Row, int] | None,
    ) -> None:
        """Begin a frame: draw the path of a job over `lines`, and mark the playhead.

        `at` is the playhead and `end` the live end (ns); the cursor is on a row at a time.
        """
        self._data = data
        self._cursor = cursor
        self._known.clear()
        rows, scale, legs = self._rows, data.scale, data.legs
        goes_on = bool(legs) and legs[-1].until is None
        key = (scale, lines, rows.pitch, len(rows.rows), goes_on and scale.column(end))
        if legs is not self._path_key[0] or key != self._path_key[1]:
            self._path_key = legs, key
            self._path = strokes(legs, rows, scale, lines, end)
        self._everywhere = _past_and_future(scale.column(at), scale.count)
        self._on_lanes = bytes(mark | LANE for mark in self._everywhere)

    def mark_rejections(self, inspector: Row, markers: MarkersSoFar) -> None:
        """Mark in this frame where results were rejected, on the row of whoever inspects them."""
        assert self._data is not None
        scale = self._data.scale
        columns = markers.columns("rework", scale.step, scale.first, scale.count)
        self._rejections = inspector, tuple(columns)

    def on_line(self, line: int, row: Row) -> tuple[bytes, bytes]:
        """Return the cells on a line, which belongs to a row, and their marks."""
        content = self._known.get(line)
        if content is None:
            content = self._cells(line, row), self._marks(line, row)
            self._known[line] = content
        return content

    def _cells(self, line: int, row: Row) -> bytes:
        assert self._data is not None
        cells = None if self._rows.is_gap(line) else self._data.cells.get(row)
        return bytes([UNKNOWN]) * self._data.scale.count if cells is None else cells

    def _marks(self, line: int, row: Row) -> bytes:
        path, cursor, rejected = self._path.get(line, ()), self._cursor, self._rejected(line, row)
        is_lane = row != NOBODY and not is_task(row)
        everywhere = self._on_lanes if is_lane else self._everywhere
        if not path and not rejected and (cursor is None or cursor[0] != row):
            return everywhere
        marks = bytearray(everywhere)
        for column in rejected:
            marks[column] |= REJECTED
        for mark, since, until in path:
            for column in range(max(0, since), min(until + 1, len(marks))):
                marks[column] |= mark
        if cursor is not None and cursor[0] == row and not self._rows.is_gap(line):
            assert self._data is not None
            column = self._data.scale.column(cursor[1])
            if 0 <= column < len(marks):
                marks[column] |= CURSOR
        return bytes(marks)

    def _rejected(self, line: int, row: Row) -> Sequence[int]:
        """Return the columns of a line in which results were rejected."""
        inspecting, columns = self._rejections
        return columns if row == inspecting and not self._rows.is_gap(line) else ()


def _past_and_future(playhead: int, count: int) -> bytes:
    """Return the marks of `count` cells: the playhead's column, and the future after it."""
    past = max(0, min(count, playhead + 1))
    marks = bytearray(past) + bytes([FUTURE]) * (count - past)
    if 0 <= playhead < count:
        marks[playhead] |= PLAYHEAD
    return bytes(marks)


def strokes(
    legs: Sequence[Leg], rows: RowMap, scale: TimeScale, lines: range, end: int
) -> dict[int, list[Stroke]]:
    """Return the strokes on each of `lines`: a job's legs on their rows, and hops between them.

    `end` is the live end (ns), up to which a leg goes on that has no end.
    """
    drawn: dict[int, list[Stroke]] = {}

    def draw(first: int, stop: int, stroke: Stroke) -> None:
        for line in range(max(first, lines.start), min(stop, lines.stop)):
            drawn.setdefault(line, []).append(stroke)

    before: Leg | None = None
    for leg in legs:
        since = scale.column(leg.since)
        until = scale.column(end if leg.until is None else leg.until)
        line = rows.line_of(leg.row)
        if line is not None and until >= 0 and since < scale.count:
            draw(line, line + rows.thickness, (PATH, since, max(since, until)))
            draw(line, line + 1, (TOKEN, since, since))
            above = None if before is None else rows.line_of(before.row)
            if before is not None and before.until == leg.since and above is not None:
                draw(min(above, line) + rows.thickness, max(above, line), (HOP, since, since))
        before = leg
    return drawn
