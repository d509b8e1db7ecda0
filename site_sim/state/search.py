"""Finds events in a log: by kind, by whom or what they are about, and jobs by their names.

Chunks that hold nothing that is wanted are known by a look at their packed columns; only in the
others each event is looked at. So a search of ten million events takes some hundredths of a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from site_sim.events import CHUNK, EventLog, Kind

KINDS = tuple(range(len(Kind)))
_INT = array("i").itemsize


class Wanted(NamedTuple):
    """An event to look for: of some kinds, and about a task or a job, if given."""

    kinds: Collection[int] = KINDS
    who: int | None = None
    job: int | None = None

    def matches(self, row: tuple[int, ...]) -> bool:
        """Whether it is such an event. An item's receiver is concerned too."""
        _, kind, who, job, a, _ = row
        if kind not in self.kinds or (self.job is not None and job != self.job):
            return False
        return self.who is None or who == self.who or (kind == Kind.HandedOff and a == self.who)

    def may_be_in(self, columns: Sequence[Sequence[int]]) -> bool:
        """Whether there may be one among the events of a chunk; False is certain."""
        _, kinds, whos, jobs, a, _ = columns
        if self.job is not None and _packed(self.job) not in _bytes(jobs):
            return False
        if self.who is not None:
            who = _packed(self.who)
            if not (who in _bytes(whos) or who in _bytes(a)):
                return False
        if len(self.kinds) == len(KINDS):
            return True
        unwanted = bytes(kind for kind in KINDS if kind not in self.kinds)
        return bool(bytes(kinds).translate(None, unwanted))


def _packed(number: int) -> bytes:
    return array("i", [number]).tobytes()


def _bytes(column: Sequence[int]) -> bytes:
    return (column if isinstance(column, array) else array("i", column)).tobytes()


def first_of(rows: Iterable[tuple[int, ...]], wanted: Wanted) -> int | None:
    """Return the place of the first event that is wanted among some, counted from 0."""
    return next((place for place, row in enumerate(rows) if wanted.matches(row)), None)


def first_event(log: EventLog, wanted: Wanted, start: int = 0) -> int | None:
    """Return the number of the first event that is wanted, from number `start` on."""
    for chunk in range(start // CHUNK, -(-len(log) // CHUNK)):
        if wanted.may_be_in(log.columns(chunk)):
            begin = max(chunk * CHUNK, start)
            place = first_of(log.rows(begin, (chunk + 1) * CHUNK), wanted)
            if place is not None:
                return begin + place
    return None


def last_event(log: EventLog, wanted: Wanted, stop: int) -> int | None:
    """Return the number of the last event that is wanted, before number `stop`."""
    for chunk in range((min(stop, len(log)) - 1) // CHUNK, -1, -1):
        if wanted.may_be_in(log.columns(chunk)):
            rows = list(log.rows(chunk * CHUNK, min(stop, (chunk + 1) * CHUNK)))
            for offset in range(len(rows) - 1, -1, -1):
                if wanted.matches(rows[offset]):
                    return chunk * CHUNK + offset
    return None


def events_of_job(log: EventLog, job: int, start: int, stop: int) -> Iterator[int]:
    """Yield the numbers of the events about a job, from `start` up to but not at `stop`."""
    wanted = _packed(job)
    for chunk in range(start // CHUNK, -(-min(stop, len(log)) // CHUNK)):
        packed, base = _bytes(log.columns(chunk)[3]), chunk * CHUNK
        place = packed.find(wanted)
        while place >= 0:
            offset, rest = divmod(place, _INT)
            if not rest and start <= base + offset < stop:
                yield base + offset
            place = packed.find(wanted, place + 1)


def jobs_named(log: EventLog, names: Collection[int], among: range) -> Iterator[int]:
    """Yield those of these jobs whose name is one of the texts with these numbers, in order."""
    packed_names = [_packed(name) for name in names]
    for start in range(0, len(among), CHUNK):
        jobs = among[start : start + CHUNK]
        numbers = log.name_numbers(jobs)
        packed = _bytes(numbers)
        if any(name in packed for name in packed_names):
            yield from compress(jobs, map(names.__contains__, numbers))
