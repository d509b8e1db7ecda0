"""What one piece of a picture stands for, where there are more things than pieces have room."""

from __future__ import annotations

from functools import lru_cache
from itertools import count

STEPS = (1, 2, 5)
"""The units of each power of ten."""


def unit_for(things: int, room: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, ... of which at most `room` pieces make all things.

    Where there is no room at all it is 1.
    """
    if room <= 0:
        return 1
    return _unit_of(-(-things // room))


@lru_cache(maxsize=64)
def _unit_of(least: int) -> int:
    """Return the first unit that is not less."""
    units = (int(f"{step}{'0' * zeros}") for zeros in count() for step in STEPS)
    return next(unit for unit in units if unit >= least)
