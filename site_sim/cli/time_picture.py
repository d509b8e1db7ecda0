"""The response times of several runs as a picture of text: a row a run, all on one axis."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from site_sim.base.quantities import duration, exact_duration
from site_sim.base.text import cell_width
from site_sim.base.units import DAY, HOUR, MINUTE
from site_sim.scenario.steps import next_step
from site_sim.state.distribution import RankedTimes

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
TIMES_NS = (
    *(0, *(n * 10**power for power in range(11) for n in (1, 2, 5) if n * 10**power < MINUTE)),
    *(n * MINUTE for n in (1, 2, 5, 10, 20, 30)),
    *(n * HOUR for n in (1, 2, 5, 12)),
    *(n * 10**power * DAY for power in range(6) for n in (1, 2, 5)),
)
"""The times that an axis tells, and ends with; the last is longer than any run."""
TICKS = 5
"""The most times that a linear axis tells, beside zero."""


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
        edges = self.edges(shortest, max(each.ranked[-1] for each in known), cells)
        heads = "".join(f"p{percent}".rjust(FIGURE_CELLS) for percent in MARKED)
        mark = self.levels.mark
        return [
            f"response times: share of jobs within; {mark} p50, p95, p99",
            " " * (left + cells) + heads,
            *(
                f"{name}{' ' * GAP}{self.row(each, edges[1:])}{_figures(each)}".rstrip()
                for name, each in zip(names, times, strict=True)
            ),
            " " * left + self._labels(edges),
        ]

    def edges(self, shortest: int, longest: int, cells: int) -> list[int]:
        """Return the times between which the cells lie: one more than there are cells."""
        high = int(next_step(max(1, longest - 1), TIMES_NS, up=True))
        if self.axis == LINEAR:
            return [ceil(high * place / cells) for place in range(cells + 1)]
        low = max(1, int(next_step(max(2, shortest), TIMES_NS, up=False)))
        return [round(low * (high / low) ** (place / cells)) for place in range(cells)] + [high]

    def row(self, times: RankedTimes, ends: Sequence[int]) -> str:
        """Return the cells of a run, which end at those times."""
        heights, row = self.levels.heights, []
        for end in ends:
            share = times.share_within(end)
            row.append(heights[ceil(share * len(heights)) - 1] if share else " ")
        for percent in MARKED:
            time = times.percentile(percent)
            if time is not None:
                row[bisect_left(ends, time)] = self.levels.mark
        return "".join(row)

    def _labels(self, edges: Sequence[int]) -> str:
        """Return the times along the axis, each where it begins to be reached."""
        line = ""
        for time in self._ticks(edges):
            place = max(0, bisect_left(edges, time) - 1) if time else 0
            if place >= len(line) + bool(line):
                line = line.ljust(place) + exact_duration(time)
        return line

    def _ticks(self, edges: Sequence[int]) -> Iterator[int]:
        """Yield the times that an axis tells, as far as there is room for them."""
        low, high = edges[0], edges[-1]
        if self.axis == LINEAR:
            step = int(next_step(high // TICKS - 1, TIMES_NS, up=True))
            yield from range(0, high + 1, max(1, step))
            return
        yield from (time for time in TIMES_NS if low <= time <= high)


def _figures(times: RankedTimes) -> str:
    """Return the percentiles of a run in words."""
    values = [times.percentile(percent) for percent in MARKED]
    words = ["—" if value is None else duration(value, DIGITS) for value in values]
    return "".join(word.rjust(FIGURE_CELLS) for word in words)
