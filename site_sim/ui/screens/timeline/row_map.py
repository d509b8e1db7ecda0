"""The rows of a timeline, and the lines they take."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_sim.log.cast import NOBODY, Cast
from site_sim.state.history.keyframes import Row, lane_row

WIDEST_PITCH = 4
"""The most lines a row takes, the gap below it included."""


@dataclass
class RowMap:
    """Rows from the top down, and the lines they take; the last line of a row may be a gap."""

    rows: list[Row] = field(default_factory=list)
    pitch: int = 1
    """Lines of a row, the gap below it included."""
    _index: dict[Row, int] = field(default_factory=dict)
    _taken: tuple[Cast, int, int] | None = None

    def take(self, cast: Cast, workers: int, lanes: int) -> bool:
        """Set the rows: everyone as the cast is listed, then the lanes. True if that is new."""
        if (cast, workers, lanes) == self._taken:
            return False
        self._taken = cast, workers, lanes
        self.rows = [*cast.rows(workers), *map(lane_row, range(lanes))]
        self._index = {row: index for index, row in enumerate(self.rows)}
        return True

    def justify(self, height: int) -> bool:
        """Choose the pitch that spreads the rows over `height` lines; True if it changed."""
        pitch = max(1, min(WIDEST_PITCH, height // max(1, len(self.rows))))
        changed, self.pitch = pitch != self.pitch, pitch
        return changed

    @property
    def thickness(self) -> int:
        """How many lines of a row hold its cells."""
        return max(1, self.pitch - 1)

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.rows) * self.pitch

    def row_at(self, line: int) -> Row:
        """Return the row that a line belongs to; NOBODY beyond the last."""
        index = line // self.pitch
        return self.rows[index] if 0 <= index < len(self.rows) else NOBODY

    def is_gap(self, line: int) -> bool:
        """Return whether a line is a gap between two rows."""
        return line % self.pitch >= self.thickness

    def line_of(self, row: Row) -> int | None:
        """Return the first line of a row; None if there is no such row."""
        index = self._index.get(row)
        return None if index is None else index * self.pitch

    def in_view(self, lines: range) -> list[Row]:
        """Return the rows that have at least one of `lines`."""
        return self.rows[lines.start // self.pitch : -(-lines.stop // self.pitch)]

    def beside(self, row: Row, by: int) -> Row:
        """Return the row `by` rows further down, at most the last (or the first)."""
        index = self._index.get(row, 0) + by
        return self.rows[min(max(0, index), len(self.rows) - 1)]
