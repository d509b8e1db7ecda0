"""The past of all tasks and lanes in cells of equal time, at any zoom, computed bit by bit.

A tile is `CELLS` cells of a row; those of a block of `BLOCK` rows are built together. Each frame
the screen names the cells that it shows (`aim`), and builds as much as there is time for (`work`);
until then it gets guesses. At most `KEPT` blocks are kept, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from site_sim.log.events import NO_JOB
from site_sim.state.history.job_path import JobPath, Leg
from site_sim.state.history.keyframes import ChangeLog, Row, is_task, lane_number, lane_row
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
"""Rows in a block."""
KEPT = 128
"""How many blocks of tiles are kept, unless more are on screen."""


class RowKey(NamedTuple):
    """Names a block of tiles: its rows, the length of a cell (`step`, ns) and its place in time."""

    of_lanes: bool
    block: int
    step: int
    stretch: int


class Timeline:
    """Reads a change log as a timeline. `now` is the live end, in simulated nanoseconds."""

    def __init__(self, change_log: ChangeLog, moves: TransitionIndex | None = None) -> None:
        self._change_log = change_log
        self.moves = TransitionIndex(change_log) if moves is None else moves
        """The index of the rows' moves, which others may read too."""
        self._spans = Spans(change_log, self.moves)
        self._builders: dict[RowKey, TileBuilder] = {}
        """The blocks of tiles that are kept, the one used last at the end."""
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
        return self._change_log.most_workers

    @property
    def lanes(self) -> int:
        """How many lanes there ever were at once."""
        return self._change_log.most_lanes

    def is_before(self, row: Row, at: int) -> bool:
        """Return whether a time (ns) is before a row began: a worker was not hired yet."""
        began_at = self._change_log.began_at(row)
        return began_at is None or at < began_at

    # -- cells -----------------------------------------------------------------------------

    def aim(self, rows: list[Row], step: int, first: int, count: int) -> None:
        """Set the rows on screen, in `count` cells of `step` ns from number `first` on."""
        blocks = sorted({_block(row) for row in rows})
        stretches = range(first // CELLS, (first + count - 1) // CELLS + 1)
        self._aims = [
            RowKey(of_lanes, block, step, stretch)
            for stretch in stretches
            if stretch * CELLS * step <= self.now
            for of_lanes, block in blocks
        ]
        for key in self._aims:
            builder = self._builders.pop(key, None) or self._begin(key)
            self._builders[key] = builder
        while len(self._builders) > max(KEPT, len(self._aims)):
            del self._builders[next(iter(self._builders))]

    def _begin(self, key: RowKey) -> TileBuilder:
        start = key.stretch * CELLS * key.step
        first = key.block * BLOCK
        last = first + BLOCK - 1
        if key.of_lanes:
            return LaneTileBuilder(
                self._change_log, lane_row(last), lane_row(first), start, key.step
            )
        lowest = -len(self._change_log.log.cast.staff)
        return TaskTileBuilder(
            self._change_log, self.moves, max(first, lowest), last, start, key.step
        )

    def cells(self, row: Row, step: int, first: int, count: int) -> bytes:
        """Return the cells of a row that was named to `aim`: computed, guessed or UNKNOWN."""
        return self.cells_of([row], step, first, count)[row]

    def cells_of(
        self, rows: Iterable[Row], step: int, first: int, count: int
    ) -> Mapping[Row, bytes]:
        """Return the same of several rows."""
        stretches = range(first // CELLS, (first + count - 1) // CELLS + 1)
        offset, now = first % CELLS, self.now
        found: dict[Row, bytes] = {}
        for (of_lanes, block), together in groupby(rows, _block):
            keys = [RowKey(of_lanes, block, step, stretch) for stretch in stretches]
            builders = list(map(self._builders.get, keys))
            for row in together:
                parts = [_NOTHING if each is None else each.cells(row, now) for each in builders]
                found[row] = b"".join(parts)[offset : offset + count]
        return found

    # -- work ------------------------------------------------------------------------------

    def work(self, is_time_up: Callable[[], bool] = lambda: False) -> bool:
        """Compute what `aim`, `span` and `path` asked for; return True if all of it is done.

        It stops early when `is_time_up` returns True.
        """
        return not any(is_time_up() for _ in self._pieces())

    def _pieces(self) -> Iterator[None]:
        if self._path is not None:
            yield from self._path.work()
        yield from self._answering()
        for key in self._aims:
            builder = self._builders[key]
            if not builder.done:
                yield from builder.work(self.now)

    # -- what is at the cursor -------------------------------------------------------------

    def span(self, row: Row, step: int, number: int) -> Span | None:
        """Return the first span, in cell `number` of a row, of the state that the cell shows.

        None where no time has passed, or while `work` still searches.
        """
        cell = self.cells(row, step, number, 1)[0]
        if cell == UNKNOWN or cell & GUESS:
            return None
        asked = (row, step, number, first_state(cell))
        grown = self._answer is None or self._answer.until is None
        if asked != self._asked or (grown and self._answered_at != len(self._change_log)):
            fresh = asked != self._asked
            self._asked = asked
            self._answered_at = len(self._change_log)
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
        """Return the way of a job from hand to hand, as far as `work` has found it."""
        if job == NO_JOB:
            self._path = None
            return []
        if self._path is None or self._path.job != job:
            self._path = JobPath(self._change_log, job)
        return self._path.legs()

    def copy_for(self, change_log: ChangeLog) -> Timeline:
        """Return a timeline of a change log that begins with the same events."""
        return Timeline(change_log, self.moves.copy_for(change_log))


_NOTHING = bytes([UNKNOWN]) * CELLS


def _block(row: Row) -> tuple[bool, int]:
    """Return the block that a row belongs to: whether it is of lanes, and its number."""
    if is_task(row):
        return False, row // BLOCK
    return True, lane_number(row) // BLOCK
