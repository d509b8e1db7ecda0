"""Reads job files: real work, as CSV or JSON Lines.

The first line of a CSV file names its columns; each line of JSON Lines is an object. The columns
are `arrival_s`, `cpu_s`, `io_s` (seconds; 0 if missing) and `name`; one of `cpu_s` and `io_s` is
required. The rows may be in any order; rows with the same arrival keep theirs.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import PurePath
from typing import BinaryIO

from site_sim.base.errors import Fault, SiteError, did_you_mean
from site_sim.base.files import MEBIBYTE, STDIN, file_name, read_stream, read_text
from site_sim.base.messages import more_faults
from site_sim.base.text import clean_line
from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.scenario.schema import HORIZON_S

COLUMNS = ("arrival_s", "cpu_s", "io_s", "name")
FILE_CAP = 64 * MEBIBYTE
"""The most bytes in a job file."""
ROW_CAP = 1_000_000
"""The most jobs in a job file."""
FAULT_CAP = 20
"""The most faults that are named; the rest are counted."""
NAME_CELLS = 40
"""The most terminal cells of a job's name."""

_ALL_COLUMNS = set(COLUMNS)
_SHOWN_CELLS = 40
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)


class _Literal(str):
    """The text of a number (or NaN) in JSON, kept to be converted exactly."""

    __slots__ = ()


JobRow = Mapping[str, object]
"""The cells of one job by column."""


class _Faults:
    """Collects the faults of a file: the first `FAULT_CAP`, and how many there are."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.count = 0

    def add(self, line: int, what: str, column: str = "", hint: str = "") -> None:
        self.count += 1
        if self.count <= FAULT_CAP:
            place = f"{self.file}: line {line}" + (f": {column}" if column else "")
            self.faults.append(Fault(what, place, hint))

    def raise_if_any(self) -> None:
        self.faults += more_faults(self.count, self.file, FAULT_CAP)
        if self.faults:
            raise SiteError(self.faults)


def load_jobs(path: str, stdin: BinaryIO | None = None) -> tuple[JobOrder, ...]:
    """Load the jobs of a file in order of arrival; the path `-` means `stdin`.

    A suffix `.csv`, `.jsonl`, `.ndjson` or `.json` decides the format, else the first character
    does. Raises `SiteError` with the faults, each with its line.
    """
    if path == STDIN:
        where = "standard input"
        if stdin is None:
            raise SiteError("cannot be read here", where, "name a file")
        return read_jobs(read_stream(stdin, FILE_CAP, where), where)
    return read_jobs(read_text(path, FILE_CAP), file_name(path), PurePath(path).suffix.lower())


def read_jobs(
    text: str, where: str, suffix: str = "", row_cap: int = ROW_CAP
) -> tuple[JobOrder, ...]:
    """Return the jobs, `row_cap` at most, of a job file's text; `where` names it in messages."""
    faults = _Faults(where)
    if "\0" in text:
        faults.add(text.count("\n", 0, text.index("\0")) + 1, "has a NUL byte: it is not a text")
        faults.raise_if_any()
    is_csv = suffix == ".csv" or (
        suffix not in (".jsonl", ".ndjson", ".json") and text.lstrip()[0] not in "{["
    )
    rows = (_csv_rows if is_csv else _json_rows)(text, faults)
    orders = []
    for number, (line, row) in enumerate(rows, start=1):
        if number > row_cap:
            faults.add(line, f"is beyond the {row_cap:,} jobs that are read")
            break
        order = _order(row, number, line, faults)
        if order is not None:
            orders.append(order)
    if not orders and not faults.count:
        raise SiteError("has no jobs", where)
    faults.raise_if_any()
    orders.sort(key=lambda order: order.arrival_ns)
    return tuple(orders)


def _order(row: JobRow, number: int, line: int, faults: _Faults) -> JobOrder | None:
    """Return the job of one row, the row's `number` counted from 1; None if it has faults."""
    before = faults.count
    times = []
    for column in COLUMNS[:3]:
        try:
            times.append(_nanoseconds(row.get(column)))
        except ValueError as error:
            faults.add(line, str(error), column)
    name = "" if row.get("name") is None else row["name"]
    if not isinstance(name, str) or isinstance(name, _Literal):
        faults.add(line, f"must be a text, not {_shown(name)}", "name")
    if faults.count > before:
        return None
    words = clean_line(str(name).strip(), NAME_CELLS) or f"job {number}"
    return JobOrder(times[0], JobCard(words, times[1], times[2]))


