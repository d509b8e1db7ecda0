"""Draw cells of a screen as SVG: blocks and lines as shapes, so that they meet in every font.

Distances are in pixels; a line of the screen is drawn from its baseline, whose height is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from tests.ui.screen_cells import Cell, Ink, Row

WIDE, HIGH = 8, 16
"""The size of a cell, which blocks divide by eight."""
BASELINE = 12
"""How far below the top of a cell its sign stands."""
MIDDLE = HIGH // 2 - BASELINE

LEAST_LENGTH = 2
"""Signs that may be as wide together as a font makes them."""

Box = tuple[int, int, int, int]
"""From the left, from the top, to the right and to the bottom, in eighths of a cell."""
Named = Callable[[str], str]
"""A function that returns the class of a style."""
_UPPER_LEFT, _UPPER_RIGHT, _LOWER_LEFT, _LOWER_RIGHT = (
    *((0, 0, 4, 4), (4, 0, 8, 4)),
    *((0, 4, 4, 8), (4, 4, 8, 8)),
)
_UPPER, _LOWER = (0, 0, 8, 4), (0, 4, 8, 8)
BLOCKS: Mapping[str, Sequence[Box]] = {
    **{sign: [(0, 7 - number, 8, 8)] for number, sign in enumerate("▁▂▃▄▅▆▇█")},
    **{sign: [(0, 0, number, 8)] for number, sign in enumerate("▏▎▍▌▋▊▉", start=1)},
    **{"▔": [(0, 0, 8, 1)], "▀": [_UPPER], "▐": [(4, 0, 8, 8)], "▕": [(7, 0, 8, 8)]},
    **{"▖": [_LOWER_LEFT], "▗": [_LOWER_RIGHT], "▘": [_UPPER_LEFT], "▝": [_UPPER_RIGHT]},
    **{"▙": [_UPPER_LEFT, _LOWER], "▟": [_UPPER_RIGHT, _LOWER]},
    **{"▛": [_UPPER, _LOWER_LEFT], "▜": [_UPPER, _LOWER_RIGHT]},
}
SHADES: Mapping[str, float] = {"░": 0.25, "▒": 0.5, "▓": 0.75}
"""The share of a cell that is covered."""
DASHES: Mapping[str, tuple[str, Sequence[tuple[int, int, int]]]] = {
    "▞": ("stroke-width:8;stroke-dasharray:4 4", [(4, -8, 4), (0, 0, 4)]),
    "▚": ("stroke-width:8;stroke-dasharray:4 4", [(0, -8, 4), (4, 0, 4)]),
    "·": ("stroke-width:2;stroke-dasharray:2 6", [(3, MIDDLE, 2)]),
}
"""Signs that are a dashed stroke where they are repeated: its style, and of each such stroke where
it begins in the first cell, its height, and the length of a dash."""
ARMS: Mapping[str, str] = {
    **{"─": "lr", "│": "ud", "╭": "dr", "╮": "dl", "╰": "ur", "╯": "ul"},
    **{"┌": "dr", "┐": "dl", "└": "ur", "┘": "ul", "├": "udr", "┤": "udl"},
    **{"┬": "dlr", "┴": "ulr", "┼": "udlr", "╴": "l", "╵": "u", "╶": "r", "╷": "d"},
}
"""The sides of its cell that a line comes to."""
HEAVY = dict(zip("━┃┏┓┗┛┣┫┳┻╋╸╹╺╻", "─│┌┐└┘├┤┬┴┼╴╵╶╷", strict=True))
"""The same lines, heavier."""
SHAPES = frozenset((*BLOCKS, *SHADES, *DASHES, *ARMS, *HEAVY))
"""The signs that are drawn and not written."""
_TO_SIDE = {"l": "h-4", "r": "h4", "u": "v-8", "d": "v8"}


def grounds(cells: Row, ground: str, named: Named) -> str:
    """Return the grounds of a line of cells, where they are another than that of the screen."""
    return "".join(
        f'<path class="{named(f"fill:{back}")}" d="{_box(x, -BASELINE, len(run) * WIDE, HIGH)}"/>'
        for x, run in _runs(cells, lambda cell: cell.ink.back)
        if (back := run[0].ink.back) != ground
    )


def signs(cells: Row, left: int, named: Named) -> str:
    """Return the signs of cells from a column on: a path a style, and the texts."""
    paths: dict[str, list[str]] = {}
    for x, run in _runs(cells, lambda cell: (cell.sign, cell.ink.fore), left):
        for style, path in _shape(run[0], x, len(run)):
            paths.setdefault(style, []).append(path)
    shapes = [f'<path class="{named(each)}" d="{"".join(paths[each])}"/>' for each in paths]
    return "".join((*shapes, *_texts(cells, left, named)))


def _runs(cells: Row, key: Callable[[Cell], Any], left: int = 0) -> Iterator[tuple[int, Row]]:
    """Yield cells beside each other that are alike by a key, and how far to the right they are."""
    for _, run in groupby(cells, key):
        alike = tuple(run)
        yield left * WIDE, alike
        left += len(alike)


def _box(x: int, y: int, width: int, height: int) -> str:
    return f"M{x} {y}h{width}v{height}h-{width}z"


def _shape(cell: Cell, x: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield the style and the path of each part of a shape that is repeated."""
    sign, fore = cell.sign, cell.ink.fore
    if sign in BLOCKS:
        yield f"fill:{fore}", "".join(_blocks(sign, x, count))
    elif sign in SHADES:
        box = _box(x, -BASELINE, count * WIDE, HIGH)
        yield f"fill:{fore};opacity:{SHADES[sign]}", box
    elif sign in DASHES:
        style, strokes = DASHES[sign]
        for begin, y, dash in strokes:
            length = (count - 1) * WIDE + dash
            yield f"fill:none;stroke:{fore};{style}", f"M{x + begin} {y}h{length}"
    elif sign in ARMS or sign in HEAVY:
        width = ";stroke-width:2" if sign in HEAVY else ""
        path = "".join(_lines(ARMS[HEAVY.get(sign, sign)], x, count))
        yield f"fill:none;stroke:{fore}{width}", path


