"""The workers in blocks of rows, and the rail beside them with the job that moves down it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from site_sim.log.events import NOBODY
from site_sim.player.view_state import Snapshot
from site_sim.state.entities import State, TaskState
from site_sim.ui.drawing.rows_panel import StyledText
from site_sim.ui.screens.site.rail import LIGHT, MOVES, RAIL_CELLS, WAITS, rail_of
from site_sim.ui.screens.site.task_rows import FINE_STEPS, STEPS, TaskRows, strip_scale

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


class Blocks(TaskRows):
    """The workers, the head at the top, each in a block of rows; in few rows only its own."""

    busy_rows = 12

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._block: tuple[int, ...] = BLOCKS[1]
        self._is_direct = False
        self._height = 0

    # -- arrangement -----------------------------------------------------------------------

    def settle(self, snapshot: Snapshot, room: int) -> None:
        """Choose how large the blocks are, and how many of so many rows they take in all."""
        workers = len(snapshot.state.workers)
        block = BLOCKS[max(1, min(max(BLOCKS), room // workers))] if workers else BLOCKS[1]
        direct = snapshot.state.settings.wiring == "direct"
        if block is not self._block or direct is not self._is_direct:
            self._block, self._is_direct = block, direct
            self.shows_strip = len(block) == 1
            self.steps = STEPS if self.shows_strip else FINE_STEPS
            self.forget()
        height = max(1, min(room, workers * len(block)))
        if height != self._height:
            self._height = self.styles.height = height

    @property
    def pitch(self) -> int:
        """The rows of a block."""
        return len(self._block)

    @property
    def line_part(self) -> int:
        """Which row of a block is the worker's own."""
        return self._block.index(LINE)

    def row_count(self) -> int:
        """Return the rows of all workers' blocks."""
        return len(self.snapshot.state.workers) * self.pitch if self.snapshot else 0

    def who_at(self, row: int) -> int:
        """Return whose block a row belongs to."""
        workers = len(self.snapshot.state.workers) if self.snapshot else 0
        index = row // self.pitch
        return workers - 1 - index if 0 <= index < workers else NOBODY

    def row_of(self, who: int) -> int | None:
        """Return a worker's own row; None if there is none of that number."""
        workers = len(self.snapshot.state.workers) if self.snapshot else 0
        return (workers - 1 - who) * self.pitch + self.line_part if 0 <= who < workers else None

    @property
    def rows_from_foreman(self) -> int:
        """How far below the foreman the one is to whom he hands a job."""
        if self.snapshot is None:
            return 1
        workers = self.snapshot.state.workers
        to = self.snapshot.state.foreman.to if self._is_direct else len(workers) - 1
        row = self.row_of(to)
        return 1 if row is None else row + 1

    # -- the rail --------------------------------------------------------------------------

    def rail_at(self, row: int) -> StyledText:
        """Return the rail beside a row, perhaps with a job on it."""
        assert self.snapshot is not None
        who, part, line = self.who_at(row), row % self.pitch, self.line_part
        if self._is_direct:
            return self._bus_at(row, part, who)
        rail = rail_of(self.glyphs.name)
        above = self._into(who, part) if part <= line else LIGHT
        below = self._out_of(who, part) if part >= line and who > 0 else LIGHT
        if above is None or below is None:
            return rail.token_at_row if part == line else rail.token
        if part < line:
            return rail.through[above]
        if part > line:
            return rail.through[below] if who else rail.none
        return rail.beside(above, below, who == 0)

    def _into(self, who: int, part: int) -> int | None:
        """Return what the rail is like on the way to a worker, part of its block."""
        assert self.snapshot is not None
        workers, line = self.snapshot.state.workers, self.line_part
        if who + 1 == len(workers):
            return self._stretch(self.snapshot.state.foreman, who, part + 1, line + 1)
        return self._stretch(workers[who + 1], who, part - line + self.pitch, self.pitch)

    def _out_of(self, who: int, part: int) -> int | None:
        """Return what it is like on the way on from a worker."""
        assert self.snapshot is not None
        task = self.snapshot.state.workers[who]
        return self._stretch(task, who - 1, part - self.line_part, self.pitch)

    def _stretch(self, sender: TaskState, to: int, row: int, rows: int) -> int | None:
        """Return what the rail is like `row` rows below a sender; None for a job being there.

        The receiver is `rows` rows below.
        """
        if sender.to != to:
            return LIGHT
        if sender.state is State.HANDING_OFF:
            at = min(rows, int(self.phase(sender) * (rows + 1)))
            return None if row == at else MOVES if row < at else LIGHT
        return WAITS if sender.state is State.BLOCKED else LIGHT

    def _bus_at(self, row: int, part: int, who: int) -> StyledText:
        """Return the rail where the foreman has a link to everyone."""
        assert self.snapshot is not None
        rail = rail_of(self.glyphs.name)
        foreman, rows = self.snapshot.state.foreman, self.rows_from_foreman
        is_line = part == self.line_part
        kind: int | None = LIGHT
        if row + 1 <= rows:
            kind = self._stretch(foreman, foreman.to, row + 1, rows)
        if kind is None:
            return rail.token_at_row if is_line else rail.token
        if not is_line:
            return rail.none if who == 0 and part > self.line_part else rail.through[kind]
        if kind != LIGHT and row + 1 == rows:
            return rail.end[kind]
        return rail.end[LIGHT] if who == 0 and kind == LIGHT else rail.passing[kind]

    def _label_on_rail(self, row: int) -> str:
        """Return which job it is that is on the rail between two workers' rows."""
        assert self.snapshot is not None
        state = self.snapshot.state
        who = self.who_at(row)
        is_head = who + 1 == len(state.workers)
        sender = state.foreman if is_head or self._is_direct else state.workers[who + 1]
        return f"#{sender.job}"

    # -- rows ------------------------------------------------------------------------------

    def key(self, row: int) -> Hashable:
        """Return all that a row of a block shows."""
        task = self.find(self.who_at(row))
        if task is None:
            return None
        part = self._block[row % self.pitch]
        if part == LINE:
            return self.key_of(task, row)
        rail = self.rail_at(row)
        if part == GAP:
            return rail, rail[1] == "token" and self._label_on_rail(row)
        return rail, self._past(task), self.is_marked(row)

    def is_marked(self, row: int) -> bool:
        """Return whether the row is of the selected; the rail above it is not."""
        return self._block[row % self.pitch] != GAP and super().is_marked(row)

    def _past(self, task: TaskState) -> bytes:
        """Return the recent past that fills the panel's width."""
        assert self.snapshot is not None
        cells = max(0, self.cells - RAIL_CELLS)
        state = self.snapshot.state
        return task.past(state.at, state.bucket_ns, cells // strip_scale(cells))

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return a row of a worker's block."""
        task = self.find(self.who_at(row))
        if task is None:
            return
        part = self._block[row % self.pitch]
        if part == LINE:
            yield from self.pieces_of(task, row)
            return
        rail = self.rail_at(row)
        yield rail
        if part != GAP:
            glyphs = self.glyphs
            looks = (glyphs.cells, glyphs.tops, glyphs.middles, glyphs.feet)[part - STRIP]
            yield from self.strip(self._past(task), self.cells - RAIL_CELLS, looks)
        elif rail[1] == "token":
            yield self._label_on_rail(row), "token"
