"""A wall of bricks: what became of the jobs, in order, course on course in running bond.

Odd courses are shifted by half a brick. A brick that is laid never changes: so a wall keeps those
that it has, and only reads what came since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from msgspec import Struct

from site_sim.ui.drawing.masonry.pieces import Cells, gap, solid
from site_sim.ui.drawing.masonry.units import unit_for
from site_sim.ui.theme.glyphs import Glyphs
from site_sim.ui.theme.materials import STONES

NARROW = 24
"""Walls of fewer cells have smaller bricks."""
BRICK, SMALL_BRICK = 5, 3
"""Cells of a brick, of which half a one on either side is mortar."""
LARGEST_BRICK = 15
"""The most cells of a brick in a wall of few."""
MULTIPLIER, WORD = 2_654_435_761, 1 << 32
"""The golden ratio in words of 32 bits ("The Art of Computer Programming", volume 3, 6.4)."""


class Bond(NamedTuple):
    """How the bricks of a wall lie: each of some cells, and every other course aside."""

    brick: int
    aside: int
    """Cells by which every other course is shifted."""
    lengths: Sequence[int]
    """How many bricks each course has, from the ground."""

    @property
    def room(self) -> int:
        """How many bricks have room in all."""
        return sum(self.lengths)

    @property
    def width(self) -> int:
        """Cells of the longest course, that by which it may be shifted included."""
        return max(self.lengths, default=0) * self.brick + self.aside

    def height_of(self, bricks: int) -> int:
        """Return how many courses so many bricks reach up to, in a wall of equal courses."""
        return -(-bricks // self.lengths[0]) if self.lengths and self.lengths[0] else 0


@lru_cache(maxsize=64)
def filling(width: int, height: int) -> Bond:
    """Return the bond of a wall that fills a rectangle of cells from the left."""
    brick = SMALL_BRICK if width < NARROW else BRICK
    aside = brick // 2
    lengths = [max(0, width - aside * (course % 2)) // brick for course in range(height)]
    return Bond(brick, aside, lengths)


@lru_cache(maxsize=64)
def tower(most: int, width: int, height: int) -> Bond:
    """Return the bond of the narrowest wall in which `most` bricks have room in a rectangle.

    Its courses are equally long, so that it is the higher the more bricks there are; the bricks are
    as large as they can be. Where they have no room at all, the courses are as long as they can be.
    """
    longest = max(1, (width - SMALL_BRICK // 2) // SMALL_BRICK)
    bricks = -(-most // unit_for(most, longest * height))
    length = min(longest, max(1, -(-bricks // max(1, height))))
    sizes = range(LARGEST_BRICK, SMALL_BRICK, -1)
    fits = (cells for cells in sizes if length * cells + _aside(cells, length) <= width)
    brick = next(fits, SMALL_BRICK)
    return Bond(brick, _aside(brick, length), [length * (width >= SMALL_BRICK)] * max(0, height))


def _aside(brick: int, length: int) -> int:
    """Return by how many cells every other course of that length is shifted."""
    return brick // 2 if length > 1 else 0


class Brick(Struct, frozen=True):
    """A result: who made it, a number, and the sign of that one; or why there is a gap."""

    sign: str
    maker: int = 0
    gap_role: str = ""
    """The role of the sign of a gap; "" for a brick."""


class Wall:
    """The wall of some results in a rectangle of cells.

    `results` says which ones they are: while it is equal, those that were there stay the same.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self.unit = 1
        """How many results a brick stands for, of which it shows one (`shown_of`)."""
        self._built: tuple[Hashable, ...] = ()
        """What the wall was built of and how, when it was built last."""
        self._kind: tuple[Hashable, ...] = ()
        """What all of its bricks depend on."""
        self._bricks: list[Cells] = []
        self.courses: list[Cells] = []
        """The text of each, from the ground: the same one until it changes."""
        self._ends: Sequence[int] = ()
        """How many bricks there are up to the end of each course."""

    def build(
        self,
        results: Hashable,
        count: int,
        brick_at: Callable[[int], Brick],
        bond: Bond,
        most: int = 0,
    ) -> None:
        """Build the wall of the first `count` results; `brick_at` returns that of a result.

        It is made to have room for `most` of them, if there are not more.
        """
        unit = unit_for(max(count, most), bond.room)
        built = results, count, unit, bond
        if built == self._built:
            return
        self._built, self.unit = built, unit
        kind = results, unit, bond
        if kind != self._kind:
            self._kind, self._bricks, self.courses = kind, [], [()] * len(bond.lengths)
            self._ends = [*accumulate(bond.lengths)]
        self._lay(min(bond.room, count // unit), brick_at, bond)

    def _lay(self, number: int, brick_at: Callable[[int], Brick], bond: Bond) -> None:
        """Lay bricks, or take some off, until there are so many."""
        bricks, before = self._bricks, len(self._bricks)
        kept = min(before, number)
        del bricks[kept:]
        for place in range(kept, number):
            brick = brick_at(shown_of(place, self.unit))
            bricks.append(_cells_of(brick, bond.brick, self.glyphs))
        course, most = bisect_right(self._ends, kept), max(before, number)
        start = self._ends[course] - bond.lengths[course] if kept < most else most
        while start < most:  # others are as they were
            length, shift = bond.lengths[course], " " * (bond.aside * (course % 2))
            laid = bricks[start : start + length]
            self.courses[course] = ((shift, ""), *chain.from_iterable(laid)) if laid else ()
            start, course = start + length, course + 1


def shown_of(place: int, unit: int) -> int:
    """Return the number of the result that a brick shows: of the `unit` of them at its place.

    It is one of them as if by lot, and always the same (Knuth's multiplicative hash): were it the
    first or the last, all bricks of workers who take turns would be of a few of them.
    """
    return place * unit + (place * MULTIPLIER % WORD >> 16) % unit


def _cells_of(brick: Brick, cells: int, glyphs: Glyphs) -> Cells:
    if brick.gap_role:
        return gap(brick.sign, cells, brick.gap_role)
    stone = stone_of(brick.maker)
    return solid(brick.sign, cells, stone, f"{stone}-edge", glyphs)


def stone_of(maker: int) -> str:
    """Return the role of the stone that all bricks of a worker are made of."""
    return STONES[maker % len(STONES)]
