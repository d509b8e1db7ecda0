"""The cumulative distribution of times: a curve for each of some runs, on one axis.

A curve tells which share of the times is no longer than the time below it. Under the axis a line
for each goes from its median to its p99, and a table has the numbers. Each run has its own sign
and its own colour: where curves meet, their signs take turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple, Protocol

from site_sim.base.quantities import duration
from site_sim.ui.drawing.charts.axes import TimeAxis, time_axis
from site_sim.ui.drawing.segments import StyledText, fit, width_of
from site_sim.ui.theme.glyphs import Glyphs

ROLES = ("accent", "accepted", "hazard", "rejected", "state-io", "state-handing-off")
"""The roles of the curves, in the order of their signs."""
PERCENTS = (50, 95, 99)
"""What is marked of each curve."""
LABEL = 6
"""Cells of the labels beside the plot, with the edge."""
LEAST_ROWS = 4
MOST_ROWS = 28
"""Rows of the plot."""
DIGITS = 3
"""Of the numbers in the table, at least."""
COLUMN = 8
"""Cells of a number in the table."""
LEAST_NAME, MOST_NAME = 8, 24
NOTHING = "no job has left yet"

ChartLine = list[StyledText]


class OrderedTimes(Protocol):
    """Some times in order, in nanoseconds."""

    @property
    def ranked(self) -> Sequence[int]:
        """The times, the shortest first."""

    def share_within(self, ns: int) -> float:
        """Return the share of the times that are not longer, 0 to 1."""

    def percentile(self, percent: int) -> int | None:
        """Return a percentile by the nearest rank; None where there are no times."""


class Curve(NamedTuple):
    """The times of one run, and how they are drawn."""

    name: str
    times: OrderedTimes
    sign: str
    role: str

    @property
    def marks(self) -> Sequence[int]:
        """Its p50, p95 and p99; none where there are no times."""
        found = (self.times.percentile(percent) for percent in PERCENTS)
        return [ns for ns in found if ns is not None]

    @property
    def most(self) -> int:
        """The longest of its times, of which there is one."""
        return self.times.ranked[-1]

    @property
    def least(self) -> int:
        """The shortest of its times, of which there is one."""
        return self.times.ranked[0]


def curves_of(times: Sequence[tuple[str, OrderedTimes]], glyphs: Glyphs) -> list[Curve]:
    """Return the curves of some runs by their names, each with a look of its own."""
    looks = zip(glyphs.curves, ROLES, strict=True)
    return [Curve(name, each, *look) for (name, each), look in zip(times, looks, strict=False)]


def chart_lines(
    curves: Sequence[Curve], width: int, height: int, is_log: bool, glyphs: Glyphs
) -> list[ChartLine]:
    """Return the lines of a chart of some curves in so many cells and at most so many lines.

    In few lines it has no plot, and in fewer no lines from the median to the p99.
    """
    table = [*_table(curves, width, glyphs)]
    told = [curve for curve in curves if len(curve.times.ranked)]
    rows = height - len(table) - 1
    columns = width - LABEL
    if not told or columns < LABEL:
        return table[: max(0, height)] if told else [[(NOTHING, "muted")]][: max(0, height)]
    axis = time_axis(
        min(curve.least for curve in told), max(curve.most for curve in told), columns, is_log
    )
    spans = [*_spans(told, axis, glyphs)] if rows - len(told) >= LEAST_ROWS else []
    rows = min(MOST_ROWS, (rows - len(spans)) // 4 * 4)
    if rows < LEAST_ROWS:
        return table[:height]
    return [*_plot(told, axis, rows, glyphs), _axis_line(axis, glyphs), *spans, *table]


# -- the plot ------------------------------------------------------------------------------------


def _heights(curve: Curve, axis: TimeAxis, rows: int) -> Iterator[range]:
    """Yield the rows, from the bottom, that a curve takes in each column.

    It is without gaps, and ends at its longest time.
    """
    before, last = 0, axis.cell(curve.most)
    for column in range(axis.cells):
        share = curve.times.share_within(axis.end_of(column))
        top = ceil(share * rows - 1e-9)  # the row whose upper edge is next above
        yield range(max(0, min(before, top) - 1), top if column <= last else 0)
        before = top


def _plot(
    curves: Sequence[Curve], axis: TimeAxis, rows: int, glyphs: Glyphs
) -> Iterator[ChartLine]:
    """Yield the rows of the plot from the top, with the shares beside it."""
    heights = [[*_heights(curve, axis, rows)] for curve in curves]
    labels = {rows * quarter // 4 - 1: f"{25 * quarter}%" for quarter in range(1, 5)}
    for row in range(rows - 1, -1, -1):
        edge = glyphs.tees[1] if row in labels else glyphs.vertical
        line: ChartLine = [(f"{labels.get(row, ''):>{LABEL - 1}}", "muted"), (edge, "line")]
        for column in range(axis.cells):
            there = [
                curve for curve, taken in zip(curves, heights, strict=True) if row in taken[column]
            ]
            blank = glyphs.dot if row in labels and column % 4 == 3 else " "
            shown = there[(column + row) % len(there)] if there else None
            _add(line, (blank, "line") if shown is None else (shown.sign, shown.role))
        yield line


def _add(line: ChartLine, piece: StyledText) -> None:
    """Add a piece to a line, to the last one if that has its role."""
    if line[-1][1] == piece[1]:
        line[-1] = line[-1][0] + piece[0], piece[1]
    else:
        line.append(piece)


def _axis_line(axis: TimeAxis, glyphs: Glyphs) -> ChartLine:
    """Return the line of the axis, with its labels in it."""
    cells = [glyphs.horizontal] * axis.cells
    for cell, label in axis.ticks:
        start = cell + 1 if cell + 1 + len(label) <= axis.cells else axis.cells - len(label)
        if cell >= 0 and start == cell + 1:
            cells[cell] = glyphs.tees[3]
        cells[max(0, start) : start + len(label)] = label
    return [(" " * (LABEL - 1), ""), (glyphs.corners[2], "line"), ("".join(cells), "muted")]


def _spans(curves: Sequence[Curve], axis: TimeAxis, glyphs: Glyphs) -> Iterator[ChartLine]:
    """Yield for each curve the line from its median over its p95 to its p99, under the axis."""
    for curve in curves:
        places = [axis.cell(ns) for ns in curve.marks]
        cells = [" "] * axis.cells
        cells[places[0] : places[-1] + 1] = glyphs.horizontal * (places[-1] + 1 - places[0])
        for place, mark in [*zip(places, _mark_signs(glyphs), strict=True)][::-1]:
            cells[place] = mark
        yield [(f"{curve.sign:>{LABEL - 2}}", curve.role), ("  ", ""), ("".join(cells), curve.role)]


def _mark_signs(glyphs: Glyphs) -> Sequence[str]:
    """Return the signs of p50, p95 and p99 on a line."""
    return glyphs.tees[0], glyphs.tees[4], glyphs.tees[1]


# -- the table -----------------------------------------------------------------------------------


def _table(curves: Sequence[Curve], width: int, glyphs: Glyphs) -> Iterator[ChartLine]:
    """Yield what the marks are, and the numbers of each curve."""
    numbers = [*PERCENTS, 100]
    room = width - COLUMN * (len(numbers) + 1) - 3
    name = max(LEAST_NAME, min(room, max(MOST_NAME, *(width_of(each.name) for each in curves))))
    head: ChartLine = [(" " * (name + 3), "")]
    marks = (f"{mark} p{each}" for mark, each in zip(_mark_signs(glyphs), PERCENTS, strict=True))
    head += [("".join(f"{text:>{COLUMN}}" for text in (*marks, "longest", "jobs")), "muted")]
    yield head
    for curve in curves:
        times = [curve.times.percentile(percent) for percent in numbers]
        cells = [duration(ns, DIGITS) if ns is not None else glyphs.horizontal for ns in times]
        yield [
            (f" {curve.sign} ", curve.role),
            (fit(curve.name, name, glyphs.ellipsis), ""),
            ("".join(f"{text:>{COLUMN}}" for text in cells), "strong"),
            (f"{len(curve.times.ranked):>{COLUMN},}", "muted"),
        ]
