"""Charts: the recent past of the figures, each with its axes and a line to compare it with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.ui.drawing.bars import BarItem, in_room
from site_sim.ui.drawing.charts.axes import LABEL, Scale, scale_for, ticks, time_ticks
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, cut_row, width_of
from site_sim.ui.screens.site.foot.chart_data import (
    ChartData,
    ChartReader,
    cells_a_column,
)
from site_sim.ui.screens.site.foot.figures import recent_times
from site_sim.ui.screens.site.foot.plots import plot
from site_sim.ui.theme.glyphs import Glyphs

GAP = 2
"""Cells between two charts."""
OTHER_ROWS = 3
"""Rows of the panel that are no plot: titles, times, and the figures below."""
COUNT = 3
"""How many charts there are."""
TURN = 3
"""Cells in which one of two lines in the same row is drawn, before the other one is."""

ChartRow = tuple[StyledText, ...]


class ChartBody(NamedTuple):
    """What of a chart stays as it is for a while: the plot in its axes, without the title."""

    past: tuple[float, ...]
    role: str
    scale: Scale
    lines: tuple[tuple[int, StyledText], ...]
    """The row, from the bottom, of each line that it is compared with, and a cell of it."""
    height: int
    step: int
    """How long a column is, in ns."""
    glyphs: Glyphs

    def rows(self) -> Iterator[Iterable[StyledText]]:
        """Yield the rows of the plot from the top, and that of the times."""
        glyphs, labels = self.glyphs, ticks(self.scale, self.height)
        rows = plot(self.past, self.scale.top, self.height, glyphs.levels)
        for row in range(self.height - 1, -1, -1):
            edge = glyphs.tees[1] if row in labels else glyphs.vertical
            yield [
                (f"{labels.get(row, ''):>{LABEL}}", "muted"),
                (edge, "line"),
                *self._plotted(rows[row], [cell for place, cell in self.lines if place == row]),
            ]
        yield self._times()

    def _plotted(self, row: str, lines: Sequence[StyledText]) -> Iterator[StyledText]:
        """Yield a row of the plot with its lines, which take turns if there are two."""
        if not lines:
            yield row, self.role
            return
        cells = self._with_line(row, lines[0]) if len(lines) == 1 else self._in_turn(row, lines)
        for role, run in groupby(cells, itemgetter(1)):
            yield "".join(text for text, _ in run), role

    def _with_line(self, row: str, line: StyledText) -> Iterator[StyledText]:
        """Yield a row of the plot through which a line goes, a piece a run of equal cells."""
        for look, run in groupby(row):
            text, role = self._crossed(look, line)
            yield text * len([*run]), role

    def _in_turn(self, row: str, lines: Sequence[StyledText]) -> Iterator[StyledText]:
        """Yield the cells of a row through which several lines go, of which each has its turn."""
        for number, look in enumerate(row):
            yield self._crossed(look, lines[number // TURN % len(lines)])

    def _crossed(self, look: str, line: StyledText) -> StyledText:
        """Return a cell of the plot through which a line goes, above what reaches half as high."""
        levels = self.glyphs.levels
        if levels.index(look) < len(levels) // 2:
            return line
        return (line[0], f"{self.role}-crossed") if look == levels[-1] else (look, self.role)

    def _times(self) -> Iterable[StyledText]:
        """Return the axis of the times, with its labels in it."""
        glyphs, columns, now = self.glyphs, len(self.past), "now"
        axis = [glyphs.horizontal] * (columns - len(now)) + [*now]
        for cell, label in time_ticks(columns, self.step):
            end = cell + 1 + len(label)
            if cell >= 0 and end < columns - len(now):
                axis[cell:end] = glyphs.tees[3], *label
        zero = f"{0:>{LABEL}}"
        return [(zero, "muted"), (glyphs.corners[2], "line"), ("".join(axis), "muted")]


def _padded(row: Iterable[StyledText], columns: int, glyphs: Glyphs) -> ChartRow:
    """Return a row as wide as a chart of so many columns and the gap beside it."""
    cells = LABEL + 1 + columns
    cut = [*cut_row(row, cells, glyphs.ellipsis)]
    gap = cells + GAP - sum(width_of(text) for text, _ in cut)
    return (*cut, (" " * gap, ""))


class Chart:
    """One of the charts. In most frames it is that of the frame before, or its body is."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._body: ChartBody | None = None
        self._body_rows: Sequence[ChartRow] = ()
        self._rows_of: tuple[ChartData, int, int] | None = None
        """What the rows were made of."""
        self._rows: Sequence[ChartRow] = ()

    def rows(self, data: ChartData, height: int, step: int) -> Sequence[ChartRow]:
        """Return the row of the title, those of a plot of that height, and that of the times."""
        rows_of = data, height, step
        if rows_of != self._rows_of:
            self._rows_of, self._rows = rows_of, self._made(data, height, step)
        return self._rows

    def _made(self, data: ChartData, height: int, step: int) -> Sequence[ChartRow]:
        glyphs, columns = self._glyphs, len(data.past)
        most = max(*data.past, data.least, data.line, data.limit)
        scale = scale_for(most, height, data.is_whole)
        lines = tuple(
            (scale.place(value, height), cell)
            for value, cell in (
                (data.line, (glyphs.horizontal, "accent")),
                (data.limit, (glyphs.dashes, "strong")),
            )
            if value
        )
        line_name = data.line_name if data.line else ""
        title = _title_row(data.name, data.now, data.over, line_name, columns, glyphs)
        body = ChartBody(data.past, data.role, scale, lines, height, step, glyphs)
        if body != self._body:
            self._body = body
            self._body_rows = [_padded(row, columns, glyphs) for row in body.rows()]
        return [title, *self._body_rows]


