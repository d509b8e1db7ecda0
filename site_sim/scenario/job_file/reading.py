"""Loads the jobs of a job file: CSV, an object of JSON a line, or a JSON array of objects.

The columns are `arrival_s`, `cpu_s`, `io_s` (seconds; 0 if missing) and `name`; one of `cpu_s` and
`io_s` is required. The rows may be in any order; rows with the same arrival keep theirs.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, NoReturn

from site_sim.base.errors import SiteError
from site_sim.base.files import MEBIBYTE, STDIN, file_name, read_bytes, read_stream
from site_sim.scenario.job_file.arrivals import ArrivalTimes
from site_sim.scenario.job_file.cells import (
    is_missing,
    job_name,
    job_names,
    nanoseconds,
    work_nanoseconds,
)
from site_sim.scenario.job_file.columns import JobRow
from site_sim.scenario.job_file.csv_rows import csv_rows
from site_sim.scenario.job_file.faults import JobFileFaults
from site_sim.scenario.job_file.held_jobs import HeldJobs
from site_sim.scenario.job_file.json_rows import json_rows
from site_sim.scenario.job_file.plain_rows import PlainRows
from site_sim.scenario.job_file.text import JobFileText

FILE_CAP = 64 * MEBIBYTE
"""The most bytes in a job file."""
ROW_CAP = 1_000_000
"""The most jobs in a job file."""
ROWS_A_WORD = 8192
"""Rows between two words on how far the reading is."""

TellRows = Callable[[int], None]
"""A function that is told now and then how many rows have been read."""


def load_jobs(
    path: str,
    stdin: BinaryIO | None = None,
    tell: TellRows | None = None,
    only_regular: bool = False,
) -> HeldJobs:
    """Load the jobs of a file in order of arrival; the path `-` means `stdin`.

    With `only_regular` no pipe is waited for, but refused.

    A suffix `.csv`, `.jsonl`, `.ndjson` or `.json` decides the format, else the first character
    does. Raises `SiteError` with the faults, each with its line.
    """
    if path == STDIN:
        where = "standard input"
        if stdin is None:
            raise SiteError("cannot be read here", where, "name a file")
        return read_jobs(read_stream(stdin, FILE_CAP, where), where, tell=tell)
    data = read_bytes(path, FILE_CAP, only_regular)
    return read_jobs(data, file_name(path), PurePath(path).suffix.lower(), tell=tell)


def read_jobs(
    data: bytes,
    where: str,
    suffix: str = "",
    row_cap: int = ROW_CAP,
    tell: TellRows | None = None,
) -> HeldJobs:
    """Return the jobs, `row_cap` at most, of a job file's bytes; `where` names it in messages."""
    faults = JobFileFaults(where)
    text = JobFileText(data, faults)
    is_csv = suffix == ".csv" or (
        suffix not in (".jsonl", ".ndjson", ".json") and text.start[:1] not in b"{["
    )
    jobs = _JobColumns(faults, row_cap)
    next_word = ROWS_A_WORD
    for rows in (csv_rows if is_csv else json_rows)(text, faults):
        if isinstance(rows, PlainRows):
            jobs.add_all(rows)
        else:
            jobs.add(*rows)
        while tell is not None and jobs.count >= next_word:
            tell(next_word)
            next_word += ROWS_A_WORD
    return jobs.in_order()


class _JobColumns:
    """Holds the jobs of a file in columns, which takes less than an object each."""

    def __init__(self, faults: JobFileFaults, row_cap: int) -> None:
        self._faults = faults
        self._row_cap = row_cap
        self._arrivals = ArrivalTimes(faults)
        self._cpu_ns = array("q")
        self._io_ns = array("q")
        self._names: list[str] = []

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._io_ns)

    def add(self, line: int, row: JobRow) -> None:
        """Add the job of one row."""
        if self.count == self._row_cap:
            self._refuse_more(line)
        if line > self._faults.last_line:
            self._faults.end_reading(self._faults.last_line)
        arrival, cpu, io, name = row
        self._arrivals.add(arrival, line)
        cpu_ns = self._work(cpu, "cpu_s", line)
        io_ns = self._work(io, "io_s", line)
        if not cpu_ns and not io_ns and is_missing(cpu) and is_missing(io):
            self._faults.add(line, "has neither cpu_s nor io_s")
        self._cpu_ns.append(cpu_ns)
        self._io_ns.append(io_ns)
        try:
            self._names.append(job_name(name, self.count))
        except ValueError as error:
            self._faults.add(line, str(error), "name")

    def add_all(self, rows: PlainRows) -> None:
        """Add the jobs of many rows."""
        room = self._row_cap - self.count
        if len(rows.names) > room:
            self.add_all(rows.first(room))
            self._refuse_more(rows.line + room)
        self._names += job_names(rows.names, self.count + 1)
        self._arrivals.add_all(rows.arrivals, rows.line)
        self._cpu_ns += rows.cpu_ns
        self._io_ns += rows.io_ns

    def _refuse_more(self, line: int) -> NoReturn:
        self._faults.stop(line, f"is beyond the {self._row_cap:,} jobs that are read")

    def _work(self, value: object, column: str, line: int) -> int:
        try:
            return work_nanoseconds(value) if type(value) is str else nanoseconds(value)
        except ValueError as error:
            self._faults.add(line, str(error), column)
            return 0

    def in_order(self) -> HeldJobs:
        """Return the jobs in order of arrival; raises `SiteError` if there are none, or faults."""
        arrivals = self._arrivals.settle()
        self._faults.raise_if_any()
        if not arrivals:
            raise SiteError("has no jobs", self._faults.file)
        return HeldJobs(arrivals, self._cpu_ns, self._io_ns, self._names)
