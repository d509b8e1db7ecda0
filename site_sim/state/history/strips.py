"""Strips: the main state of a worker in each of the latest cells of equal time, up to a moment.

A cell that is over is the same whichever way one came to the moment: it is read from the change
log, where a death counts as a whole cell, so that it stays visible if the dead is replaced at once.
"""

from __future__ import annotations

from typing import NamedTuple

from site_sim.state.history.keyframes import ChangeLog, Row
from site_sim.state.history.tiles import CELLS, UNKNOWN, TaskTileBuilder, first_state
from site_sim.state.history.transitions import TransitionIndex
from site_sim.state.site import SiteState

BLOCK = 32
"""Rows whose cells are read together."""
_FIRST_STATES = bytes(UNKNOWN if cell == UNKNOWN else first_state(cell) for cell in range(256))
"""The main state in each cell of a tile."""


PIECES = 96
"""Pieces of the log that are read for a frame, a chunk or less each: some 60 ms at the most."""


class _Block(NamedTuple):
    """Some rows in one stretch of `CELLS` cells."""

    number: int
    stretch: int


class Strips:
    """Reads strips of at most `CELLS` cells, and keeps what the cells at one moment need."""

    def __init__(self, change_log: ChangeLog, moves: TransitionIndex, pieces: int = PIECES) -> None:
        self._most_pieces = pieces
        self._change_log = change_log
        self._moves = moves
        self._step = 1
        self._newest = 0
        """The number of the newest cell, which is not over."""
        self._builders: dict[_Block, TaskTileBuilder] = {}
        self._full: dict[Row, bytes] = {}
        """The cells of a row that are over, `CELLS` with the newest one."""
        self._pieces = 0
        """How many more pieces of the log may be read for this frame."""
        self.is_complete = True
        """Whether no strip that was read for this frame has cells that are guesses."""

    def begin_frame(self) -> None:
        """Begin to read the strips for another frame, with more of the log."""
        self._pieces, self.is_complete = self._most_pieces, True

    def strip(self, worker: Row, present: int, site: SiteState, step: int, count: int) -> bytes:
        """Return the state of a worker in the last `count` cells of `step` ns each, oldest first.

        The newest cell contains the time of the site, and has the state that the worker is in at
        `present`. Up to then the changes must be known. Cells of which there was no time to read
        are guesses.
        """
        newest = site.at // step
        if (step, newest) != (self._step, self._newest):
            self._turn(step, newest)
        full = self._full.get(worker)
        if full is None:
            full = self._read(worker)
        if self._change_log.beginning(worker) >= site.seq:
            present = UNKNOWN
        return full[CELLS - count :] + bytes((present,))

    @property
    def _stretches(self) -> range:
        """The stretches of cells that are over."""
        first = max(0, self._newest - CELLS + 1)
        return range(first // CELLS, -(-self._newest // CELLS))

    def _turn(self, step: int, newest: int) -> None:
        """Take another newest cell; what is known of those before is kept."""
        kept = self._builders if step == self._step else {}
        self._step, self._newest = step, newest
        stretches = self._stretches
        self._builders = {key: kept[key] for key in kept if key.stretch in stretches}
        self._full.clear()

    def _read(self, worker: Row) -> bytes:
        """Return the cells of a worker that are over, and keep them if none is a guess."""
        end, parts = self._newest * self._step, []
        is_known = True
        for stretch in reversed(self._stretches):  # the newest matter most
            builder = self._builder(_Block(worker // BLOCK, stretch), end)
            cells, is_read = builder.full_cells(worker, end)
            parts.append(cells)
            is_known = is_known and is_read
        cells = b"".join(parts[::-1]).translate(_FIRST_STATES)[-CELLS + 1 :]
        full = cells.rjust(CELLS - 1, bytes([UNKNOWN]))
        if is_known:
            self._full[worker] = full
        else:
            self.is_complete = False
        return full

    def _builder(self, key: _Block, end: int) -> TaskTileBuilder:
        """Return what has the cells of a block, read up to a time (ns) if there is time for it."""
        found = self._builders.get(key)
        if found is None:
            first, start = key.number * BLOCK, key.stretch * CELLS * self._step
            found = self._builders[key] = TaskTileBuilder(
                self._change_log,
                self._moves,
                first,
                first + BLOCK - 1,
                start,
                self._step,
                indexes=False,
            )
        if self._pieces:
            self._pieces -= found.work_until(end, self._pieces)
        return found
