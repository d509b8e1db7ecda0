"""Which rows a timeline has, on which lines, and the cursor that goes over them."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_sim.log.events import ACCEPT, FOREMAN, NOBODY
from site_sim.state.history.keyframes import Row, lane_row
from site_sim.ui.screens.timeline.time_window import TimeWindow

WIDEST_PITCH = 3
"""Lines that a row has at most, the one between it and the next included."""


@dataclass
class RowMap:
    """Rows from the top down, and the lines they take; of a row's lines the last may be a gap."""

    rows: list[Row] = field(default_factory=list)
    pitch: int = 1
    """Lines of a row, the gap below it included."""
    _index: dict[Row, int] = field(default_factory=dict)

    def take(self, workers: int, has_accept: bool, lanes: int) -> bool:
        """Have the foreman, the workers from the head down, accept, and lanes; True if new."""
        if len(self.rows) == 1 + workers + has_accept + lanes:
            return False
        accept = [ACCEPT] if has_accept else []
        self.rows = [FOREMAN, *reversed(range(workers)), *accept, *map(lane_row, range(lanes))]
        self._index = {row: index for index, row in enumerate(self.rows)}
        return True

    def spread(self, height: int) -> bool:
        """Choose how far apart rows are in so many lines; True if that is new."""
        pitch = max(1, min(WIDEST_PITCH, height // max(1, len(self.rows))))
        changed, self.pitch = pitch != self.pitch, pitch
        return changed

    @property
    def thickness(self) -> int:
        """How many of a row's lines hold its cells."""
        return max(1, self.pitch - 1)

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.rows) * self.pitch

    def row_at(self, line: int) -> Row:
        """Return the row that a line belongs to, NOBODY beyond the last."""
        index = line // self.pitch
        return self.rows[index] if 0 <= index < len(self.rows) else NOBODY

    def is_gap(self, line: int) -> bool:
        """Whether a line is between two rows."""
        return line % self.pitch >= self.thickness

    def line_of(self, row: Row) -> int | None:
        """Return the first line of a row; None if there is no such row."""
        index = self._index.get(row)
        return None if index is None else index * self.pitch

    def in_sight(self, top: int, height: int) -> list[Row]:
        """Return the rows that are in sight at least in part."""
        return self.rows[top // self.pitch : -(-(top + height) // self.pitch)]

    def beside(self, row: Row, by: int) -> Row:
        """Return the row so many further down; the ends stay."""
        index = self._index.get(row, 0) + by
        return self.rows[min(max(0, index), len(self.rows) - 1)]


@dataclass
class Pointer:
    """What is pointed at, by the cursor and by the mouse: a row and a time (ns)."""

    cursor: tuple[Row, int] | None = None
    hovered: tuple[Row, int] | None = None

    @property
    def place(self) -> tuple[Row, int] | None:
        """The place under the mouse, else under the cursor."""
        return self.hovered or self.cursor

    def move(self, rows: RowMap, window: TimeWindow, down: int, right: int, end: int) -> None:
        """Move the cursor by rows and cells, within the run: where time has passed."""
        if self.cursor is not None:
            row, at = self.cursor
            number = max(0, min(at // window.step + right, (end - 1) // window.step))
            self.cursor = rows.beside(row, down), number * window.step
        self.hovered = None
