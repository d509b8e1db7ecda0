"""The codes that change a terminal's style: of the next style only what the last has not."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

EXTENDED = {"5": 3, "2": 5}
"""How many numbers tell a colour that begins with 38 or 48, by the second of them."""

OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""What ends an attribute, and others with it."""


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
    anew, gone = f"0;{now}" if now else "0", was.attributes - wanted.attributes
    if not gone <= OFF.keys():
        return f"\x1b[{anew}m"
    ends = {OFF[each] for each in gone}
    begins = {each for each in wanted.attributes if each not in was.attributes}
    begins |= {each for each in wanted.attributes if OFF.get(each) in ends}
    numbers = sorted(ends) + sorted(begins)
    if wanted.colour != was.colour:
        numbers.append(wanted.colour or "39")
    if wanted.ground != was.ground:
        numbers.append(wanted.ground or "49")
    return f"\x1b[{min(anew, ';'.join(numbers), key=len)}m"


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
