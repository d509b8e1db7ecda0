"""Strips: the main state of a worker in each of the latest cells of equal time, up to a moment.

A cell that is over is the same whichever way one came to the moment: it is read from the change
log, where a death counts as a whole cell, so that it stays visible if the dead is replaced at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.state.entities import GONE
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


class Strips:
    """Reads strips of at most `CELLS` cells, and keeps what the cells at one moment need."""

    def __init__(self, change_log: ChangeLog, moves: TransitionIndex, pieces: int = PIECES) -> None:
        self._most_pieces = pieces
        self._change_log = change_log
        self._moves = moves
        self._step = 1
        self._newest = 0
        """The number of the newest cell, which is not over."""
        self._builders: dict[int, dict[Row, TaskTileBuilder]] = {}
        """What reads the cells of a row in a stretch of `CELLS` cells, by stretch and row."""
        self._full: dict[Row, bytes] = {}
        """The cells of a row that are over, `CELLS` with the newest one."""
        self._pieces = 0
        """How many more pieces of the log may be read for this frame."""
        self.is_complete = True
        """Whether no strip that was read for this frame has cells that are guesses."""

    def begin_frame(self) -> None:
        """Begin to read the strips for another frame, with more of the log."""
        self._pieces, self.is_complete = self._most_pieces, True

    def strips(
        self, workers: Sequence[Row], site: SiteState, step: int, count: int
    ) -> dict[Row, bytes]:
        """Return the state of some workers in the last `count` cells of `step` ns, oldest first.

        The newest cell contains the time of the site, and has the state that the worker is in.
        Up to then the changes must be known. Cells of which there was no time to read are guesses.
        """
        self._go_to(site.at // step, step)
        full, states = self._full, site.census.states
        missing = [worker for worker in workers if worker not in full]
        if missing:
            self._join(missing)
        strips = {}
        for worker in workers:
            present = bytes(states[worker : worker + 1])
            if not present or present[0] == GONE:
                present = self._absent(worker, site)
            strips[worker] = (full.get(worker) or self._read(worker))[CELLS - count :] + present
        return strips

    def _absent(self, worker: Row, site: SiteState) -> bytes:
        """Return the newest cell of a worker who has left or died, or who only starts up."""
        return bytes([GONE if self._change_log.beginning(worker) < site.seq else UNKNOWN])

    @property
    def _stretches(self) -> range:
        """The stretches of cells that are over."""
        first = max(0, self._newest - CELLS + 1)
        return range(first // CELLS, -(-self._newest // CELLS))

    def _go_to(self, newest: int, step: int) -> None:
        """Take another newest cell; what is known of those before is kept."""
        if (step, newest) == (self._step, self._newest):
            return
        kept = self._builders if step == self._step else {}
        self._step, self._newest = step, newest
        stretches = self._stretches
        self._builders = {stretch: kept[stretch] for stretch in kept if stretch in stretches}
        self._full.clear()

    def _join(self, workers: Sequence[Row]) -> None:
        """Begin to read those of some workers together of whom nobody has read, if they are many.

        They stand together.
        """
        for stretch in self._stretches:
            known = self._builders.setdefault(stretch, {})
            new = [worker for worker in workers if worker not in known]
            if 2 * len(new) > BLOCK and max(new) - min(new) < len(new):
                self._begin(range(min(new), max(new) + 1), stretch)

    def _read(self, worker: Row) -> bytes:
        """Return the cells of a worker that are over, and keep them if none is a guess."""
        end, parts = self._newest * self._step, []
        is_known = True
        for stretch in reversed(self._stretches):  # the newest matter most
            builder = self._builder(worker, stretch)
            if self._pieces:
                self._pieces -= builder.work_until(end, self._pieces)
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

    def _builder(self, worker: Row, stretch: int) -> TaskTileBuilder:
        """Return what reads the cells of a worker in a stretch."""
        known = self._builders.setdefault(stretch, {})
        if worker not in known:
            first = worker - worker % BLOCK
            self._begin(range(first, first + BLOCK), stretch)
        return known[worker]

    def _begin(self, rows: range, stretch: int) -> None:
        """Begin to read the cells of some rows, but of those that are read already."""
        start = stretch * CELLS * self._step
        builder = TaskTileBuilder(
            self._change_log, self._moves, rows[0], rows[-1], start, self._step, indexes=False
        )
        known = self._builders[stretch]
        known |= dict.fromkeys(rows, builder) | known
