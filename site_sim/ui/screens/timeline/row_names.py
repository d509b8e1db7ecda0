"""What the rows of a timeline are called."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from site_sim.facts.models import MODEL_FACTS
from site_sim.log.cast import Cast
from site_sim.state.history.keyframes import Row, is_task, lane_number

LONGEST_NAME = 20
"""Cells of a name; the rest of a longer one is left out."""


class RowNames(NamedTuple):
    """Names the tasks of a cast and the lanes of a model, in full where there is room."""

    cast: Cast
    model: str
    lanes: int
    is_wide: bool

    def of(self, row: Row) -> str:
        """Return what a row is called: `worker 3` (or `w3`), `accept`, `event loop`, `core 0`."""
        cast = self.cast
        if is_task(row):
            is_whole = self.is_wide or row in cast.members
            return cast.name_of(row) if is_whole else cast.short_name(row)
        lane = MODEL_FACTS[self.model].lane
        return lane if self.lanes == 1 else f"{lane} {lane_number(row)}"

    def cells(self, rows: list[Row], workers: int) -> int:
        """Return how wide the column of names is."""
        longest = [*self.cast.members, max(0, workers - 1), *rows[-1:]]
        return 2 + min(LONGEST_NAME, max(cell_len(self.of(row)) for row in longest))
