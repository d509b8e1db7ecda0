"""Decimal commas and points in a file whose cells are not separated by commas."""

from __future__ import annotations

import re

from site_sim.scenario.job_file.faults import JobFileFaults

_MARKED = re.compile(r"[+-]?(\d*)([.,])(\d*)(?:[eE][+-]?\d+)?", re.ASCII)
_PLAIN = re.compile(r"(?:[0-9]*[.,]?[0-9]*\n)*+")


class DecimalMarks:
    """Reads commas as decimal points, and refuses what could be read in two ways.

    With semicolons a comma marks decimals. A point there, and either of them with other separators,
    could be one between thousands: it needs a number in the file for which that cannot be.
    """

    def __init__(self, separator: str, faults: JobFileFaults) -> None:
        self._faults = faults
        self._certain = {","} if separator == ";" else set()
        """The marks that are known to mark decimals."""
        self._seen: dict[str, tuple[int, str]] = {}
        """The line and cell where each mark stands first."""

    def with_point(self, cell: str, line: int) -> str:
        """Return a number with a decimal point in the place of a comma."""
        number = _MARKED.fullmatch(cell.strip())
        if not number:
            return cell
        whole, mark, decimals = number.groups()
        if mark not in self._seen:
            self._seen[mark] = line, number[0]
            if len(self._seen) == 2:
                (first, other), _ = self._seen.values()
                what = f"has decimals as in '{number[0]}', and line {first} as in '{other}'"
                self._faults.add(line, what)
        if len(decimals) != 3 or whole in ("", "0") or len(whole) > 3 or whole.startswith("0"):
            self._certain.add(mark)
        return number[0].replace(",", ".")

    def all_with_point(self, cells: list[str]) -> list[str] | None:
        """Return numbers with decimal points; None where each must be looked at by itself."""
        text = "\n".join(cells)
        marks = {mark for mark in ",." if mark in text}
        if not marks:
            return cells
        if marks == self._seen.keys() and marks <= self._certain and _PLAIN.fullmatch(f"{text}\n"):
            return text.replace(",", ".").split("\n")
        return None

    def check(self) -> None:
        """Refuse a file in which no number shows that its mark is one of decimals."""
        for mark, (line, cell) in self._seen.items():
            if mark not in self._certain and len(self._seen) == 1:
                with_comma = cell.replace(mark, ",")
                whole = cell.replace(mark, "")
                what = f"'{cell}' could be a decimal or a number of thousands"
                hint = f"with semicolons between the columns, write {with_comma} or {whole}"
                self._faults.add(line, what, hint=hint)
