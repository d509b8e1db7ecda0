"""The event log as JSON Lines: one event a line, the same bytes for the same run.

A header comes before the events, and an end mark after them; `reading.py` reads all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TextIO

from site_sim.export.header import RunHeader, end_record
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import FIELDS, NO_JOB, Kind

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

PIECE = 4096
"""Events that are written at a time."""
THEN = ("goes on", "waits for a lane", "is calling")
"""What the sender does after `HandedOff`, in the order of their numbers."""


def records(log: EventLog, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the events as plain records, in order, from number `start` on.

    Each has `seq` (from 0), `at` (simulated nanoseconds), `event`, `who` (`"foreman"`,
    `"worker 3"`, `"accept"` or None), `job` (a number or None), and its kind's own fields.
    """
    name_of = log.cast.name_of
    for seq, (at, kind, who, job, a, b) in enumerate(log.rows(start), start):
        record: dict[str, Any] = {
            "seq": seq,
            "at": at,
            "event": Kind(kind).name,
            "who": None if who == NOBODY else name_of(who),
            "job": None if job == NO_JOB else job,
        }
        if kind == Kind.SettingChanged:
            key, value = log.texts[a], log.texts[b]
            record |= {"key": key, "value": value}
        elif kind == Kind.JobArrived:
            record |= log.jobs[job]._asdict()
        else:
            for name, field in zip(FIELDS.get(Kind(kind), ()), (a, b), strict=False):
                if name:
                    record[name] = _field(name, field, name_of)
        yield record


def _field(name: str, value: int, name_of: Callable[[int], str]) -> Any:
    if name in ("to", "by"):
        return name_of(value)
    if name == "then":
        return THEN[value]
    if name in ("lane", "worker") and value < 0:
        return None
    return value


def event_lines(log: EventLog, start: int = 0) -> Iterator[str]:
    """Yield the events from number `start` on as lines, each a compact JSON object."""
    for record in records(log, start):
        yield _encode(record) + "\n"


class LogWriter:
    """Writes a log as it grows: its header at once, then `write` and at last `end`."""

    def __init__(self, stream: TextIO, header: RunHeader) -> None:
        self._stream = stream
        self._events = 0
        self._at = 0
        """The time of the last event that was written."""
        self._is_writing = False
        self._put(_encode(header.to_record()) + "\n")

    def write(self, log: EventLog) -> None:
        """Write the events that are new in the log."""
        lines = event_lines(log, self._events)
        while piece := list(islice(lines, PIECE)):
            self._is_writing = True
            self._put("".join(piece))
            self._events += len(piece)
            self._at = log[self._events - 1].at
            self._is_writing = False

    def end(self, at: int, complete: bool) -> None:
        """Write the end mark: the run came to the time `at` (simulated nanoseconds).

        It is never earlier than the last event that was written: a run may be stopped before it
        was told how far it is. No mark is written where a stretch of events was not: what is there
        is cut off in a line.
        """
        if not self._is_writing:
            self._put(_encode(end_record(max(at, self._at), complete, self._events)) + "\n")

    def _put(self, lines: str) -> None:
        self._stream.write(lines)
        self._stream.flush()
