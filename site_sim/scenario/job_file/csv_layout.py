"""The layout of a table of CSV: where the columns of jobs are, and what else its cells may be."""

from __future__ import annotations

from operator import itemgetter, methodcaller

from site_sim.scenario.job_file.columns import COLUMNS, JobRow
from site_sim.scenario.job_file.decimal_marks import DecimalMarks
from site_sim.scenario.job_file.faults import JobFileFaults
from site_sim.scenario.job_file.nameless_columns import NamelessColumns
from site_sim.scenario.job_file.plain_rows import PlainRows, work_columns
from site_sim.scenario.job_file.text import BLOCK, JobFileText


class CsvLayout:
    """Makes rows of jobs of the cells of a table, in order: one by one, or of many lines at once.

    `header` has the names of the columns, `line` is its line.
    """

    def __init__(self, header: list[str], line: int, separator: str, faults: JobFileFaults) -> None:
        self._faults = faults
        self._separator = separator
        self._width = len(header)
        self._pick = itemgetter(*(header.index(name) if name in header else -1 for name in COLUMNS))
        self._nameless = NamelessColumns(header, line, faults)
        self._marks = None if separator == "," else DecimalMarks(separator, faults)

    def row(self, cells: list[str], line: int) -> JobRow | None:
        """Return what the cells of a record say of a job; None if they are empty or too many."""
        if not any(cells):
            return None
        if len(cells) != self._width and not self._mend_width(cells):
            if any(map(str.strip, cells)):
                count = f"{len(cells)} field" + "s" * (len(cells) != 1)
                self._faults.add(line, f"has {count}, the first line names {self._width}")
            return None
        if self._nameless.indices:
            self._nameless.check(cells)
        cells.append("")  # of the columns that the file has not
        row: tuple[str, str, str, str] = self._pick(cells)
        if not row[1].strip() and not "".join(row).strip():
            return None
        if self._marks is None:
            return row
        arrival, cpu, io = (self._marks.with_point(cell, line) for cell in row[:-1])
        return arrival, cpu, io, row[-1]

    def plain_rows(self, block: str, text: JobFileText) -> PlainRows | None:
        """Return the rows of the lines that come next in a text.

        None, with nothing done, if each must be looked at by itself.
        """
        columns = _split(block, self._separator, self._width)
        if columns is None or not text.may_pass(len(columns[0])):
            return None
        *numbers, names = self._pick([*columns, [""] * len(columns[0])])
        if self._marks is not None:
            numbers = [self._marks.all_with_point(cells) for cells in numbers]
            if None in numbers:
                return None
        arrivals, cpu, io = numbers
        work = work_columns(cpu, io)
        if work is None or not self._nameless.check_all(columns):
            return None
        return PlainRows(text.line + 1, arrivals, *work, names)

    def check(self) -> None:
        """Find what is wrong with the table as a whole."""
        if self._marks is not None:
            self._marks.check()

    def _mend_width(self, cells: list[str]) -> bool:
        """Cut empty cells right of the last column; return whether the row is as wide as it now."""
        if len(cells) < self._width or any(map(str.strip, cells[self._width :])):
            return False
        del cells[self._width :]
        return True


def _split(block: str, separator: str, width: int) -> list[list[str]] | None:
    """Return the columns of some lines; None if a line needs more than to be split."""
    block = block.replace("\r\n", "\n").removesuffix("\n")
    if '"' in block or "\r" in block or len(block) > 2 * BLOCK:
        return None
    lines = block.split("\n")
    if set(map(methodcaller("count", separator), lines)) != {width - 1}:
        return None
    cells = separator.join(lines).split(separator)
    return [cells[index::width] for index in range(width)]
