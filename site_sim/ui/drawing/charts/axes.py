"""The axes of a chart: how far they reach, and where their ticks stand.

They depend on what is shown alone. A scale goes from one that is easy to read to the next, and
stays the same for as long as what is shown fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, exp, floor, log, log10
from typing import NamedTuple

from site_sim.base.quantities import exact_duration
from site_sim.base.units import DAY, HOUR, MINUTE, SECOND

STEPS = (1, 2, 5)
"""The digits of steps that are easy to read."""
_TIMES = (
    *(digit * 10**power for power in range(9) for digit in STEPS),
    *(seconds * SECOND for seconds in (1, 2, 5, 10, 20, 30)),
    *(minutes * MINUTE for minutes in (1, 2, 5, 10, 20, 30)),
    *(hours * HOUR for hours in (1, 2, 6, 12)),
    *(digit * 10**power * DAY for power in range(6) for digit in STEPS),
)
"""Steps of a time axis, in nanoseconds."""
LABEL = 5
"""Cells of the labels of a scale."""
_UNITS = ((1e9, 10**9, "G"), (1e6, 10**6, "M"), (1e4, 10**3, "k"), (0.0, 1, ""))
"""From which number on which unit is told, and its sign."""
LEAST_GAP = 4
"""Cells between two labels of a time axis."""


class Scale(NamedTuple):
    """An axis from 0 on: the values between its ticks, and how many such steps it has."""

    step: float
    steps: int

    @property
    def top(self) -> float:
        """The greatest value."""
        return self.step * self.steps

    def place(self, value: float, rows: int) -> int:
        """Return the row, from the bottom, whose upper edge is next above a value."""
        return min(rows - 1, max(0, ceil(value * rows / self.top - 1e-9) - 1))


def nice_step(least: float) -> float:
    """Return the least step that is easy to read and no less: 1, 2 or 5, or these tenfold."""
    power = floor(log10(least))
    steps = (digit * 10.0**each for each in (power - 1, power, power + 1) for digit in STEPS)
    return next(step for step in steps if step >= least * (1 - 1e-9))


@lru_cache(maxsize=64)
def scale_for(most: float, rows: int, is_whole: bool = False) -> Scale:
    """Return the least scale up to `most` whose ticks stand at edges of rows, two rows apart.

    Of several the one with more ticks; those of numbers that are whole are whole.
    """
    most = max(most, 1.0 if is_whole else 1e-9)
    counts = [count for count in range(1, max(2, rows // 2 + 1)) if rows % count == 0]
    least = 1.0 if is_whole else 0.0
    scales = [Scale(nice_step(max(least, most / count)), count) for count in counts]
    return min(scales, key=lambda scale: (round(scale.top, 9), -scale.steps))


def ticks(scale: Scale, rows: int) -> dict[int, str]:
    """Return the labels of a scale by the row that each stands in, from the bottom; 0 has none.

    Great numbers are told in thousands or millions; what has no room in `LABEL` cells even so, as
    it is next to nothing, has no label.
    """
    unit, sign = next(each[1:] for each in _UNITS if scale.top >= each[0])
    step = scale.step / unit
    places = max(0, -floor(log10(step) + 1e-9))
    labels = (f"{number * step:,.{places}f}{sign}" for number in range(1, scale.steps + 1))
    return {
        number * rows // scale.steps - 1: label if len(label) <= LABEL else ""
        for number, label in enumerate(labels, 1)
    }


@lru_cache(maxsize=16)
def time_ticks(cells: int, cell_ns: int) -> Sequence[tuple[int, str]]:
    """Return the cell and the label of each tick of a time axis up to now, the latest first."""
    for step in _TIMES:
        label = f"-{exact_duration(step)}"
        if step >= (len(label) + 1 + LEAST_GAP) * cell_ns:
            break
    return [
        (cells - round(number * step / cell_ns), f"-{exact_duration(number * step)}")
        for number in range(1, cells * cell_ns // step + 1)
    ]


class TimeAxis(NamedTuple):
    """An axis of durations (ns) over some cells, from a start to a stop.

    On one that is logarithmic, twice as long is as far everywhere.
    """

    start: int
    stop: int
    cells: int
    step: int
    """Between two ticks; 0 where it is logarithmic."""

    @property
    def is_log(self) -> bool:
        """Whether it is logarithmic."""
        return not self.step

    def place(self, ns: int) -> float:
        """Return how many cells from the start on a duration is; less than 0 is before it."""
        if self.is_log:
            return self.cells * log(max(1, ns) / self.start) / log(self.stop / self.start)
        return self.cells * (ns - self.start) / (self.stop - self.start)

    def cell(self, ns: int) -> int:
        """Return the cell that shows a duration: one at its edge is in the cell before."""
        return max(0, min(self.cells - 1, ceil(self.place(ns) - 1e-9) - 1))

    def end_of(self, cell: int) -> int:
        """Return the longest duration that a cell shows."""
        if cell >= self.cells - 1:
            return self.stop
        share = (cell + 1) / self.cells
        if self.is_log:
            return floor(self.start * exp(log(self.stop / self.start) * share) + 1e-9)
        return self.start + (self.stop - self.start) * (cell + 1) // self.cells

    @property
    def ticks(self) -> Sequence[tuple[int, str]]:
        """The cell that ends at each tick, and its label; the start has the cell -1.

        Where there is no room for all labels, those of 1, 10, 100 stay.
        """
        if self.is_log:
            marks = [ns for ns in _TIMES if self.start <= ns <= self.stop]
        else:
            marks = [*range(self.start, self.stop + 1, self.step)]
        ticks = [(round(self.place(ns)) - 1, exact_duration(ns)) for ns in marks]
        if _are_apart(ticks):
            return ticks
        rounds = [(cell, label) for cell, label in ticks if label.startswith("1")]
        return rounds if rounds and _are_apart(rounds) else [ticks[0], ticks[-1]]


def _are_apart(ticks: Sequence[tuple[int, str]]) -> bool:
    """Return whether there is room for each label before the next one."""
    return all(
        after - before >= len(label) + LEAST_GAP for (before, label), (after, _) in pairwise(ticks)
    )


def time_axis(least: int, most: int, cells: int, is_log: bool) -> TimeAxis:
    """Return the axis over some cells for durations (ns) from the least to the most.

    It begins and ends at ticks; one that is not logarithmic begins at 0.
    """
    most = max(1, most)
    if is_log:
        start = max(ns for ns in _TIMES if ns <= max(1, least))
        stop = next((ns for ns in _TIMES if ns >= most and ns > start), 2 * most)
        return TimeAxis(start, stop, cells, 0)
    for step in _TIMES:
        steps = -(-most // step)
        label = len(exact_duration(step * steps))
        if (label + LEAST_GAP) * steps <= cells:
            return TimeAxis(0, step * steps, cells, step)
    return TimeAxis(0, most, cells, most)