def _nanoseconds(value: object) -> int:
    """Return seconds as nanoseconds, rounded half to even; a missing value is 0.

    Raises ValueError on any other value, with the reason.
    """
    if value is None or value == "":
        return 0
    if not isinstance(value, str):
        raise ValueError(f"must be a number, not {_shown(value)}")
    if not _NUMBER.fullmatch(value):
        kind = "a finite number" if _NOT_FINITE.fullmatch(value) else "a number"
        raise ValueError(f"must be {kind}, not {_shown(value)}")
    seconds = Decimal(value)
    if seconds < 0:
        raise ValueError(f"must not be negative, as {_shown(value)} is")
    if seconds > HORIZON_S:
        raise ValueError(f"must be at most {HORIZON_S:,} seconds, not {_shown(value)}")
    return int((seconds * SECOND).to_integral_value(ROUND_HALF_EVEN))


def _shown(value: object) -> str:
    if isinstance(value, str):
        words = clean_line(value, _SHOWN_CELLS)
        return words if isinstance(value, _Literal) else f"'{words}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else "an object"


# -- CSV ---------------------------------------------------------------------------------------


def _csv_rows(text: str, faults: _Faults) -> Iterator[tuple[int, JobRow]]:
    """Yield the line number and cells of each row after the header, without blank lines."""
    header: list[str] = []
    for line, cells in _csv_lines(text, faults):
        if not header:
            header = [cell.strip() for cell in cells]
            _check_header(header, line, faults)
            faults.raise_if_any()
        elif len(cells) != len(header):
            what = f"has {_counted(len(cells), 'field')}, the first line names {len(header)}"
            faults.add(line, what)
        else:
            yield line, dict(zip(header, map(str.strip, cells), strict=True))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _csv_lines(text: str, faults: _Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank, with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            ended = "unexpected end" in str(error)
            what = "has a quote that is never closed" if ended else f"is not valid CSV: {error}"
            faults.add(line, clean_line(what))
            continue
        if any(cells) or len(cells) > 1:
            yield line, cells


def _check_header(header: list[str], line: int, faults: _Faults) -> None:
    if any(_NUMBER.fullmatch(cell) for cell in header):
        faults.add(line, f"must name the columns: {', '.join(COLUMNS)}")
        return
    if len(header) == 1 and re.search(r"[;\t]", header[0]):
        faults.add(line, "must name columns that are separated by commas")
        return
    _check_columns(header, line, faults)


def _check_columns(columns: list[str], line: int, faults: _Faults) -> None:
    for column, times in Counter(columns).items():
        name = clean_line(column, _SHOWN_CELLS) or "''"
        if times > 1:
            faults.add(line, f"is there {times} times", name)
        if column not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) if faults.count < FAULT_CAP else ""
            faults.add(line, "unknown column", name, hint)
    if "cpu_s" not in columns and "io_s" not in columns:
        faults.add(line, "has neither cpu_s nor io_s")


# -- JSON Lines --------------------------------------------------------------------------------


def _json_rows(text: str, faults: _Faults) -> Iterator[tuple[int, JobRow]]:
    """Yield the line number and members of each object, without blank lines."""
    # An object becomes a tuple of pairs, so that duplicate keys are found.
    decode = json.JSONDecoder(
        object_pairs_hook=tuple,
        parse_float=_Literal,  # kept as written, to be exact
        parse_int=_Literal,
        parse_constant=_Literal,
    ).decode
    for line, words in enumerate(text.split("\n"), start=1):
        if words and not words.isspace():
            row = _json_row(words, line, decode, faults)
            if row is not None:
                yield line, row


def _json_row(
    words: str, line: int, decode: Callable[[str], object], faults: _Faults
) -> JobRow | None:
    try:
        value = decode(words.strip())
    except json.JSONDecodeError as error:
        what = f"is not valid JSON: {error.msg} at column {error.colno}"
        faults.add(line, what, hint="JSON Lines are one object a line")
        return None
    except RecursionError:
        faults.add(line, "is nested too deeply")
        return None
    if not isinstance(value, tuple):
        faults.add(line, f"must be an object, not {_shown(value)}")
        return None
    row = dict(value)
    before = faults.count
    if len(value) != len(COLUMNS) or row.keys() != _ALL_COLUMNS:
        _check_columns([name for name, _ in value], line, faults)
    return row if faults.count == before else None
