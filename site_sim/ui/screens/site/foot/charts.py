"""Charts: the recent past of the figures, each with its axes and a line to compare it with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.ui.drawing.bars import in_room
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, cut_row, width_of
from site_sim.ui.screens.site.foot.axes import scale_for, ticks, time_ticks
from site_sim.ui.screens.site.foot.chart_data import (
    ChartData,
    cells_a_column,
    charts_of,
)
from site_sim.ui.screens.site.foot.figures import times_of
from site_sim.ui.screens.site.foot.plots import plot
from site_sim.ui.theme.glyphs import Glyphs

LABEL = 5
"""Cells of the labels of a scale."""
GAP = 2
"""Cells between two charts."""
OTHER_ROWS = 3
"""Rows of the panel that are no plot: titles, times, and the figures below."""
COUNT = 3
"""How many charts there are."""

ChartRow = list[StyledText]


class ChartLines(NamedTuple):
    """A chart as it is drawn: so many columns and rows, each column `step` ns."""

    data: ChartData
    columns: int
    height: int
    step: int
    glyphs: Glyphs

    def padded(self) -> Sequence[ChartRow]:
        """Return the rows, each as wide as the chart and the gap beside it."""
        cells, padded = LABEL + 1 + self.columns, []
        for row in self.rows():
            cut = [*cut_row(row, cells, self.glyphs.ellipsis)]
            gap = cells + GAP - sum(width_of(text) for text, _ in cut)
            padded.append([*cut, (" " * gap, "")])
        return padded

    def rows(self) -> Iterator[ChartRow]:
        """Yield the row of the title, those of the plot from the top, and that of the times."""
        data, glyphs = self.data, self.glyphs
        yield self._title()
        scale = scale_for(max(*data.past, data.least, data.line), self.height, data.is_whole)
        labels = ticks(scale, self.height)
        rows = plot(data.past, scale.top, self.height, glyphs.levels)
        line = scale.place(data.line, self.height) if data.line else -1
        for row in range(self.height - 1, -1, -1):
            edge = glyphs.tees[1] if row in labels else glyphs.vertical
            yield [
                (f"{labels.get(row, ''):>{LABEL}}", "muted"),
                (edge, "line"),
                *self._plotted(rows[row], row == line),
            ]
        yield self._times()

    def _title(self) -> ChartRow:
        """Return what it is and how much now, and at the right what its line is."""
        data, dashes = self.data, self.glyphs.horizontal * 2
        name: ChartRow = [(f" {data.name} ", "muted")]
        right: ChartRow = [(dashes, "accent"), (f" {data.line_name}", "muted")]
        for now in (f"{data.now}{data.over}", data.now):
            left: ChartRow = [*name, (now, "strong")]
            cells = sum(width_of(text) for text, _ in (*left, *right))
            gap = LABEL + 1 + self.columns - cells
            if data.line and gap > 1:
                return [*left, (" " * gap, ""), *right]
        return left

    def _plotted(self, row: str, has_line: bool) -> Iterator[StyledText]:
        """Yield a row of the plot, with the line where there is nothing else."""
        blank, dash = self.glyphs.levels[0], self.glyphs.horizontal
        if not has_line:
            yield row, self.data.role
            return
        for is_blank, cells in groupby(row, blank.__eq__):
            text = "".join(cells)
            yield (dash * len(text), "accent") if is_blank else (text, self.data.role)

    def _times(self) -> ChartRow:
        """Return the axis of the times, with its labels in it."""
        glyphs, now = self.glyphs, "now"
        axis = [glyphs.horizontal] * (self.columns - len(now)) + [*now]
        for cell, label in time_ticks(self.columns, self.step):
            end = cell + 1 + len(label)
            if cell >= 0 and end < self.columns - len(now):
                axis[cell:end] = glyphs.tees[3], *label
        zero = f"{0:>{LABEL}}"
        return [(zero, "muted"), (glyphs.corners[2], "line"), ("".join(axis), "muted")]


class Charts(RowsPanel):
    """Throughput, jobs that wait, and the crew at work, side by side; and the times below."""

    DEFAULT_CSS = "Charts { height: 7; overflow: hidden hidden; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="plots")
        self._drawn: Sequence[tuple[ChartLines, Sequence[ChartRow]]] = ()
        """The charts of the last frame, and their rows."""
        self._rows: Sequence[ChartRow] = ()

    @property
    def columns(self) -> int:
        """How many columns each chart has."""
        return max(1, (self.room - GAP * COUNT) // COUNT - LABEL - 1)

    @override
    def prepare(self, frame: Frame) -> None:
        columns, plot_rows = self.columns, max(1, self.size.height - OTHER_ROWS)
        step = cells_a_column(columns) * frame.view.cell_ns
        charts = [
            ChartLines(data, columns, plot_rows, step, self.glyphs)
            for data in charts_of(frame, columns)
        ]
        kept = dict(self._drawn)
        self._drawn = [(chart, kept.get(chart) or chart.padded()) for chart in charts]
        beside = zip(*(rows for _, rows in self._drawn), strict=True)
        times = in_room(times_of(frame, with_utilisation=False), self.cells)
        self._rows = [
            *([piece for row in rows for piece in row] for rows in beside),
            [(text, role) for text, role, _ in times],
        ]

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def key(self, row: int) -> Hashable:
        return tuple(self._rows[row])

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        return self._rows[row]
