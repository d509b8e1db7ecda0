"""The accept log in columns: every verdict of a run, some 45 bytes each, shared by its states."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import and_, sub
from typing import overload

from site_sim.base.overriding import override
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import Verdict

LATEST = 1000
"""Verdicts that a screen lists."""
KINDS = tuple(Kind)
REJECTED = int(Kind.Rejected)
_LEAVES = bytes(kind != REJECTED for kind in range(256))
"""A table for `bytes.translate`: 1 for the kinds of verdicts with which a job leaves."""
CODES = "qBiiiqqq"
"""The types of the columns, as the fields of `Verdict` have them."""


class VerdictTable:
    """All verdicts of a log, in order; append-only."""

    __slots__ = ("__weakref__", "_columns", "_log")

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._columns = tuple(array(code) for code in CODES)

    def __len__(self) -> int:
        return len(self._columns[0])

    def append(self, verdict: Verdict) -> None:
        """Add the next verdict."""
        for column, value in zip(self._columns, verdict, strict=True):
            column.append(value)

    def __getitem__(self, row: int) -> Verdict:
        (verdict,) = self.rows(row, row + 1)
        return verdict

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.rows(0, len(self)))

    def rows(self, start: int, stop: int) -> list[Verdict]:
        """Return the verdicts numbered `start` to `stop` (exclusive)."""
        at, kind, *rest = (column[start:stop] for column in self._columns)
        kinds = map(KINDS.__getitem__, kind)
        return list(map(Verdict._make, zip(at, kinds, *rest, strict=True)))

    def column(self, field: str, start: int, stop: int) -> array[int]:
        """Return one field of the verdicts numbered `start` to `stop` (exclusive)."""
        return self._columns[Verdict._fields.index(field)][start:stop]

    def first_at(self, at: int, stop: int) -> int:
        """Return the number of the first verdict given at a time (ns) or later, else `stop`."""
        return bisect_left(self._columns[Verdict._fields.index("at")], at, 0, stop)

    def left(self, start: int, stop: int, since: int) -> Sequence[int]:
        """Return which of some verdicts are on jobs that left, and had come from a time on (ns)."""
        left = self.column("kind", start, stop).tobytes().translate(_LEAVES)
        if since <= 0:
            return left
        ats, sojourns = (self.column(name, start, stop) for name in ("at", "sojourn_ns"))
        return bytes(map(and_, left, map(since.__le__, map(sub, ats, sojourns))))

    def last_of(self, job: int, stop: int) -> Verdict | None:
        """Return the last of the first `stop` verdicts that is about a job."""
        place = self.place_of(job, stop)
        return None if place is None else self[place]

    def place_of(self, job: int, stop: int) -> int | None:
        """Return the number of the last of the first `stop` verdicts that is about a job.

        The column's bytes are searched, from the job's arrival on: there may be many verdicts.
        """
        if job >= len(self._log.jobs):
            return None
        ats, jobs = (self._columns[Verdict._fields.index(field)] for field in ("at", "job"))
        start = bisect_left(ats, self._log.jobs.arrived_at(job), 0, stop)
        packed, wanted = jobs[start:stop].tobytes(), array(jobs.typecode, [job]).tobytes()
        place = packed.rfind(wanted)
        while place >= 0 and place % jobs.itemsize:
            place = packed.rfind(wanted, 0, place + jobs.itemsize - 1)
        return None if place < 0 else start + place // jobs.itemsize

    def copy_for(self, log: EventLog, stop: int) -> VerdictTable:
        """Return the first `stop` verdicts, for a log that has the same beginning."""
        copy = VerdictTable(log)
        copy._columns = tuple(column[:stop] for column in self._columns)
        return copy


class LatestVerdicts(Sequence[Verdict]):
    """The last `LATEST` of the first `stop` verdicts of a table, oldest first."""

    __slots__ = ("_start", "_stop", "_table")

    def __init__(self, table: VerdictTable, stop: int) -> None:
        self._table = table
        self._stop = stop
        self._start = max(0, stop - LATEST)

    @override
    def __len__(self) -> int:
        return self._stop - self._start

    @overload
    def __getitem__(self, index: int) -> Verdict: ...
    @overload
    def __getitem__(self, index: slice) -> list[Verdict]: ...
    @override
    def __getitem__(self, index: int | slice) -> Verdict | list[Verdict]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                raise ValueError("verdicts are read in order")
            return self._table.rows(self._start + start, self._start + stop)
        if not -len(self) <= index < len(self):
            raise IndexError(f"verdict {index} of {len(self)}")
        return self._table[self._start + index % len(self)]

    @override
    def __iter__(self) -> Iterator[Verdict]:
        return iter(self._table.rows(self._start, self._stop))
