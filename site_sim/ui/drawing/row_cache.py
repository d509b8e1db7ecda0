"""The rows of a panel as they were drawn last: those whose keys have changed are drawn anew."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol

from rich.segment import Segment

from site_sim.ui.drawing.strips import PanelStrip

BEYOND = object()
"""The key of a line below the last row."""


class RowSource(Protocol):
    """The panel that has the rows."""

    rows_move: bool

    def row_count(self) -> int:
        """Return how many rows there are."""

    def key(self, row: int) -> Hashable:
        """Return everything that the look of a row depends on."""

    def draw_row(self, row: int) -> list[Segment]:
        """Return the segments of a row."""


class DrawnRow:
    """A row as it was drawn: its key, its segments, and these with the borders beside them."""

    __slots__ = ("key", "line", "segments")

    def __init__(self, key: Hashable, segments: list[Segment]) -> None:
        self.key = key
        self.segments = segments
        self.line: PanelStrip | None = None


class RowCache:
    """The visible rows of one panel."""

    def __init__(self, source: RowSource) -> None:
        self._source = source
        self.drawn: dict[int, DrawnRow] = {}
        """The visible rows as they were drawn last, by number."""
        self._keys: list[Hashable] = []
        """Their keys."""
        self._top = 0
        """The row that was then at the top."""

    def forget(self) -> None:
        """Forget what was drawn."""
        self.drawn.clear()

    def draw_changes(self, top: int, height: int) -> list[int]:
        """Draw the rows in view whose keys have changed; return their lines, counted from `top`.

        Where the rows were scrolled, all lines have changed.
        """
        source, stop = self._source, top + height
        keys = [*map(source.key, range(top, min(stop, source.row_count())))]
        keys += [BEYOND] * (height - len(keys))
        is_scrolled, self._top = top != self._top, top
        if self.drawn and keys == self._keys and not is_scrolled:
            return []
        self._keys = keys
        dirty = self._draw(top, keys)
        return [*range(height)] if is_scrolled else dirty

    def _draw(self, top: int, keys: Sequence[Hashable]) -> list[int]:
        """Draw the rows whose keys have changed; return their lines."""
        source, before, now = self._source, self.drawn, {}
        moved: dict[Hashable, DrawnRow] | None = None if source.rows_move else {}
        dirty = []
        for row, key in enumerate(keys, top):
            drawn = before.get(row)
            if drawn is None or drawn.key != key:
                if moved is None:
                    moved = {drawn.key: drawn for drawn in before.values()}
                drawn = moved.get(key) or DrawnRow(key, source.draw_row(row))
                dirty.append(row - top)
            now[row] = drawn
        self.drawn = now
        return dirty
