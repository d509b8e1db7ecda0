"""A wall of bricks: what became of the jobs, in order, course on course in running bond.

Odd courses are shifted by half a brick. A brick that is laid never changes: so a wall keeps those
that it has, and only reads what came since.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import chain

from msgspec import Struct

from site_sim.ui.drawing.masonry.pieces import Cells, gap, solid
from site_sim.ui.drawing.masonry.units import unit_for
from site_sim.ui.theme.glyphs import Glyphs
from site_sim.ui.theme.materials import STONES

NARROW = 24
"""Walls of fewer cells have smaller bricks."""
BRICK, SMALL_BRICK = 5, 3
"""Cells of a brick, of which half a one on either side is mortar."""


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
        """How many results a brick stands for: it shows the last of them."""
        self._built: tuple[Hashable, ...] = ()
        """What the wall was built of and how large it was, when it was built last."""
        self._kind: tuple[Hashable, ...] = ()
        """What all of its bricks depend on."""
        self._bricks: list[Cells] = []
        self._courses: list[Cells] = []
        """From the ground; the text of each, as far as it is laid."""

    def build(
        self,
        results: Hashable,
        count: int,
        brick_at: Callable[[int], Brick],
        width: int,
        height: int,
    ) -> None:
        """Build the wall of the first `count` results; `brick_at` returns that of a result."""
        built = results, count, width, height
        if built == self._built:
            return
        self._built = built
        cells = SMALL_BRICK if width < NARROW else BRICK
        lengths = [max(0, width - cells // 2 * (course % 2)) // cells for course in range(height)]
        room = sum(lengths)
        self.unit = unit_for(count, room)
        kind = results, self.unit, width, height
        if kind != self._kind:
            self._kind, self._bricks, self._courses = kind, [], [()] * height
        self._lay(min(room, count // self.unit), brick_at, lengths, cells)

    def _lay(
        self, number: int, brick_at: Callable[[int], Brick], lengths: Sequence[int], cells: int
    ) -> None:
        """Lay bricks, or take some off, until there are so many."""
        bricks, kept = self._bricks, min(len(self._bricks), number)
        del bricks[kept:]
        for place in range(kept, number):
            brick = brick_at((place + 1) * self.unit - 1)
            bricks.append(_cells_of(brick, cells, self.glyphs))
        stop = 0
        for course, length in enumerate(lengths):
            start, stop = stop, stop + length
            if stop > kept:
                shift = " " * (cells // 2 * (course % 2)), ""
                laid = bricks[start:stop]
                self._courses[course] = (shift, *chain.from_iterable(laid)) if laid else ()

    def course(self, number: int) -> Cells:
        """Return the text of a course, counted from the ground: the same one until it changes."""
        return self._courses[number]


def _cells_of(brick: Brick, cells: int, glyphs: Glyphs) -> Cells:
    if brick.gap_role:
        return gap(brick.sign, cells, brick.gap_role)
    stone = stone_of(brick.maker)
    return solid(brick.sign, cells, stone, f"{stone}-edge", glyphs)


def stone_of(maker: int) -> str:
    """Return the role of the stone that all bricks of a worker are made of."""
    return STONES[maker % len(STONES)]
