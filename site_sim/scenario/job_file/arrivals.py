"""When the jobs of a file arrive: seconds from the start, seconds of the epoch, or dates."""

from __future__ import annotations

import re
from array import array
from datetime import datetime, timedelta

from site_sim.base.units import NEVER, SECOND
from site_sim.scenario.job_file.cells import (
    HORIZON_NS,
    Literal,
    is_missing,
    nanoseconds,
    plain_nanoseconds,
    shown,
)
from site_sim.scenario.job_file.faults import FAULT_CAP, JobFileFaults
from site_sim.scenario.schema import HORIZON_S

EPOCH_FROM_S = 100_000_000
"""ArrivalTimes that all are so late (from March 1973 on) are seconds of the epoch."""
EPOCH_CAP_NS = 9_000_000_000 * SECOND
"""The latest second of the epoch, in the year 2255."""

_COLUMN = "arrival_s"
_NUMBER = "a number"
_EPOCH_FROM_NS = EPOCH_FROM_S * SECOND
_HINT = "seconds from the start of the run, or an ISO date and time"
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?:(:\d\d)(?:[.,](\d{1,9}))?)?)?"
    r" ?(Z|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
"""A day, a minute, a second, its fraction, and the time zone."""


class ArrivalTimes:
    """Collects the arrivals of a file, which are all written in one way.

    What is wrong goes to the faults, as soon as it is known.
    """

    def __init__(self, faults: JobFileFaults) -> None:
        self._faults = faults
        self._times = array("q")
        self._way = ""
        """How arrivals are written: numbers, dates, or dates with a time zone."""
        self._way_line = 0
        self._without: list[int] = []
        """Lines without an arrival, which is a fault only if others have one."""
        self._first_date: datetime | None = None
        self._earliest = NEVER
        self._beyond: tuple[int, object] | tuple[()] | None = None
        """The first line beyond the horizon, which is a fault unless the file has epoch seconds."""

    def add(self, value: object, line: int) -> None:
        """Add the arrival of one row."""
        if is_missing(value):
            self._times.append(0)
            if len(self._without) <= FAULT_CAP:
                self._without.append(line)
        else:
            time = self._read(value, line)
            self._times.append(time)
            if time < self._earliest:
                self._earliest = time
                self._refuse_beyond()
        if self._without and self._way:
            self._refuse_without()

    def add_all(self, cells: list[str], line: int) -> None:
        """Add the arrivals of rows from a line on, a line each."""
        times = plain_nanoseconds(cells)
        if times is None or self._without or self._way not in ("", _NUMBER):
            for at, cell in enumerate(cells, line):
                self.add(cell, at)
            return
        self._note_way(_NUMBER, line)
        self._times.extend(times)
        self._earliest = min(self._earliest, *times)
        self._refuse_beyond()

    def settle(self) -> array[int]:
        """Return each row's arrival, in nanoseconds from the start of the run."""
        if not self._way or (self._way == _NUMBER and self._earliest < _EPOCH_FROM_NS):
            return self._times
        if max(self._times) - self._earliest > HORIZON_NS:
            what = f"the arrivals span more than {HORIZON_S:,} seconds"
            self._faults.add(self._way_line, what, _COLUMN)
        return array("q", (time - self._earliest for time in self._times))

    def _read(self, value: object, line: int) -> int:
        """Return nanoseconds, of a date counted from the first date of the file."""
        date = None if self._way == _NUMBER else _date_in(value)
        try:
            if date:
                return self._date(date, line)
            time = nanoseconds(value, EPOCH_CAP_NS)
        except ValueError as error:
            if self._way == _NUMBER and _date_in(value):
                self._note_way("a date", line)
            else:
                is_odd = "number" in str(error) and not isinstance(value, Literal)
                self._faults.add(line, str(error), _COLUMN, _HINT if is_odd else "")
            return self._earliest
        if self._way != _NUMBER:
            self._note_way(_NUMBER, line)
        if time > HORIZON_NS and self._beyond is None:
            self._beyond = line, value
            self._refuse_beyond()
        return time

    def _date(self, parts: re.Match[str], line: int) -> int:
        day, minute, second, fraction, zone = parts.groups(default="")
        try:
            date = datetime.fromisoformat(f"{day}T{minute or '00:00'}{second}{zone}")
        except ValueError:
            raise ValueError(f"is no day or time that exists: {shown(parts[0])}") from None
        self._note_way("a date with a time zone" if zone else "a date without a time zone", line)
        if self._first_date is None:
            self._first_date = date
        if (self._first_date.tzinfo is None) != (date.tzinfo is None):
            return 0  # that is a fault already
        since = (date - self._first_date) // timedelta(seconds=1)
        if abs(since) > HORIZON_S:
            raise ValueError(f"is more than {HORIZON_S:,} seconds from the first of the file")
        return since * SECOND + int(fraction.ljust(9, "0"))

    def _note_way(self, way: str, line: int) -> None:
        if not self._way:
            self._way, self._way_line = way, line
        elif way != self._way:
            what = f"is {way}, and {self._way} on line {self._way_line}"
            self._faults.add(line, what, _COLUMN)

    def _refuse_without(self) -> None:
        for line in self._without:
            self._faults.add(line, "is missing, although other rows have it", _COLUMN)
        self._without.clear()

    def _refuse_beyond(self) -> None:
        if self._beyond and self._earliest < _EPOCH_FROM_NS:
            line, value = self._beyond
            what = f"must be at most {HORIZON_S:,} seconds, not {shown(value)}"
            self._faults.add(line, what, _COLUMN, "others are near the start of the run")
            self._beyond = ()


def _date_in(value: object) -> re.Match[str] | None:
    return _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
