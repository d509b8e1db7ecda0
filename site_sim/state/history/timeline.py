"""The past of everyone in cells of equal time, at any zoom, worked out a piece at a time.

Cells are kept in stretches of `CELLS` for blocks of `BLOCK` rows. What is on screen is aimed at
once a frame, and worked on for as long as there is time; meanwhile there are guesses. At most
`KEPT` stretches are kept, so that memory stays the same however long one looks around.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from site_sim.log.events import ACCEPT, NO_JOB
from site_sim.state.history.job_path import JobPath, Leg
from site_sim.state.history.keyframes import ChangeLog, Row, lane_number, lane_row
from site_sim.state.history.spans import Span, Spans
from site_sim.state.history.tiles import (
    CELLS,
    GUESS,
    UNKNOWN,
    LaneTileBuilder,
    TaskTileBuilder,
    TileBuilder,
    first_state,
)
from site_sim.state.history.transitions import TransitionIndex

BLOCK = 32
"""Rows of a block."""
KEPT = 128
"""Stretches of a block that are kept."""


class RowKey(NamedTuple):
    """Which stretch: the block (of tasks, or of lanes), the length of a cell (ns), and a number."""

    of_lanes: bool
    block: int
    step: int
    stretch: int


class Timeline:
    """Reads a track as a timeline. `now` is the live end, in simulated nanoseconds."""

    def __init__(self, track: ChangeLog, moves: TransitionIndex | None = None) -> None:
        self._track = track
        self._moves = TransitionIndex(track) if moves is None else moves
        self._spans = Spans(track, self._moves)
        self._weaves: dict[RowKey, TileBuilder] = {}
        """The one used last stands last."""
        self._aims: list[RowKey] = []
        self._path: JobPath | None = None
        self._asked: tuple[Row, int, int, int] | None = None
        self._answer: Span | None = None
        self._search: Iterator[Span | None] | None = None
        self._answered_at = -1
        self.now = 0

    # -- rows ------------------------------------------------------------------------------

    @property
    def workers(self) -> int:
        """How many workers there ever were at once."""
        return self._track.most_workers

    @property
    def lanes(self) -> int:
        """How many lanes there ever were at once."""
        return self._track.most_lanes

    def is_before(self, row: Row, at: int) -> bool:
        """Whether a time (ns) is before a row began: a worker was not hired yet."""
        began_at = self._track.began_at(row)
        return began_at is None or at < began_at

    # -- cells -----------------------------------------------------------------------------

    def aim(self, rows: list[Row], step: int, first: int, count: int) -> None:
        """Say which rows are looked at, in `count` cells of `step` ns from number `first` on."""
        blocks = sorted({_block(row) for row in rows})
        stretches = range(first // CELLS, (first + count - 1) // CELLS + 1)
        self._aims = [
            RowKey(of_lanes, block, step, stretch)
            for stretch in stretches
            if stretch * CELLS * step <= self.now
            for of_lanes, block in blocks
        ]
        for key in self._aims:
            weave = self._weaves.pop(key, None) or self._begin(key)
            self._weaves[key] = weave
        while len(self._weaves) > max(KEPT, len(self._aims)):
            del self._weaves[next(iter(self._weaves))]

    def _begin(self, key: RowKey) -> TileBuilder:
        start = key.stretch * CELLS * key.step
        first = key.block * BLOCK
        last = first + BLOCK - 1
        if key.of_lanes:
            return LaneTileBuilder(self._track, lane_row(last), lane_row(first), start, key.step)
        return TaskTileBuilder(self._track, self._moves, max(first, ACCEPT), last, start, key.step)

    def cells(self, row: Row, step: int, first: int, count: int) -> bytes:
        """Return the cells of a row that is aimed at, as far as they are known."""
        of_lanes, block = _block(row)
        parts = []
        start, stop = first // CELLS, (first + count - 1) // CELLS
        for stretch in range(start, stop + 1):
            weave = self._weaves.get(RowKey(of_lanes, block, step, stretch))
            parts.append(_NOTHING if weave is None else weave.cells(row, self.now))
        offset = first - start * CELLS
        return b"".join(parts)[offset : offset + count]

    # -- work ------------------------------------------------------------------------------

    def work(self, is_time_up: Callable[[], bool] = lambda: False) -> bool:
        """Work on what is aimed at and asked for until it is done, or the time is up."""
        return not any(is_time_up() for _ in self._pieces())

    def _pieces(self) -> Iterator[None]:
        if self._path is not None:
            yield from self._path.work()
        yield from self._answering()
        for key in self._aims:
            weave = self._weaves[key]
            if not weave.done:
                yield from weave.work(self.now)

    # -- what is at the cursor -------------------------------------------------------------

    def span(self, row: Row, step: int, number: int) -> Span | None:
        """Return what a row was at in a cell: the first span of the state that the cell shows.

        None where no time has passed, or while it is searched for: `work` does that.
        """
        cell = self.cells(row, step, number, 1)[0]
        if cell == UNKNOWN or cell & GUESS:
            return None
        asked = (row, step, number, first_state(cell))
        grown = self._answer is None or self._answer.until is None
        if asked != self._asked or (grown and self._answered_at != len(self._track)):
            fresh = asked != self._asked
            self._asked = asked
            self._answered_at = len(self._track)
            self._search = self._spans.within(
                row, number * step, (number + 1) * step, first_state(cell)
            )
            if fresh:
                self._answer = None
        return self._answer

    def _answering(self) -> Iterator[None]:
        for found in self._search or ():
            if found is None:
                yield
            else:
                self._answer = found
        self._search = None

    def path(self, job: int) -> list[Leg]:
        """Return the way of a job from hand to hand, as far as it is found: `work` does that."""
        if job == NO_JOB:
            self._path = None
            return []
        if self._path is None or self._path.job != job:
            self._path = JobPath(self._track, job)
        return self._path.legs()

    def copy_for(self, track: ChangeLog) -> Timeline:
        """Return a timeline of a track that has the same beginning."""
        return Timeline(track, self._moves.copy_for(track))

    @property
    def nbytes(self) -> int:
        """Bytes of the track and of its indices."""
        return self._track.nbytes + self._moves.nbytes


_NOTHING = bytes([UNKNOWN]) * CELLS


def _block(row: Row) -> tuple[bool, int]:
    """Return the block that a row belongs to: whether it is of lanes, and its number."""
    if row >= ACCEPT:
        return False, row // BLOCK
    return True, lane_number(row) // BLOCK
