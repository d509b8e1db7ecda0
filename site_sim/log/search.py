"""Finds events in a log by kind, task or job, and jobs by their names.

A look at the packed columns of a chunk tells whether it can hold a wanted event; only then is each
of its events compared. So a search of ten million events takes some hundredths of a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple, Protocol

from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Kind

KINDS = tuple(range(len(Kind)))
PIECE = 256
"""Events that are looked at from the last to the first at a time."""
_INT = array("i").itemsize
_LEAST = -(1 << 8 * _INT - 1)
"""The least number that a column can hold; it is in none."""


class Sought(Protocol):
    """What is looked for in a log that grows."""

    def first_from(self, log: EventLog, start: int) -> int | None:
        """Return the number of the first event that is it, from number `start` on; or None."""


class Wanted(NamedTuple):
    """An event to look for: of some kinds, and about a task or a job, if given."""

    kinds: Collection[int] = KINDS
    who: int | None = None
    job: int | None = None

    def matches(self, row: tuple[int, ...]) -> bool:
        """Return whether it is such an event. An item's receiver is concerned too."""
        _, kind, who, job, a, _ = row
        if kind not in self.kinds or (self.job is not None and job != self.job):
            return False
        return self.who is None or who == self.who or (kind == Kind.HandedOff and a == self.who)

    def first_from(self, log: EventLog, start: int) -> int | None:
        """Return the number of the first such event, from number `start` on, which are few."""
        place = first_of(log.rows(start), self)
        return None if place is None else start + place

    def may_be_in(self, columns: Sequence[Sequence[int]]) -> bool:
        """Return whether there may be one among the events of a chunk; False is certain."""
        _, kinds, whos, jobs, a, _ = columns
        if self.job is not None and _packed(self.job) not in _bytes(jobs):
            return False
        if self.who is not None:
            who = _packed(self.who)
            if not (who in _bytes(whos) or who in _bytes(a)):
                return False
        if len(self.kinds) == len(KINDS):
            return True
        there = bytes(kinds)
        return any(kind in there for kind in self.kinds)


def _packed(number: int) -> bytes:
    """Return a number as a column has it; one that none can hold, as one that is in none."""
    return array("i", [number if _LEAST < number < -_LEAST else _LEAST]).tobytes()


def _bytes(column: Sequence[int]) -> bytes:
    return (column if isinstance(column, array) else array("i", column)).tobytes()


def first_of(rows: Iterable[tuple[int, ...]], wanted: Wanted) -> int | None:
    """Return the index of the first of these events that is wanted; None if none is."""
    return next((place for place, row in enumerate(rows) if wanted.matches(row)), None)


def first_event(
    log: EventLog, wanted: Wanted, start: int = 0, among: Iterable[range] | None = None
) -> int | None:
    """Return the number of the first event that is wanted, from number `start` on.

    `among` are stretches of events in order, outside of which there is none that is wanted.
    """
    for stretch in _all_of(log) if among is None else among:
        found = _first_within(log, wanted, range(max(start, stretch.start), stretch.stop))
        if found is not None:
            return found
    return None


def last_event(
    log: EventLog, wanted: Wanted, stop: int, among: Sequence[range] | None = None
) -> int | None:
    """Return the number of the last event that is wanted, before number `stop`.

    `among` are stretches of events in order, outside of which there is none that is wanted.
    """
    for stretch in reversed(_all_of(log) if among is None else among):
        found = _last_within(log, wanted, range(stretch.start, min(stop, stretch.stop)))
        if found is not None:
            return found
    return None


def _all_of(log: EventLog) -> Sequence[range]:
    return (range(len(log)),)


def _first_within(log: EventLog, wanted: Wanted, stretch: range) -> int | None:
    for chunk in range(stretch.start // CHUNK, -(-stretch.stop // CHUNK)):
        if wanted.may_be_in(log.columns(chunk)):
            begin = max(chunk * CHUNK, stretch.start)
            place = first_of(log.rows(begin, min((chunk + 1) * CHUNK, stretch.stop)), wanted)
            if place is not None:
                return begin + place
    return None


def _last_within(log: EventLog, wanted: Wanted, stretch: range) -> int | None:
    for chunk in range((stretch.stop - 1) // CHUNK, stretch.start // CHUNK - 1, -1):
        if wanted.may_be_in(log.columns(chunk)):
            begin = max(chunk * CHUNK, stretch.start)
            end = min((chunk + 1) * CHUNK, stretch.stop)
            for stop in range(end, begin, -PIECE):
                start = max(begin, stop - PIECE)
                rows = reversed(list(log.rows(start, stop)))
                place = first_of(rows, wanted)
                if place is not None:
                    return stop - 1 - place
    return None


def events_of_job(log: EventLog, job: int, among: Iterable[range]) -> Iterator[int]:
    """Yield the numbers of the events about a job in some stretches of a log, in order."""
    wanted = _packed(job)
    for stretch in among:
        for chunk in range(stretch.start // CHUNK, -(-min(stretch.stop, len(log)) // CHUNK)):
            packed, base = _bytes(log.columns(chunk)[3]), chunk * CHUNK
            place = packed.find(wanted)
            while place >= 0:
                offset, rest = divmod(place, _INT)
                if not rest and base + offset in stretch:
                    yield base + offset
                place = packed.find(wanted, place + 1)


def jobs_named(log: EventLog, names: Collection[int], among: range) -> Iterator[int]:
    """Yield those of these jobs whose name is one of the texts with these numbers, in order."""
    packed_names = [_packed(name) for name in names]
    for start in range(0, len(among), CHUNK):
        jobs = among[start : start + CHUNK]
        numbers = log.jobs.name_numbers(jobs)
        packed = _bytes(numbers)
        if any(name in packed for name in packed_names):
            yield from compress(jobs, map(names.__contains__, numbers))
