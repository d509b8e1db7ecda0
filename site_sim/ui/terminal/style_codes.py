"""The codes that change a terminal's style: of the next style only what the last has not."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

EXTENDED = {"5": 3, "2": 5}
"""How many numbers tell a colour that begins with 38 or 48, by the second of them."""


class StyleNumbers(NamedTuple):
    """The numbers of a style: of its attributes (as bold), its colour, and that of its ground."""

    attributes: frozenset[str]
    colour: str
    ground: str


@lru_cache(maxsize=4096)
def change_of_style(before: str, now: str) -> str:
    """Return what is written between texts of two styles.

    These are the numbers of "select graphic rendition" (ECMA-48, 8.3.117), "" for none.
    """
    was, wanted = _numbers_of(before), _numbers_of(now)
    if was == wanted:
        return ""
    if not now:
        return "\x1b[0m"
    can_stay = wanted.attributes >= was.attributes
    if not can_stay or (was.colour and not wanted.colour) or (was.ground and not wanted.ground):
        return f"\x1b[0;{now}m"
    numbers = sorted(wanted.attributes - was.attributes, key=int)
    numbers += [each for each, old in zip(wanted[1:], was[1:], strict=True) if each != old]
    return f"\x1b[{';'.join(numbers)}m"


def _numbers_of(codes: str) -> StyleNumbers:
    numbers, attributes, colour, ground = codes.split(";") if codes else [], set(), "", ""
    while numbers:
        first = int(numbers[0])
        length = EXTENDED[numbers[1]] if first in (38, 48) else 1
        told, numbers = ";".join(numbers[:length]), numbers[length:]
        if first // 10 in (3, 9):
            colour = told
        elif first // 10 in (4, 10):
            ground = told
        else:
            attributes.add(told)
    return StyleNumbers(frozenset(attributes), colour, ground)
