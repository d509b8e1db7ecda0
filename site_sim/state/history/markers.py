"""Markers for the scrubber: the times of a run's accidents, rework, rebuilds and commands."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Kind

Marker = Literal["accident", "rework", "rebuild", "command"]
KINDS: dict[int, Marker] = {
    Kind.AccidentHappened: "accident",
    Kind.Rejected: "rework",
    Kind.Scrapped: "rework",
    Kind.LanesOpened: "rebuild",
}

_MARKED = re.compile(b"[%s]" % re.escape(bytes(KINDS)))
_UNMARKED = bytes(kind for kind in range(256) if kind not in KINDS)


class Markers:
    """Holds the times (ns) of the marked events of a growing log; 8 bytes a mark."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seq = 0
        self._times: dict[Marker, array[int]] = {
            "accident": array("q"),
            "rework": array("q"),
            "rebuild": array("q"),
            "command": array("q"),
        }

    def catch_up(self) -> None:
        """Read the events that were added to the log."""
        log, end = self._log, len(self._log)
        for start in range(self._seq, end, CHUNK):
            kinds = log.kinds(start, min(start + CHUNK, end))
            if not kinds.translate(None, _UNMARKED):  # mostly there is none
                continue
            for found in _MARKED.finditer(kinds):
                offset = found.start()
                self._times[KINDS[kinds[offset]]].append(log.time_of(start + offset))
        self._seq = end

    @property
    def commands(self) -> int:
        """How many commands have a mark."""
        return len(self._times["command"])

    def add_commands(self, times: Iterable[int]) -> None:
        """Add the times of further commands, in nanoseconds."""
        self._times["command"].extend(times)

    def so_far(self) -> MarkersSoFar:
        """Return the present marks, which stay as they are while more are added."""
        return MarkersSoFar(self._times, {mark: len(times) for mark, times in self._times.items()})


class MarkersSoFar:
    """The first of the marks of a log, so many of each kind."""

    def __init__(self, times: Mapping[Marker, array[int]], counts: Mapping[Marker, int]) -> None:
        self._times = times
        self._counts = counts

    def cells(self, mark: Marker, end: int, count: int) -> Iterator[int]:
        """Yield the numbers of the cells that contain such a mark, in order.

        `count` cells divide the time from 0 to `end` (ns); the last includes `end`. It costs one
        binary search for each cell that is yielded.
        """
        times, stop = self._times[mark], self._counts[mark]
        index = 0
        while index < stop and times[index] <= end:
            cell = min(count - 1, times[index] * count // end)
            yield cell
            after = -(-(cell + 1) * end // count) if cell < count - 1 else end + 1
            index = bisect_left(times, after, index, stop)

    def columns(self, mark: Marker, step: int, first: int, count: int) -> Iterator[int]:
        """Yield the columns that contain such a mark, in order.

        There are `count` cells of `step` ns in view, from cell number `first` on.
        """
        times, stop, end = self._times[mark], self._counts[mark], (first + count) * step
        index = bisect_left(times, first * step, 0, stop)
        while index < stop and times[index] < end:
            cell = times[index] // step
            yield cell - first
            index = bisect_left(times, (cell + 1) * step, index, stop)
