"""Reads the order in which somebody says that the tracks of a race will end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_sim.base.errors import did_you_mean
from site_sim.base.numbers import read_whole
from site_sim.base.text import clean_line

SHOWN_CELLS = 20
"""The most cells of a wrong word that are shown."""


def order_of(text: str, names: Sequence[str]) -> tuple[int, ...]:
    """Return the tracks that a text names, by their places in `names`, in its order.

    Each is named by its number from 1 on, or by the first letters of its name; digits may stand
    together, since no race has ten tracks. Raises ValueError, which says what is wrong.
    """
    words = [word for word in re.split(r"[\s,;<>]+", text.strip().lower()) if word]
    if len(words) == 1 and words[0].isdecimal():
        words = [*words[0]]
    order = tuple(_track_of(word, names) for word in words)
    for place, track in enumerate(order):
        if track in order[:place]:
            raise ValueError(f"{names[track]} can end in one place only")
    return order


def _track_of(word: str, names: Sequence[str]) -> int:
    number = read_whole(word)
    if number is not None:
        if not 1 <= number <= len(names):
            raise ValueError(f"there is no track {number}: they are 1 to {len(names)}")
        return number - 1
    lowered = [name.lower() for name in names]
    if word in lowered:
        return lowered.index(word)
    meant = [place for place, name in enumerate(lowered) if name.startswith(word)]
    if len(meant) == 1:
        return meant[0]
    shown = clean_line(word, SHOWN_CELLS)
    if meant:
        raise ValueError(f"{shown} may be {' or '.join(names[each] for each in meant)}")
    raise ValueError(f"there is no track {shown}; {did_you_mean(shown, names)}")
