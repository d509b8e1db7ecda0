"""Columns without a name: empty ones, and the index of a data frame, are passed over."""

from __future__ import annotations

from site_sim.scenario.job_file.faults import JobFileFaults


class NamelessColumns:
    """Checks that each column without a name is empty, or counts the rows from 0 or 1."""

    def __init__(self, header: list[str], line: int, faults: JobFileFaults) -> None:
        self.indices = [index for index, name in enumerate(header) if not name]
        self._line = line
        self._faults = faults
        self._expected: dict[int, set[str]] = {index: {"", "0", "1"} for index in self.indices}
        """What the next cell of each column may be."""

    def check(self, cells: list[str]) -> None:
        """Look at one row; a column with anything else is a fault, once."""
        for index in tuple(self.indices):
            cell = cells[index].strip()
            if cell in self._expected[index]:
                self._expected[index] = {str(int(cell) + 1), ""} if cell else {""}
                continue
            what = f"column {index + 1} has no name, and is neither empty nor counts the rows"
            self._faults.add(self._line, what)
            self.indices.remove(index)

    def check_all(self, columns: list[list[str]]) -> bool:
        """Look at the columns of many rows; False, with nothing done, unless all is as expected."""
        after = {}
        for index in self.indices:
            cells = columns[index]
            first = cells[0]
            if first not in self._expected[index]:
                return False
            start, count = int(first or 0), len(cells)
            if cells != (list(map(str, range(start, start + count))) if first else [""] * count):
                return False
            after[index] = {str(start + count), ""} if first else {""}
        self._expected |= after
        return True
