"""Plots: numbers as rows of bars, in eighths of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import ceil


def plot(past: Sequence[float], most: float, rows: int, levels: str) -> Sequence[str]:
    """Return the rows of a plot, from the bottom; `most`, or the most there was, fills it."""
    return _plot(tuple(past), most, rows, levels)


@lru_cache(maxsize=16)
def _plot(past: tuple[float, ...], most: float, rows: int, levels: str) -> tuple[str, ...]:
    """Return the same; in most frames the figures on a screen are those of the frame before."""
    top, steps = max(most, *past) or 1, len(levels) - 1
    heights = [ceil(value * rows * steps / top - 1e-9) for value in past]
    return tuple("".join([looks[height] for height in heights]) for looks in _looks(rows, levels))


@cache
def _looks(rows: int, levels: str) -> list[str]:
    """Return for each row, from the bottom, how it looks with each height of a plot."""
    steps = len(levels) - 1
    below, above = levels[0], levels[-1]
    return [
        below * (row * steps) + levels + above * ((rows - 1 - row) * steps) for row in range(rows)
    ]
