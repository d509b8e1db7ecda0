"""The rows of a panel as they were drawn last: those whose keys have changed are drawn anew."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import compress
from operator import ne
from typing import Protocol

from rich.segment import Segment

from site_sim.ui.drawing.strips import PanelStrip

BEYOND = object()
"""The key of a line below the last row."""


class RowSource(Protocol):
    """The panel that has the rows."""

    rows_move: bool

    def keys(self, top: int, stop: int) -> Sequence[Hashable]:
        """Return of each row from `top` up to `stop` all that its look depends on.

        There are fewer where there are no more rows.
        """

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
        before, lines = self.drawn, range(height)
        keys = [*self._source.keys(top, top + height)]
        keys += [BEYOND] * (height - len(keys))
        is_scrolled, self._top = top != self._top, top
        was, self._keys = self._keys, keys
        if before and not is_scrolled and height == len(was):
            changed = [*compress(lines, map(ne, keys, was))]
            before.update(self._drawn(top, changed))
            return changed
        self.drawn = now = self._drawn(top, lines)
        return [
            line for line in lines if is_scrolled or now[top + line] is not before.get(top + line)
        ]

    def _drawn(self, top: int, lines: Iterable[int]) -> dict[int, DrawnRow]:
        """Return the rows on some lines, those whose keys have changed drawn anew."""
        source, before, keys = self._source, self.drawn, self._keys
        moved: dict[Hashable, DrawnRow] | None = None if source.rows_move else {}
        now = {}
        for line in lines:
            row, key = top + line, keys[line]
            drawn = before.get(row)
            if drawn is None or drawn.key != key:
                if moved is None:
                    moved = {drawn.key: drawn for drawn in before.values()}
                drawn = moved.get(key) or DrawnRow(key, source.draw_row(row))
            now[row] = drawn
        return now
