"""The rows of a job file in CSV, as spreadsheets and data frames write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from site_sim.base.text import clean_line
from site_sim.scenario.job_file.cells import NUMBER
from site_sim.scenario.job_file.columns import COLUMN_CAP, COLUMNS, JobRow, check_columns
from site_sim.scenario.job_file.csv_layout import CsvLayout
from site_sim.scenario.job_file.faults import JobFileFaults
from site_sim.scenario.job_file.plain_rows import PlainRows
from site_sim.scenario.job_file.text import JobFileText

SEPARATORS = ",;\t|"
"""What may stand between two cells; the header tells which."""
CELL_CAP = 131_072
"""The most characters in a cell."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The first line of a file for some spreadsheets."""
_COMMENT = ("#", '"#')


def csv_rows(text: JobFileText, faults: JobFileFaults) -> Iterator[tuple[int, JobRow] | PlainRows]:
    """Yield the rows after the header, without blank lines.

    Where all goes well they come many at once; else each with its line number.
    """
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
    layout = CsvLayout(header, line, separator, faults)
    while block := text.peek():
        plain = layout.plain_rows(block, text)
        if plain is not None:
            text.pass_block(len(plain.names))
            yield plain
            continue
        for line, cells in _of_block(records, text):
            row = layout.row(cells, line)
            if row is not None:
                yield line, row
    layout.check()


def _of_block(
    records: Iterator[tuple[int, list[str]]], text: JobFileText
) -> Iterator[tuple[int, list[str]]]:
    """Yield records up to the end of the lines that were read ahead."""
    for record in records:
        yield record
        if text.is_block_over:
            return


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
