"""What stands on a screen as cells: each with its sign and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.strip import Strip

DIMMED = 0.4
"""How far a dim sign is from its colour to that of its ground."""


class Ink(NamedTuple):
    """How a cell is drawn; colours as in `#1e2025`."""

    fore: str
    back: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


class Cell(NamedTuple):
    """A cell; the second one of a wide sign has none."""

    sign: str
    ink: Ink


Row = tuple[Cell, ...]
Screen = list[Row]


def cells_of(strips: Iterable[Strip]) -> Screen:
    """Return the lines of a screen as cells."""
    return [tuple(_row(strip)) for strip in strips]


def _row(strip: Strip) -> Iterator[Cell]:
    for text, style, _ in strip:
        ink = ink_of(style or Style.null())
        for sign in text:
            yield Cell(sign, ink)
            yield from [Cell("", ink)] * (cell_len(sign) - 1)


@lru_cache(maxsize=4096)
def ink_of(style: Style) -> Ink:
    """Return how a style is drawn."""
    fore, back = _colour(style.color, True), _colour(style.bgcolor, False)
    if style.reverse:
        fore, back = back, fore
    if style.dim:
        fore = blend_rgb(fore, back, DIMMED)
    flags = bool(style.bold), bool(style.italic), bool(style.underline)
    return Ink(fore.hex, back.hex, *flags)


def _colour(colour: Color | None, is_fore: bool) -> ColorTriplet:
    return (colour or Color.default()).get_truecolor(foreground=is_fore)
