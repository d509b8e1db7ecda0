"""The crew map: the whole crew at a glance, a cell a task, in the order of the chain."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby

from site_sim.base.overriding import override
from site_sim.facts.states import STATES
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.view_state import Selection
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import BADGES, PLAIN_STATES, StyledText
from site_sim.ui.theme.glyphs import Glyphs

_BITS = bytes(1 << state for state in range(8)) + bytes(248)
_HIGHEST = bytes(max(0, bits.bit_length() - 1) for bits in range(256))
"""Tables for `bytes.translate`: from a state to a bit of its own, and back from the highest bit."""


def most_notable(states: bytes, group: int) -> bytes:
    """Return the largest of each `group` states, of which the last may be fewer.

    They are compared all at once, as the bits of long integers.
    """
    bits = (states + bytes(-len(states) % group)).translate(_BITS)
    together = 0
    for place in range(group):
        together |= int.from_bytes(bits[place::group], "little")
    return together.to_bytes(len(bits) // group, "little").translate(_HIGHEST)


class CrewMap(RowsPanel):
    """Every worker's state; a pointer stands before the rows that the chain shows now.

    Where there is less room than workers, a cell stands for several and shows the most notable
    state among them; the title says for how many.
    """

    DEFAULT_CSS = "CrewMap { overflow-y: hidden; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="map", classes="panel")
        self.window = range(0)
        """The workers that the chain shows, counted from the head."""
        self._inner: Sequence[int] = ()
        """The tasks of the chain, in its order."""
        self._rows: list[bytes] = []
        """The states that are shown, row by row."""
        self._group = 1
        self._selected = -1
        self._shown_rows = range(0)
        """The rows that have a worker in the part of the chain that is shown."""

    @property
    def _per_row(self) -> int:
        return max(1, self.cells - 1)

    @override
    def prepare(self, frame: Frame) -> None:
        site = frame.site
        self._inner = site.cast.inner_rows(site.workers)
        self._take(site.map or b"")
        kind, number = frame.view.selected
        is_here = kind == "task" and number in self._inner
        self._selected = self._inner.index(number) // self._group if is_here else -1
        workers = self._per_row * self._group
        self._shown_rows = range(self.window.start // workers, -(-self.window.stop // workers))
        dot = self.glyphs.dot
        if self._group > 1:
            self.heading.set_title(f"Crew {dot} {self._group:,} a cell", f"{self._group:,} a cell")
        else:
            self.heading.set_title(f"Crew {dot} {count(len(self._inner))}")

    def _take(self, states: bytes) -> None:
        """Compute the cells of the map: each shows the most notable state of its tasks."""
        room = max(1, self._per_row * self.size.height)
        group = max(1, -(-len(states) // room))
        if group > 1:
            states = most_notable(states, group)
        width = self._per_row
        self._rows = [states[start : start + width] for start in range(0, len(states), width)]
        self._group = group

    def _states(self, row: int) -> bytes:
        return self._rows[row] if row < len(self._rows) else b""

    @override
    def key(self, row: int) -> Hashable:
        width = self._per_row
        selected = self._selected % width if self._selected // width == row else -1
        return self._states(row), selected, row in self._shown_rows

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        cells = self.glyphs.cells
        selected = self._selected - row * self._per_row
        yield self.glyphs.pointer if row in self._shown_rows else " ", "accent"
        at = 0
        for state, run in groupby(self._states(row)):
            length = len(list(run))
            glyph, role = cells[STATES[state]], PLAIN_STATES[state]
            if at <= selected < at + length:
                yield glyph * (selected - at), role
                yield glyph, BADGES[state]
                yield glyph * (at + length - selected - 1), role
            else:
                yield glyph * length, role
            at += length

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        if self.frame is None or not 0 < column <= self._per_row:
            return None
        index = (row * self._per_row + column - 1) * self._group
        return Selection("task", self._inner[index]) if index < len(self._inner) else None
