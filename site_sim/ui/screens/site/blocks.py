"""The workers in blocks of rows, the head's at the top: which row belongs to which worker."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.log.events import NOBODY
from site_sim.state.entities import TaskState
from site_sim.state.site import SiteState

GAP, LINE, STRIP, TOP, MIDDLE, FOOT = range(6)
"""The rows of a worker's block: the rail above it, its own row, and its recent past, in one row
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


class BlockLayout:
    """How large the blocks are, and where each stands."""

    def __init__(self) -> None:
        self.workers: Sequence[TaskState] = ()
        self.is_direct = False
        """The foreman has a link to each worker, instead of to the head alone."""
        self.parts = BLOCKS[1]
        """The rows of a block."""
        self.pitch = 1
        """How many rows a block has."""
        self.line = 0
        """Which row of a block is the worker's own."""
        self.height = 0
        """The rows that can be seen."""

    def fit_blocks(self, state: SiteState, room: int) -> bool:
        """Choose how large the blocks are in `room` rows; True if they look different now."""
        self.workers = state.workers
        workers = len(state.workers)
        parts = BLOCKS[max(1, min(max(BLOCKS), room // workers))] if workers else BLOCKS[1]
        is_direct = state.settings.wiring == "direct"
        has_changed = parts is not self.parts or is_direct is not self.is_direct
        self.parts, self.is_direct = parts, is_direct
        self.pitch, self.line = len(parts), parts.index(LINE)
        self.height = max(1, min(room, workers * len(parts)))
        return has_changed

    @property
    def rows(self) -> int:
        """The rows of all blocks."""
        return len(self.workers) * self.pitch

    @property
    def fits(self) -> bool:
        """Whether all blocks can be seen at once."""
        return self.height >= self.rows

    def who_at(self, row: int) -> int:
        """Return the worker whose block a row belongs to, NOBODY for none."""
        workers, index = len(self.workers), row // self.pitch
        return workers - 1 - index if 0 <= index < workers else NOBODY

    def row_of(self, who: int) -> int | None:
        """Return a worker's own row; None if there is no worker of that number."""
        workers = len(self.workers)
        return (workers - 1 - who) * self.pitch + self.line if 0 <= who < workers else None

    def rows_from_foreman(self, state: SiteState) -> int:
        """Return how far below the foreman the receiver of its job is."""
        to = state.foreman.to if self.is_direct else len(state.workers) - 1
        row = self.row_of(to)
        return 1 if row is None else row + 1

    def in_view(self, top: int, height: int) -> range:
        """Return the workers whose blocks are among the rows in view, counted from the head."""
        return range(top // self.pitch, -(-(top + height) // self.pitch))
