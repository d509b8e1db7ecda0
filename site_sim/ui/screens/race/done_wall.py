"""The jobs that were done on a track as a wall, upright or lying: to the scale of all tracks."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial

from site_sim.log.events import Kind
from site_sim.player.site_copy import SiteCopy
from site_sim.state.verdicts import VerdictTable
from site_sim.ui.drawing.masonry.pieces import Cells
from site_sim.ui.drawing.masonry.units import unit_for
from site_sim.ui.drawing.masonry.wall import (
    LARGEST_BRICK,
    SMALL_BRICK,
    Bond,
    Brick,
    Wall,
    tower,
)
from site_sim.ui.screens.site.accept_log import sign_of
from site_sim.ui.theme.glyphs import Glyphs


class DoneJobs:
    """The results of one track that were accepted, by their order."""

    def __init__(self) -> None:
        self._table: VerdictTable | None = None
        self._verdicts_read = 0
        self._accepted = array("q")
        """The number of each verdict that accepted a result."""
        self._site: SiteCopy | None = None

    def read(self, site: SiteCopy) -> None:
        """Take what was accepted since it was read last."""
        if site.verdict_table is not self._table:
            self._table, self._verdicts_read, self._accepted = site.verdict_table, 0, array("q")
        self._site, start = site, self._verdicts_read
        if site.verdict_count > start:
            self._verdicts_read = site.verdict_count
            kinds = site.verdict_table.column("kind", start, site.verdict_count)
            accepted = int(Kind.Accepted)
            self._accepted.extend(
                number for number, kind in enumerate(kinds, start) if kind == accepted
            )

    def brick_at(self, number: int) -> Brick:
        """Return the brick of a job that was done, in the sign and the colour of its worker."""
        assert self._site is not None
        verdict = self._accepted[number]
        (worker,) = self._site.verdict_table.column("worker", verdict, verdict + 1)
        return Brick(sign_of(worker, self._site.cast), worker)


class UprightWall:
    """The wall of a track among others beside it: the one that is highest is ahead."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._wall = Wall(glyphs)
        self._jobs = DoneJobs()
        self._bond = tower(0, 0, 0)
        self._done = 0

    def build(self, site: SiteCopy, most: int, width: int, height: int) -> None:
        """Build it of the jobs that are done, to a scale at which `most` have room."""
        self._jobs.read(site)
        self._done = site.done
        self._bond = tower(most, width, height)
        self._wall.build(site.verdict_table, site.done, self._jobs.brick_at, self._bond, most)

    @property
    def unit(self) -> int:
        """How many jobs a brick stands for."""
        return self._wall.unit

    @property
    def width(self) -> int:
        """How many cells it is wide."""
        return self._bond.width

    @property
    def height(self) -> int:
        """How many courses there are."""
        return self.height_of(self._done)

    def height_of(self, jobs: int) -> int:
        """Return how many courses so many jobs make."""
        return self._bond.height_of(jobs // self._wall.unit)

    @property
    def courses(self) -> Sequence[Cells]:
        """The text of each course, from the ground."""
        return self._wall.courses


class LyingWall:
    """The wall of a track among others above it, on its side: the one that is longest is ahead."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._walls: list[Wall] = []
        """A row of bricks each: they are laid in turns."""
        self._jobs = DoneJobs()
        self._brick = SMALL_BRICK
        self.unit = 1
        """How many jobs a brick stands for."""

    def build(self, site: SiteCopy, most: int, width: int, height: int) -> None:
        """Build it of the jobs that are done, to a scale at which `most` have room."""
        if len(self._walls) != height:
            self._walls = [Wall(self._glyphs) for _ in range(height)]
        self._jobs.read(site)
        self._brick, self.unit, columns = _columns(max(most, site.done), width, height)
        laid, bond = site.done // self.unit, Bond(self._brick, 0, (columns,))
        kind = site.verdict_table, self.unit, height
        for row, wall in enumerate(self._walls):
            count = (laid - row + height - 1) // height
            wall.build((*kind, row), count, partial(self._brick_at, row), bond, columns)

    def _brick_at(self, row: int, place: int) -> Brick:
        number = place * len(self._walls) + row
        return self._jobs.brick_at((number + 1) * self.unit - 1)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self._walls)

    def length_of(self, jobs: int) -> int:
        """Return how many cells so many jobs make."""
        return -(-(jobs // self.unit) // max(1, len(self._walls))) * self._brick

    def row(self, number: int) -> Sequence[tuple[str, str]]:
        """Return the text of a row."""
        return self._walls[number].courses[0]


def _columns(most: int, width: int, height: int) -> tuple[int, int, int]:
    """Return the cells of a brick, what it stands for, and how many have room side by side."""
    unit = unit_for(most, width // SMALL_BRICK * height)
    bricks = -(-most // unit)
    wanted = -(-bricks // max(1, height))
    sizes = range(LARGEST_BRICK, SMALL_BRICK, -1)
    brick = next((cells for cells in sizes if wanted * cells <= width), SMALL_BRICK)
    return brick, unit, max(0, width) // brick