@lru_cache(maxsize=64)
def _title_row(
    name: str, now: str, over: str, line_name: str, columns: int, glyphs: Glyphs
) -> ChartRow:
    """Return what a chart is of and how much now, and at the right what its line is, if any."""
    right = ((glyphs.horizontal * 2, "accent"), (f" {line_name}", "muted"))
    for told in (f"{now}{over}", now):
        left: Sequence[StyledText] = ((f" {name} ", "muted"), (told, "strong"))
        cells = sum(width_of(text) for text, _ in (*left, *right))
        gap = LABEL + 1 + columns - cells
        if line_name and gap > 1:
            left = *left, (" " * gap, ""), *right
            break
    return _padded(left, columns, glyphs)


def limit_of(data: ChartData, glyphs: Glyphs) -> Sequence[BarItem]:
    """Return what the figure of a chart can't be above for long, with the line that shows it."""
    if not data.limit_name:
        return ()
    line = glyphs.dashes * 2 if data.limit else glyphs.up
    return (
        (f" {line}", "strong", ""),
        (" at most ", "muted", ""),
        (f"{data.limit_name}  ", "strong", ""),
    )


@lru_cache(maxsize=8)
def _figures_row(groups: Sequence[Sequence[BarItem]], cells: int) -> ChartRow:
    """Return the groups that there is room for."""
    return tuple((text, role) for text, role, _ in in_room(groups, cells))


class Charts(RowsPanel):
    """Throughput, jobs that wait, and the crew at work, side by side; and the times below."""

    DEFAULT_CSS = "Charts { height: 7; overflow: hidden hidden; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="plots")
        self._reader = ChartReader()
        self._charts = [Chart(glyphs) for _ in range(COUNT)]
        self._rows: Sequence[tuple[ChartRow, ...]] = ()
        """The rows, each of the pieces of the charts beside each other."""

    @property
    def columns(self) -> int:
        """How many columns each chart has."""
        return max(1, (self.room - GAP * COUNT) // COUNT - LABEL - 1)

    @override
    def prepare(self, frame: Frame) -> None:
        columns, plot_rows = self.columns, max(1, self.size.height - OTHER_ROWS)
        step = cells_a_column(columns) * frame.view.cell_ns
        shown = self._reader.read(frame, columns)
        rows = [
            chart.rows(data, plot_rows, step)
            for chart, data in zip(self._charts, shown, strict=True)
        ]
        limit = limit_of(shown[0], self.glyphs)
        figures = _figures_row((limit, *recent_times(frame)), self.cells)
        self._rows = [*zip(*rows, strict=True), (figures,)]

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def key(self, row: int) -> Hashable:
        return self._rows[row]

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        return chain.from_iterable(self._rows[row])