def _blocks(sign: str, x: int, count: int) -> Iterator[str]:
    """Yield the boxes of a block that is repeated; those as wide as their cells are one."""
    for left, top, right, bottom in BLOCKS[sign]:
        y, height = 2 * top - BASELINE, 2 * (bottom - top)
        if right - left == WIDE:
            yield _box(x, y, WIDE * count, height)
            continue
        for number in range(count):
            yield _box(x + number * WIDE + left, y, right - left, height)


def _lines(arms: str, x: int, count: int) -> Iterator[str]:
    """Yield the strokes of a line that is repeated; one that goes through is a single one."""
    if arms == "lr":
        yield f"M{x} {MIDDLE}h{count * WIDE}"
        return
    for middle in range(x + WIDE // 2, x + count * WIDE, WIDE):
        for side in arms:
            yield f"M{middle} {MIDDLE}{_TO_SIDE[side]}"


def _texts(cells: Row, left: int, named: Named) -> Iterator[str]:
    """Yield the signs that are written: plain ones together, others each where it stands."""
    for x, run in _runs(tuple(_filled(cells)), _written_together, left):
        written = "".join(cell.sign for cell in run)
        text = written.strip()
        if not text or text[0] in SHAPES:
            continue
        place = x + (len(written) - len(written.lstrip())) * WIDE
        length = f' textLength="{len(text) * WIDE}"' if len(text) > LEAST_LENGTH else ""
        style = named(_style(run[0].ink))
        yield f'<text x="{place}" class="{style}"{length}>{escape(text, quote=False)}</text>'


def _filled(cells: Row) -> Iterator[Cell]:
    """Yield cells in which a blank is drawn as what it stands behind, in one text with it."""
    ink = cells[0].ink
    for cell in cells:
        ink = ink if cell.sign == " " and not cell.ink.underline else cell.ink
        yield Cell(cell.sign, ink)


def _written_together(cell: Cell) -> tuple[str, Ink]:
    """Return what is the same of cells whose signs are one text.

    A font may lack others than plain ones, and another has other widths.
    """
    is_plain = cell.sign.isascii() and cell.sign
    return "" if is_plain else cell.sign, cell.ink._replace(back="")


def _style(ink: Ink) -> str:
    bold = ";font-weight:700" if ink.bold else ""
    italic = ";font-style:italic" if ink.italic else ""
    underline = ";text-decoration:underline" if ink.underline else ""
    return f"fill:{ink.fore}{bold}{italic}{underline}"
