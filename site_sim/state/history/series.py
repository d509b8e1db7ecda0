"""Series: jobs done, the queue, and workers at work, in the latest cells of equal time.

They are read backwards from a moment, from what every event changed. A cell that is over is the
same whichever way one came to the moment, and is read once.
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from site_sim.log.events import Kind
from site_sim.state.entities import CPU, IO, WORK_BEGAN, WORK_ENDED
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.site import SiteState

KEPT = 256
"""How many cells that are over are kept."""
ACCEPTED = int(Kind.Accepted)
_QUEUED = bytes([Kind.JobArrived, Kind.Rejected, Kind.Unclaimed, Kind.Requeued])
_TAKEN = bytes([Kind.JobTaken])
"""The kinds by which the queue gets one longer, and one shorter."""
_OTHER_KINDS = bytes(kind for kind in range(256) if kind not in _QUEUED + _TAKEN)
_OTHER_CHANGES = bytes(made for made in range(256) if not made & (WORK_BEGAN + WORK_ENDED))
_QUEUE_STEPS = [1 if kind in _QUEUED else -1 for kind in range(256)]
_WORK_STEPS = [1 if made & WORK_BEGAN else -1 for made in range(256)]


class SeriesCells(NamedTuple):
    """A number for each cell, oldest first; 0 from before the start."""

    accepted: list[int]
    """How many jobs were accepted."""
    queued: list[int]
    """How many jobs waited at most."""
    working: list[int]
    """How many workers were at work at most."""


class _Cell(NamedTuple):
    """One cell: the numbers that are shown, and what holds before its first event."""

    accepted: int
    queued: int
    working: int
    first: int
    """The number of its first event."""
    queued_before: int
    working_before: int


class _Newest(NamedTuple):
    """The newest cell, up to a moment: its number, and how many events there were by then."""

    number: int
    stop: int
    cell: _Cell


_NONE = _Newest(-1, 0, _Cell(0, 0, 0, 0, 0, 0))


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
        """Return the last `count` cells of `step` ns up to a state, whose time is in the newest."""
        if step != self._step or len(self._over) > KEPT:
            self._over.clear()
            self._step, self._newest = step, _NONE
        at_work = state.census.count[CPU] + state.census.count[IO]
        stop, queued, working = state.seq, state.queue.length, at_work
        newest, before = state.at // step, self._newest
        cells: list[_Cell] = []
        for number in range(newest, max(-1, newest - count), -1):
            cell = self._over.get(number) if number < newest else None
            if cell is None:
                cell = self._read(before, number, stop, queued, working)
                if number < newest:
                    self._over[number] = cell
                else:
                    self._newest = _Newest(number, stop, cell)
            cells.append(cell)
            stop, queued, working = cell.first, cell.queued_before, cell.working_before
        none = [0] * (count - len(cells))
        return SeriesCells(
            none + [cell.accepted for cell in reversed(cells)],
            none + [cell.queued for cell in reversed(cells)],
            none + [cell.working for cell in reversed(cells)],
        )

    def _read(self, before: _Newest, number: int, stop: int, queued: int, working: int) -> _Cell:
        """Return a cell as `_cell` does; of the one that was the newest only what came since."""
        if before.number != number or before.stop > stop:
            first = self._change_log.log.index_at(number * self._step - 1)
            return self._cell(first, stop, queued, working)
        known, more = before.cell, self._cell(before.stop, stop, queued, working)
        return known._replace(
            accepted=known.accepted + more.accepted,
            queued=max(known.queued, more.queued),
            working=max(known.working, more.working),
        )

    def _cell(self, start: int, stop: int, queued: int, working: int) -> _Cell:
        """Return the cell of some events, after which so many jobs wait and workers work."""
        kinds = self._change_log.log.kinds(start, stop)
        moved = kinds.translate(None, _OTHER_KINDS)
        made = self._change_log.changes[start:stop].translate(None, _OTHER_CHANGES)
        queue = [0, *accumulate(map(_QUEUE_STEPS.__getitem__, moved))]
        work = [0, *accumulate(map(_WORK_STEPS.__getitem__, made))]
        queued_before, working_before = queued - queue[-1], working - work[-1]
        return _Cell(
            kinds.count(ACCEPTED),
            queued_before + max(queue),
            working_before + max(work),
            start,
            queued_before,
            working_before,
        )
