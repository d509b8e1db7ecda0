"""Plots of the figures: rows of bars that show the recent past."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import cache, lru_cache

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.ui.drawing.bars import BarItem
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, fit
from site_sim.ui.screens.site.foot.figures import Figure, figures_of, times_of
from site_sim.ui.theme.glyphs import Glyphs


def plot(past: Sequence[int], most: int, rows: int, levels: str) -> Sequence[str]:
    """Return the rows of a plot, from the bottom; `most`, or the most there was, fills it."""
    return _plot(tuple(past), most, rows, levels)


@lru_cache(maxsize=16)
def _plot(past: tuple[int, ...], most: int, rows: int, levels: str) -> tuple[str, ...]:
    """Return the same; in most frames the figures on a screen are those of the frame before."""
    top, steps = max(most, *past) or 1, len(levels) - 1
    heights = [-(-value * rows * steps // top) for value in past]
    return tuple("".join([looks[height] for height in heights]) for looks in _looks(rows, levels))


@cache
def _looks(rows: int, levels: str) -> list[str]:
    """Return for each row, from the bottom, how it looks with each height of a plot."""
    steps = len(levels) - 1
    below, above = levels[0], levels[-1]
    return [
        below * (row * steps) + levels + above * ((rows - 1 - row) * steps) for row in range(rows)
    ]


class Plots(RowsPanel):
    """The figures with plots several rows high, on screens that have them to spare."""

    DEFAULT_CSS = "Plots { height: 6; overflow: hidden hidden; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="plots")
        self._figures: tuple[Figure, ...] = ()
        self._plots: list[Sequence[str]] = []
        """The rows of each plot, from the bottom."""
        self._times: list[BarItem] = []
        self._height = 0
        """How many rows were made of the last frame: the panel may have another height by now."""

    @property
    def plot_cells(self) -> int:
        """How many cells each plot has."""
        return max(1, self.room // 3 - 2)

    @override
    def prepare(self, frame: Frame) -> None:
        self._figures = figures_of(frame, self.plot_cells)
        self._height = self.size.height
        rows, levels = max(0, self._height - 2), self.glyphs.levels
        self._plots = [plot(figure.past, figure.most, rows, levels) for figure in self._figures]
        self._times = [item for group in times_of(frame) for item in group]

    @override
    def row_count(self) -> int:
        return self._height

    @override
    def key(self, row: int) -> Hashable:
        if row == 0:
            return tuple((figure.name, figure.now) for figure in self._figures)
        if row == self._height - 1:
            return tuple(self._times)
        return tuple(plot[self._height - 2 - row] for plot in self._plots)

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        last = self._height - 1
        if row == last:
            yield from ((text, role) for text, role, _ in self._times)
            return
        column = self.cells // 3
        for (name, _, _, now, role), rows in zip(self._figures, self._plots, strict=True):
            if row == 0:
                yield f" {name} ", "muted"
                yield fit(now, column - len(name) - 2), "strong"
            else:
                yield " " + fit(rows[last - 1 - row], column - 1), role
