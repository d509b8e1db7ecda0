"""The response times of several runs as a picture of text: a row a run, all on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from site_sim.base.quantities import duration
from site_sim.base.text import cell_width
from site_sim.state.distribution import RankedTimes
from site_sim.ui.drawing.charts.axes import TimeAxis, time_axis

LOG, LINEAR = "log", "linear"
MARKED = (50, 95, 99)
"""The percentiles that are marked, and told."""
DIGITS = 3
FIGURE_CELLS = 8
"""The cells of a percentile, with the gap before it."""
GAP = 2
"""Cells between a name and the picture beside it."""
LEAST_CELLS = 16
"""The fewest cells of a row's picture."""
LEAST_BESIDE = GAP + LEAST_CELLS + FIGURE_CELLS * len(MARKED)
"""The cells that stand beside a name at the least."""


class Levels(NamedTuple):
    """The characters of a picture: one a height, from the lowest on, and that of a mark."""

    heights: str
    mark: str


BLOCKS = Levels("▁▂▃▄▅▆▇█", "┃")
PLAIN = Levels(".:-=+*#@", "|")


class TimePicture(NamedTuple):
    """Draws how many of the jobs that left had been here for so long or less: the higher, the more.

    Times are nanoseconds; they stand along the axis by their logarithms unless it is linear.
    """

    axis: str = LOG
    levels: Levels = BLOCKS

    def lines(self, names: Sequence[str], times: Sequence[RankedTimes], columns: int) -> list[str]:
        """Return the picture in lines of `columns` cells, a run's name before its row.

        The names have the same width. Where no job left there is no picture.
        """
        known = [each for each in times if len(each)]
        if not known:
            return []
        left = cell_width(names[0]) + GAP
        cells = max(LEAST_CELLS, columns - left - FIGURE_CELLS * len(MARKED))
        shortest = min(each.ranked[0] for each in known)
        longest = max(each.ranked[-1] for each in known)
        axis = time_axis(shortest, longest, cells, self.axis == LOG)
        heads = "".join(f"p{percent}".rjust(FIGURE_CELLS) for percent in MARKED)
        return [
            f"response times: share of jobs within; {self.levels.mark} p50, p95, p99",
            " " * (left + cells) + heads,
            *(
                f"{name}{' ' * GAP}{self.row(each, axis)}{_figures(each)}"
                for name, each in zip(names, times, strict=True)
            ),
            " " * left + _labels(axis),
        ]

    def row(self, times: RankedTimes, axis: TimeAxis) -> str:
        """Return the cells of a run along an axis that has all its times."""
        heights, row = self.levels.heights, []
        for cell in range(axis.cells):
            share = times.share_within(axis.end_of(cell))
            row.append(heights[ceil(share * len(heights)) - 1] if share else " ")
        for percent in MARKED:
            time = times.percentile(percent)
            if time is not None:
                row[axis.cell(time)] = self.levels.mark
        return "".join(row)


def _labels(axis: TimeAxis) -> str:
    """Return the times along an axis: each begins where longer ones do."""
    line = ""
    for cell, label in axis.ticks:
        line = line.ljust(cell + 1) + label
    return line


def _figures(times: RankedTimes) -> str:
    """Return the percentiles of a run in words."""
    values = [times.percentile(percent) for percent in MARKED]
    words = ["—" if value is None else duration(value, DIGITS) for value in values]
    return "".join(word.rjust(FIGURE_CELLS) for word in words)
