"""The tasks in blocks of rows, listed as the cast is: which row belongs to which task."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.log.cast import NOBODY, Shape
from site_sim.player.outline import Outline
from site_sim.player.site_copy import SiteCopy

GAP, LINE, STRIP, TOP, MIDDLE, FOOT = range(6)
"""The rows of a task's block: the rail above it, its own row, and its recent past, in one row
or several."""
BLOCKS = {
    1: (LINE,),
    2: (LINE, STRIP),
    3: (GAP, LINE, STRIP),
    4: (GAP, LINE, TOP, FOOT),
    5: (GAP, LINE, TOP, MIDDLE, FOOT),
    6: (GAP, GAP, LINE, TOP, MIDDLE, FOOT),
}
"""What a block is made of, by how many rows there is room for."""


Listed = Outline | SiteCopy
"""What knows which tasks there are, and how jobs move among them."""


class BlockLayout:
    """How large the blocks are, and where each stands."""

    def __init__(self) -> None:
        self.inner: Sequence[int] = ()
        """The tasks, from the top down: all but those in rows of their own above and below."""
        self.departed = 0
        """How many of the first of them have left, and are still listed."""
        self.shape: Shape = "chain"
        """How jobs move among them."""
        self.parts = BLOCKS[1]
        """The rows of a block."""
        self.pitch = 1
        """How many rows a block has."""
        self.line = 0
        """Which row of a block is the task's own."""
        self.height = 0
        """The rows that can be seen."""

    def fit_blocks(self, site: Listed, room: int) -> bool:
        """Choose how large the blocks are in `room` rows; True if they look different now."""
        self.list_tasks(site)
        tasks = len(self.inner)
        parts = BLOCKS[max(1, min(max(BLOCKS), room // tasks))] if tasks else BLOCKS[1]
        shape = site.cast.shape(site.settings.wiring)
        has_changed = parts is not self.parts or shape != self.shape
        self.parts, self.shape = parts, shape
        self.pitch, self.line = len(parts), parts.index(LINE)
        self.height = max(1, min(room, tasks * len(parts)))
        return has_changed

    def list_tasks(self, site: Listed) -> None:
        """List the tasks that are there now."""
        departed = site.news.departed
        self.inner = site.cast.inner_rows(site.workers + departed)
        is_first = departed and self.inner and self.inner[0] >= site.workers
        self.departed = departed if is_first else 0

    @property
    def rows(self) -> int:
        """The rows of all blocks."""
        return len(self.inner) * self.pitch

    @property
    def fits(self) -> bool:
        """Whether all blocks can be seen at once."""
        return self.height >= self.rows

    def who_at(self, row: int) -> int:
        """Return the task whose block a row belongs to, NOBODY for none."""
        index = row // self.pitch
        return self.inner[index] if 0 <= index < len(self.inner) else NOBODY

    def row_of(self, who: int) -> int | None:
        """Return a task's own row; None if it is not among the tasks."""
        return self.inner.index(who) * self.pitch + self.line if who in self.inner else None

    def top_around(self, who: int, height: int) -> int:
        """Return the row at the top when a task is kept in view of `height` rows.

        The rows are turned over by half of them, like pages that overlap: so they move seldom, and
        a task has others above and below it.
        """
        if who not in self.inner:
            return 0
        blocks = max(1, height // self.pitch)
        page = max(1, blocks // 2)
        margin = (blocks - page) // 2
        first = (self.inner.index(who) - margin) // page * page
        return max(0, min(first * self.pitch, self.rows - height))

    def rows_from_first(self, site: SiteCopy) -> int:
        """Return how far below the row above all others the receiver of its job is."""
        first = site.tasks.get(site.cast.first)
        if self.shape == "chain" or first is None:
            is_there = len(self.inner) > self.departed
            return self.departed * self.pitch + self.line + 1 if is_there else 1
        row = self.row_of(first.to)
        return 1 if row is None else row + 1

    def in_view(self, top: int, height: int) -> range:
        """Return the tasks whose blocks are among the rows in view, counted from the top."""
        return range(top // self.pitch, min(len(self.inner), -(-(top + height) // self.pitch)))
