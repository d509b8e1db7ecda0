"""A pile of crates: how many jobs wait, at a glance.

The crates have places in a fixed order, in which the pile grows upward and outward: one job more
is one crate more, and all others stay where they are. Each stands on two others, or on the ground.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from functools import lru_cache

from msgspec import Struct

from site_sim.ui.drawing.masonry.pieces import solid
from site_sim.ui.drawing.masonry.units import unit_for
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.theme.glyphs import Glyphs

CRATE = 3
"""Cells of a crate; half a cell on either side is air."""


class PileRow(Struct, frozen=True):
    """The places in one row of a pile, from the first that is filled to the last."""

    order: Sequence[int]
    """The number of each place in the order in which all of the pile are filled."""
    columns: Sequence[int]
    """The first cell of each."""


class Pile(Struct, frozen=True):
    """How many crates lie where in a rectangle."""

    crates: int
    calm: int
    """Crates up to this number are nothing to worry about."""
    unit: int
    """How many jobs a crate stands for; the last one may stand for fewer."""
    rows: Sequence[PileRow]
    """From the top."""
    width: int

    def look(self, row: int) -> Hashable:
        """Return all that the look of a row depends on."""
        order = self.rows[row].order
        return bisect_left(order, self.crates), bisect_left(order, self.calm)

    def pieces(self, row: int, glyphs: Glyphs) -> list[StyledText]:
        """Return the text of a row, from the left."""
        places = self.rows[row]
        number = bisect_left(places.order, self.crates)
        lying = sorted(zip(places.columns[:number], places.order, strict=False))
        pieces: list[StyledText] = []
        end = 0
        for column, order in lying:
            pieces.append((" " * (column - end), ""))
            pieces += _crate(order < self.calm, glyphs)
            end = column + CRATE
        return pieces


@lru_cache(maxsize=8)
def pile_of(jobs: int, calm: int, width: int, height: int) -> Pile:
    """Return the pile of some jobs in a rectangle of cells; those beyond `calm` are a hazard.

    Where they have no room, a crate stands for 2, 5, 10, ... of them.
    """
    rows = _places(max(0, width), max(0, height))
    unit = unit_for(jobs, sum(len(row.order) for row in rows))
    return Pile(-(-jobs // unit), calm // unit, unit, rows, width)


@lru_cache(maxsize=64)
def crate_row(jobs: int, calm: int, most: int, width: int, glyphs: Glyphs) -> Sequence[StyledText]:
    """Return some jobs as crates side by side, on a scale at which `most` of them have room."""
    room = max(0, width // CRATE)
    unit = unit_for(max(jobs, most), room)
    return tuple(
        piece
        for number in range(min(room, -(-jobs // unit)))
        for piece in _crate(number * unit < calm, glyphs)
    )


def _crate(is_calm: bool, glyphs: Glyphs) -> Sequence[StyledText]:
    if is_calm:
        return solid(glyphs.crate, CRATE, "timber", "timber-edge", glyphs)
    return solid(glyphs.hazard, CRATE, "timber-hazard", "timber-edge", glyphs)


@lru_cache(maxsize=64)
def _places(width: int, height: int) -> Sequence[PileRow]:
    """Return the rows of a rectangle, from the top, with the places in the order of filling.

    Rows are shifted by half a crate against each other. A place is as far from the first one, in
    the middle of the ground, as it is high and aside, in half crates: so those that it rests on are
    filled before it.
    """
    places = sorted(
        (abs(aside) + row, row, aside, column)
        for row in range(height)
        for aside, column in _columns(row, width)
    )
    rows: list[tuple[list[int], list[int]]] = [([], []) for _ in range(height)]
    for number, (_, row, _, column) in enumerate(places):
        order, columns = rows[-1 - row]
        order.append(number)
        columns.append(column)
    return tuple(PileRow(order, columns) for order, columns in rows)


def _columns(row: int, width: int) -> Sequence[tuple[int, int]]:
    """Return the places in a row: how many half crates from the middle, and the first cell."""
    middle, most = (width - CRATE) // 2, width // CRATE
    shift = row % 2 * (width > CRATE)
    places = (
        (aside, middle + (aside * CRATE) // 2)
        for aside in range(-2 * most - shift, 2 * most + 2)
        if aside % 2 == shift
    )
    return [(aside, column) for aside, column in places if 0 <= column <= width - CRATE]
