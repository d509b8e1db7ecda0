"""The pieces of a picture: crates and bricks, each a few cells of one row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import set_cell_size

from site_sim.ui.drawing.segments import StyledText, width_of
from site_sim.ui.theme.glyphs import Glyphs

Cells = tuple[StyledText, ...]
"""Styled text of a known width."""


@lru_cache(maxsize=4096)
def solid(sign: str, cells: int, role: str, edge_role: str, glyphs: Glyphs) -> Cells:
    """Return a piece of `cells` cells with its sign in the middle, if that has room.

    `role` is that of the sign on its ground, `edge_role` that of the edges. They fill half a cell
    on either side; in ascii they are brackets on the same ground.
    """
    left, right = glyphs.edges[0], glyphs.edges[1]
    body = centred(sign, cells - 2)
    if glyphs.edges.isascii():
        return ((left + body + right, role),)
    return (left, edge_role), (body, role), (right, edge_role)


@lru_cache(maxsize=1024)
def gap(sign: str, cells: int, role: str) -> Cells:
    """Return a hole of `cells` cells, in which a sign tells why it is there."""
    return ((centred(sign, cells), role),)


def centred(sign: str, cells: int) -> str:
    """Return a sign in the middle of `cells` cells; blanks where it has no room."""
    free = cells - width_of(sign)
    if free < 0:
        return " " * cells
    return set_cell_size(" " * ((free + 1) // 2) + sign, cells)


def ground(captions: Sequence[str], width: int, glyphs: Glyphs) -> list[StyledText]:
    """Return the ground, with the first of the captions in the middle that has room."""
    caption = next((each for each in captions if width_of(each) <= width - 2), "")
    words = f" {caption} " if caption else ""
    left, odd = divmod(width - width_of(words), 2)
    ends = glyphs.ground * left, glyphs.ground * (left + odd)
    return [(ends[0], "ground"), (words, "ground-text"), (ends[1], "ground")]


@lru_cache(maxsize=64)
def unit_captions(piece: str, thing: str, unit: int) -> Sequence[str]:
    """Return how many things a piece of a picture stands for, in a few words and in fewer."""
    number = f"{unit:,}"
    return f"a {piece} = {number} {thing}{'s' * (unit != 1)}", f"{piece} = {number}", f"={number}"
