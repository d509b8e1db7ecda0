"""Series: jobs done, jobs that wait, and workers at work, in the latest cells of equal time.

They are read backwards from a moment, from what every event changed. A cell that is over is the
same whichever way one came to the moment, and is read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, compress
from operator import ne, or_
from typing import NamedTuple

from site_sim.log.events import Kind
from site_sim.state.entities import CPU, IO, WORK_BEGAN, WORK_CHANGED, WORK_ENDED
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.site import SiteState

KEPT = 256
"""How many cells that are over are kept."""
DONE = int(Kind.Accepted)
_LEAVES = (Kind.Accepted, Kind.Scrapped)
_WORK_BEGINS = (Kind.WorkStarted, Kind.CpuResumed)
_WORK_BIT = bytes(made & WORK_CHANGED for made in range(256))


class _Steps(NamedTuple):
    """What each code of an event changes of a number."""

    by_code: Sequence[int]
    moves: bytes
    """Whether it changes it at all: a table for `bytes.translate`."""

    @classmethod
    def of(cls, by_code: Sequence[int]) -> _Steps:
        """Return them with their table."""
        return cls(by_code, bytes(map(bool, by_code)))


def _jobs_that_wait(code: int) -> int:
    """Return how many jobs more wait after an event: its kind, with the bit WORK_CHANGED."""
    kind = code & ~WORK_CHANGED
    more = (kind == Kind.JobArrived) - (kind in _LEAVES)
    if code & WORK_CHANGED:
        more += -1 if kind in _WORK_BEGINS else 1
    return more


_JOB_STEPS = _Steps.of([*map(_jobs_that_wait, range(256))])
_WORK_STEPS = _Steps.of([bool(made & WORK_BEGAN) - bool(made & WORK_ENDED) for made in range(256)])


class SeriesCells(NamedTuple):
    """A number for each cell, oldest first; 0 from before the start."""

    done: list[int]
    """How many jobs were done."""
    waiting: list[int]
    """How many jobs waited at most."""
    working: list[int]
    """How many workers were at work at most."""


class _Cell(NamedTuple):
    """One cell: the numbers that are shown, and what holds before its first event."""

    done: int
    waiting: int
    working: int
    first: int
    """The number of its first event."""
    waiting_before: int
    working_before: int


class _Newest(NamedTuple):
    """The newest cell, up to a moment: its number, the moment, and how many events there were."""

    number: int
    stop: int
    at: int
    cell: _Cell


_NONE = _Newest(-1, 0, 0, _Cell(0, 0, 0, 0, 0, 0))


class SeriesReader:
    """Reads the series of one log."""

    def __init__(self, change_log: ChangeLog) -> None:
        self._change_log = change_log
        self._step = 1
        self._over: dict[int, _Cell] = {}
        """Cells that are over, by number."""
        self._newest = _NONE
        """The cell that was read as the newest one."""

    def read(self, state: SiteState, step: int, count: int) -> SeriesCells:
        """Return the last `count` cells of `step` ns up to a state, whose time is in the newest.

        A number that does not last does not count, but for what it is now.
        """
        if step != self._step or len(self._over) > KEPT:
            self._over.clear()
            self._step, self._newest = step, _NONE
        at_work = state.census.count[CPU] + state.census.count[IO]
        now = stop, waiting, working = state.seq, state.statistics.waiting, at_work
        newest, before = state.at // step, self._newest
        cells: list[_Cell] = []
        for number in range(newest, max(-1, newest - count), -1):
            cell = self._over.get(number) if number < newest else None
            if cell is None:
                end = min(state.at, (number + 1) * step)
                cell = self._read(before, number, end, stop, waiting, working)
                if number < newest:
                    self._over[number] = cell
                else:
                    self._newest = _Newest(number, stop, end, cell)
            cells.append(cell)
            stop, waiting, working = cell.first, cell.waiting_before, cell.working_before
        cells[0] = cells[0]._replace(
            waiting=max(cells[0].waiting, now[1]), working=max(cells[0].working, now[2])
        )
        none = [0] * (count - len(cells))
        return SeriesCells(
            none + [cell.done for cell in reversed(cells)],
            none + [cell.waiting for cell in reversed(cells)],
            none + [cell.working for cell in reversed(cells)],
        )

    def _read(
        self, before: _Newest, number: int, end: int, stop: int, waiting: int, working: int
    ) -> _Cell:
        """Return a cell as `_cell` does; of the one that was the newest only what came since."""
        if before.number != number or before.stop > stop:
            start = number * self._step
            first = self._change_log.log.index_at(start - 1)
            return self._cell(first, stop, start, end, waiting, working)
        known, more = before.cell, self._cell(before.stop, stop, before.at, end, waiting, working)
        return known._replace(
            done=known.done + more.done,
            waiting=max(known.waiting, more.waiting),
            working=max(known.working, more.working),
        )

    def _cell(
        self, first: int, stop: int, start: int, end: int, waiting: int, working: int
    ) -> _Cell:
        """Return the cell of some events between two times, after which so many wait and work."""
        log = self._change_log.log
        kinds, times = log.kinds(first, stop), log.times(first, stop)
        made = self._change_log.changes[first:stop]
        codes = bytes(map(or_, kinds, made.translate(_WORK_BIT)))
        waited = _Levels.of(codes, _JOB_STEPS, times, waiting)
        worked = _Levels.of(made, _WORK_STEPS, times, working)
        return _Cell(
            kinds.count(DONE),
            waited.most(start, end),
            worked.most(start, end),
            first,
            waited.values[0],
            worked.values[0],
        )


class _Levels(NamedTuple):
    """What a number was before, between and after the events that change it."""

    values: Sequence[int]
    times: Sequence[int]
    """When each but the first began."""

    @classmethod
    def of(
        cls, codes: bytes | bytearray, steps: _Steps, times: Sequence[int], last: int
    ) -> _Levels:
        """Return those of some events, a code each, after which it is `last`."""
        moves = codes.translate(steps.moves)
        changes = [0, *accumulate(map(steps.by_code.__getitem__, compress(codes, moves)))]
        before = last - changes[-1]
        return cls([before + change for change in changes], [*compress(times, moves)])

    def most(self, start: int, end: int) -> int:
        """Return the largest that lasted between two times; 0 if they are the same."""
        lasted = map(ne, (start, *self.times), (*self.times, end))
        return max(compress(self.values, lasted), default=0)
