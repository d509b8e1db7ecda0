"""Marks on the way of a run: the times of its accidents, its rework and its commands."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

from site_sim.events import CHUNK, EventLog, Kind

Mark = Literal["accident", "rework", "command"]
KINDS: dict[int, Mark] = {
    Kind.AccidentHappened: "accident",
    Kind.Rejected: "rework",
    Kind.Scrapped: "rework",
}


class Marks:
    """The times (ns) of what is worth a mark, kept up with a log: 8 bytes a mark."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seq = 0
        self._times: dict[Mark, array[int]] = {
            "accident": array("q"),
            "rework": array("q"),
            "command": array("q"),
        }

    def catch_up(self) -> None:
        """Take in what was added to the log."""
        for start in range(self._seq, len(self._log), CHUNK):
            for at, kind, *_ in self._log.rows(start, start + CHUNK):
                mark = KINDS.get(kind)
                if mark is not None:
                    self._times[mark].append(at)
        self._seq = len(self._log)

    def set_commands(self, times: Iterable[int]) -> None:
        """Say when commands were given."""
        self._times["command"] = array("q", times)

    def any_between(self, mark: Mark, start: int, stop: int) -> bool:
        """Whether there is such a mark from `start` up to, but not at, `stop`."""
        times = self._times[mark]
        index = bisect_left(times, start)
        return index < len(times) and times[index] < stop
