"""The event log as JSON Lines: one event a line, the same bytes for the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from site_sim.log.event_log import EventLog
from site_sim.log.events import FIELDS, NO_JOB, NOBODY, Kind

THEN = ("goes on", "waits for a lane", "is calling")


def records(log: EventLog) -> Iterator[dict[str, Any]]:
    """Yield the events as plain records, in order.

    Each has `seq` (from 0), `at` (simulated nanoseconds), `event`, `who` (`"foreman"`,
    `"worker 3"`, `"accept"` or None), `job` (a number or None), and its kind's own fields.
    """
    name_of = log.cast.name_of
    for seq, (at, kind, who, job, a, b) in enumerate(log.rows()):
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


def write_jsonl(log: EventLog, stream: TextIO) -> None:
    """Write the log to a text stream, one compact JSON object a line."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for record in records(log):
        stream.write(encode(record) + "\n")
