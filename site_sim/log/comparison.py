"""Compares logs: by their content up to an event, or by a digest of it."""

from __future__ import annotations

from array import array
from itertools import islice

from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Kind


def has_prefix(log: EventLog, other: EventLog, stop: int) -> bool:
    """Return whether the first `stop` events, and what they refer to, are the same in both logs."""
    if min(len(log), len(other)) < stop:
        return False
    whole = min(stop // CHUNK, log.sealed_chunks, other.sealed_chunks)
    if any(log.columns(chunk) != other.columns(chunk) for chunk in range(whole)):
        return False
    if list(log.rows(whole * CHUNK, stop)) != list(other.rows(whole * CHUNK, stop)):
        return False
    jobs, texts = _used_by(log, stop)
    columns = zip(log.jobs.columns(), other.jobs.columns(), strict=True)
    return log.texts.first(texts) == other.texts.first(texts) and all(
        mine[:jobs] == others[:jobs] for mine, others in columns
    )


def _used_by(log: EventLog, stop: int) -> tuple[int, int]:
    """Return how many jobs and texts the first `stop` events refer to."""
    jobs = texts = 0
    for start in range(0, stop, CHUNK):
        kinds = log.kinds(start, min(start + CHUNK, stop))
        jobs += kinds.count(Kind.JobArrived)
        offset = kinds.find(Kind.SettingChanged)
        while offset >= 0:
            event = log[start + offset]
            texts = max(texts, event.a + 1, event.b + 1)
            offset = kinds.find(Kind.SettingChanged, offset + 1)
    names = log.jobs.name_numbers(range(min(jobs, len(log.jobs))))
    return jobs, max(texts, max(names, default=-1) + 1)


def digest_of(log: EventLog, stop: int | None = None) -> str:
    """Return a hash of the first `stop` events and of the jobs and texts they refer to."""
    import hashlib  # noqa: PLC0415 - saves OpenSSL, 3 ms

    length = len(log) if stop is None else stop
    sha = hashlib.sha256()
    jobs = 0
    for start in range(0, length, CHUNK):
        rows = list(log.rows(start, min(start + CHUNK, length)))
        sha.update(array("q", [field for row in rows for field in row]).tobytes())
        jobs += sum(row[1] == Kind.JobArrived for row in rows)
        for row in rows:
            if row[1] == Kind.SettingChanged:
                sha.update(f"{log.texts[row[4]]}={log.texts[row[5]]}\n".encode())
    for card in map(log.jobs.__getitem__, islice(range(len(log.jobs)), jobs)):
        sha.update(f"{card!r}\n".encode())
    return sha.hexdigest()
