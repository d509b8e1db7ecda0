"""The rows of a job file in CSV, as spreadsheets and data frames write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from operator import itemgetter

from site_sim.base.text import clean_line
from site_sim.scenario.job_file.cells import NUMBER
from site_sim.scenario.job_file.columns import COLUMN_CAP, COLUMNS, JobRow, check_columns
from site_sim.scenario.job_file.decimal_marks import DecimalMarks
from site_sim.scenario.job_file.faults import JobFileFaults
from site_sim.scenario.job_file.nameless_columns import NamelessColumns
from site_sim.scenario.job_file.text import JobFileText

SEPARATORS = ",;\t|"
"""What may stand between two cells; the header tells which."""
CELL_CAP = 131_072
"""The most characters in a cell."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The first line of a file for some spreadsheets."""
_COMMENT = ("#", '"#')


def csv_rows(text: JobFileText, faults: JobFileFaults) -> Iterator[tuple[int, JobRow]]:
    """Yield the line number and cells of each row after the header, without blank lines."""
    lines = text.lines()
    separator, header_line = _preamble(text, lines)
    if not header_line:
        return
    records = _records(text, lines, separator, header_line, faults)
    line, cells = next(records, (0, [""]))
    faults.raise_if_any()
    header = [cell.strip() for cell in cells]
    _check_header(header, line, faults)
    faults.raise_if_any()
    width = len(header)
    pick = itemgetter(*(header.index(name) if name in header else -1 for name in COLUMNS))
    nameless = NamelessColumns(header, line, faults)
    marks = None if separator == "," else DecimalMarks(separator, faults)
    for line, cells in records:
        if not any(cells):
            continue
        if len(cells) != width and not _mend_width(cells, width):
            if any(map(str.strip, cells)):
                what = f"has {_counted(len(cells), 'field')}, the first line names {width}"
                faults.add(line, what)
            continue
        if nameless.indices:
            nameless.check(cells)
        cells.append("")  # of the columns that the file has not
        row = pick(cells)
        if not row[1].strip() and not "".join(row).strip():
            continue
        if marks is not None:
            row = (*(marks.with_point(cell, line) for cell in row[:-1]), row[-1])
        yield line, row
    if marks is not None:
        marks.check()


def _preamble(text: JobFileText, lines: Iterator[str]) -> tuple[str, str]:
    """Pass over what stands above the header; return the separator and the header's line."""
    separator = ""
    for line in lines:
        words = line.strip()
        named = _SEPARATOR_LINE.fullmatch(line.strip(" \r\n"))
        if named:
            separator = named[1]
        elif line.strip(f"{SEPARATORS} \r\n") and not words.startswith(_COMMENT):
            return separator or _separator_of(line), line
        text.record_length = 0
    return ",", ""


def _separator_of(header: str) -> str:
    """Return the separator with which most names of the header are columns; a comma if none."""

    def known(separator: str) -> int:
        return sum(name.strip(' "\r\n') in COLUMNS for name in header.split(separator))

    return max(SEPARATORS, key=known)


def _mend_width(cells: list[str], width: int) -> bool:
    """Cut empty cells right of the header's last; return whether the row is as wide as it now."""
    if len(cells) < width or any(map(str.strip, cells[width:])):
        return False
    del cells[width:]
    return True


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _records(
    text: JobFileText, lines: Iterator[str], separator: str, first: str, faults: JobFileFaults
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record from the line `first` on that has a cell, with its first line's number."""

    def all_lines() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(all_lines(), strict=True, delimiter=separator)
    line = text.line
    while True:
        try:
            for cells in reader:
                text.record_length = 0
                if cells:
                    yield line, cells
                line = text.line + 1
        except csv.Error as error:
            faults.add(line, *_plain(str(error), over_lines=text.line > line))
            text.record_length = 0
            line = text.line + 1
        else:
            return


def _plain(error: str, over_lines: bool) -> tuple[str, str, str]:
    """Return what csv says in plain words, no column, and a hint."""
    if "unexpected end" in error:
        return "has a quote that is never closed", "", ""
    if "field larger" in error:
        hint = "is a quote not closed?" if over_lines else ""
        return f"has a cell of more than {CELL_CAP:,} characters", "", hint
    if "expected after" in error:
        return "has text behind a closing quote", "", "a quote within quotes is written twice"
    return clean_line(f"is not valid CSV: {error}"), "", ""


def _check_header(header: list[str], line: int, faults: JobFileFaults) -> None:
    if len(header) > COLUMN_CAP:
        check_columns(header, line, faults)
    elif any(map(NUMBER.fullmatch, header)):
        faults.add(line, f"must name the columns: {', '.join(COLUMNS)}")
    else:
        check_columns([name for name in header if name], line, faults)
