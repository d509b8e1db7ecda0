"""Series: jobs done, jobs that wait, and workers at work, in the latest cells of equal time.

They are read backwards from a moment, from what every event changed. A cell that is over is the
same whichever way one came to the moment, and is read once.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, compress
from struct import pack
from sys import byteorder
from typing import NamedTuple

from site_sim.log.events import Kind
from site_sim.state.entities import CPU, IO, WORK_BEGAN, WORK_CHANGED, WORK_ENDED
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.site import SiteState

KEPT = 1024
"""How many cells before the newest are kept; no terminal is wide enough to show more."""
DONE = int(Kind.Accepted)
_LEAVES = (Kind.Accepted, Kind.Scrapped)
_WORK_BEGINS = (Kind.WorkStarted, Kind.CpuResumed)
_WORK_BITS = WORK_BEGAN | WORK_ENDED | WORK_CHANGED
"""Those of a change that tell of work; the kinds of events need the other bits of a byte alone.
The *code* of an event has both."""
assert max(Kind) & _WORK_BITS == 0


def _jobs_that_wait(code: int) -> int:
    """Return how many jobs more wait after an event of that code."""
    kind = code & ~_WORK_BITS
    more = (kind == Kind.JobArrived) - (kind in _LEAVES)
    if code & WORK_CHANGED:
        more += -1 if kind in _WORK_BEGINS else 1
    return more


def _at_work(code: int) -> int:
    """Return how many workers more are at work after an event of that code."""
    return bool(code & WORK_BEGAN) - bool(code & WORK_ENDED)


_WORK_OF = bytes(made & _WORK_BITS for made in range(256))
"""A table for `bytes.translate`: from a change to its part of a code."""
MANY = 32
"""Steps from which on it is worth while to make them fewer."""
LASTED = 128
"""Added to a step after which time passed."""


def _step(waiting: int, working: int) -> int:
    """Return the *step* that adds so many to the jobs that wait and to the workers at work."""
    return 3 * (waiting + 2) + working + 1


_STEPS = bytes(_step(_jobs_that_wait(code), _at_work(code)) for code in range(256))
"""From a code to its step."""
_WAITING_MORE = bytes((step % LASTED // 3 - 2) & 0xFF for step in range(256))
_WORKING_MORE = bytes((step % LASTED % 3 - 1) & 0xFF for step in range(256))
"""From a step to what it adds, in a signed byte."""
_HAS_LASTED = bytes(step >= LASTED for step in range(256))
_IF_LASTED = bytes(LASTED * bool(differs) for differs in range(256))
_STILL, _LASTING = bytes([_step(0, 0)]), bytes([_step(0, 0) + LASTED])
"""The step that adds nothing, after which no time passed, and the one after which some did."""
_ARRIVED, _BEGAN, _ENDED, _LEFT = (1, 0), (-1, 1), (1, -1), (-1, 0)
_ENDED_AND_LEFT = (0, -1)
_TOGETHER = [(_LASTING * many, _LASTING) for many in (16, 4, 2)] + [
    (
        bytes([_step(*one), _step(*other) + lasted]),
        bytes([_step(one[0] + other[0], one[1] + other[1]) + lasted]),
    )
    for one, other in ((_ARRIVED, _BEGAN), (_ENDED, _LEFT), (_ENDED_AND_LEFT, _BEGAN))
    for lasted in (0, LASTED)
]
"""Frequent steps in a row, and the one that is as much as all of them: those that add nothing, and
pairs in one instant."""
_UP, _DOWN = (bytes([_step(0, more) + LASTED]) for more in (1, -1))
_SHORTER = _TOGETHER + 2 * [(before + _DOWN + _UP, before) for before in (_UP, _DOWN)]
"""Steps, and fewer that lead to the same highest levels: what is between two equal ones is low."""


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
        self._listed: dict[int, SeriesCells] = {}
        """The cells before the newest one, by how many they are."""

    def read(self, state: SiteState, step: int, count: int) -> SeriesCells:
        """Return the last `count` cells of `step` ns up to a state, whose time is in the newest.

        A number that does not last does not count, but for what it is now.
        """
        newest, before, waiting = state.at // step, self._newest, state.statistics.waiting
        if step != self._step:
            self._step, before = step, _NONE
            self._over.clear()
        if newest != before.number:
            self._listed.clear()
            self._forget_far_from(newest)
        at_work = state.census.count(CPU, IO)
        cell = self._read(before, newest, state.at, state.seq, waiting, at_work)
        self._newest = _Newest(newest, state.seq, state.at, cell)
        over = self._cells_over(before, newest, cell, count - 1)
        return SeriesCells(
            [*over.done, cell.done],
            [*over.waiting, max(cell.waiting, waiting)],
            [*over.working, max(cell.working, at_work)],
        )

    def _forget_far_from(self, newest: int) -> None:
        """Forget the cells that are not shown beside that one, once they are many."""
        if len(self._over) > 2 * KEPT:
            kept = range(newest - KEPT, newest)
            self._over = {number: self._over[number] for number in self._over if number in kept}

    def _cells_over(self, before: _Newest, newest: int, cell: _Cell, count: int) -> SeriesCells:
        """Return the `count` cells before the newest one, most of which are known."""
        if count in self._listed:
            return self._listed[count]
        cells: list[_Cell] = []
        for number in range(newest - 1, max(-1, newest - 1 - count), -1):
            known = self._over.get(number)
            cell = known or self._read(before, number, (number + 1) * self._step, *cell[3:])
            self._over[number] = cell
            cells.append(cell)
        cells.reverse()
        none = [0] * (count - len(cells))
        over = self._listed[count] = SeriesCells(
            none + [each.done for each in cells],
            none + [each.waiting for each in cells],
            none + [each.working for each in cells],
        )
        return over

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
        kinds = log.kinds(first, stop)
        codes = _united(kinds, self._change_log.changes[first:stop].translate(_WORK_OF))
        times = pack("q", start) + log.packed("at", first, stop) + pack("q", end)
        lasted = _lasted(times, (start ^ end).bit_length())
        steps = _united(_STILL + codes.translate(_STEPS), lasted).translate(None, _STILL)
        for several, fewer in _SHORTER if len(steps) > MANY else ():
            steps = steps.replace(several, fewer)
        lasted = steps.translate(_HAS_LASTED)
        waited = _Levels.of(steps.translate(_WAITING_MORE), waiting, lasted)
        worked = _Levels.of(steps.translate(_WORKING_MORE), working, lasted)
        done = kinds.count(DONE)
        return _Cell(done, waited.most, worked.most, first, waited.before, worked.before)


class _Levels(NamedTuple):
    """What a number was before the events that change it, and the most that it was for a time."""

    before: int
    most: int
    """0 if it never lasted."""

    @classmethod
    def of(cls, steps: bytes, last: int, lasted: bytes) -> _Levels:
        """Return those of a number that is `last` after some steps, signed bytes.

        `lasted` says whether any time passed after each.
        """
        if not steps.strip(b"\0"):
            return cls(last, last if 1 in lasted else 0)
        added = [*accumulate(array("b", steps))]
        before = last - added[-1]
        most = max(compress(added, lasted), default=-before)
        return cls(before, before + most)


def _lasted(times: bytes, bits: int) -> bytes:
    """Return for each of some packed times but the last whether it is another than the next.

    It is LASTED or 0. They differ in so many of their lowest bits at most. All are compared at
    once, byte by byte.
    """
    differs = 0
    for place in range(-(-bits // 8)):
        plane = times[place if byteorder == "little" else 7 - place :: 8]
        lowest = int.from_bytes(plane, "little")
        differs |= lowest ^ lowest >> 8
    return differs.to_bytes(len(times) // 8, "little")[:-1].translate(_IF_LASTED)


def _united(some: bytes, others: bytes | bytearray) -> bytes:
    """Return bytes that have the bits of both, all at once: as long integers."""
    united = int.from_bytes(some, "little") | int.from_bytes(others, "little")
    return united.to_bytes(len(some), "little")
