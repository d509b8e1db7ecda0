"""The faults of a job file, each with its line; reading ends soon after the twentieth."""

from __future__ import annotations

from typing import NoReturn

from site_sim.base.errors import Fault, SiteError

FAULT_CAP = 20
"""The most faults that are named; reading ends at the next one."""
LINES_AFTER_FAULT = 100_000
"""Lines that are read after the first fault, to find more; the file is refused anyway."""


class JobFileFaults:
    """Collects the faults of a file, and ends the reading when there is no point in going on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[tuple[int, Fault]] = []
        self.last_line = 1 << 62
        """The last line that is read; after the first fault it is not far away."""

    @property
    def count(self) -> int:
        """How many faults there are."""
        return len(self._found)

    def add(self, line: int, what: str, column: str = "", hint: str = "") -> None:
        """Add a fault; raises `SiteError` with all if there are too many."""
        if self.count == FAULT_CAP:
            self.end_reading(line)
        place = f"{self.file}: line {line}" + (f": {column}" if column else "")
        self._found.append((line, Fault(what, place, hint)))
        self.last_line = min(self.last_line, line + LINES_AFTER_FAULT)

    def stop(self, line: int, what: str, hint: str = "") -> NoReturn:
        """Add a fault after which nothing can be read, and raise `SiteError` with all."""
        self.add(line, what, hint=hint)
        self._raise_all()

    def end_reading(self, line: int) -> NoReturn:
        """Raise `SiteError` with all faults, and a last one that says where the reading ended."""
        self._raise_all(Fault(f"nothing is read after line {line:,}", self.file))

    def raise_if_any(self) -> None:
        """Raise `SiteError` with all faults in order of their lines, if there are any."""
        if self._found:
            self._raise_all()

    def _raise_all(self, *last: Fault) -> NoReturn:
        self._found.sort(key=lambda found: found[0])
        raise SiteError([*(fault for _, fault in self._found), *last])
