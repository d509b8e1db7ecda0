"""The axes of a chart: how far they reach, and where their ticks stand.

They depend on what is shown alone. A scale goes from one that is easy to read to the next, and
stays the same for as long as what is shown fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor, log10
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
    """Return the labels of a scale by the row that each stands in, from the bottom; 0 has none."""
    places = max(0, -floor(log10(scale.step) + 1e-9))
    return {
        number * rows // scale.steps - 1: f"{number * scale.step:,.{places}f}"
        for number in range(1, scale.steps + 1)
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
