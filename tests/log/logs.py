"""Ways to fill a log with events of all kinds, for its tests."""

from __future__ import annotations

import random
from array import array

from hypothesis import strategies as st

from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Event, Kind
from site_sim.log.search import (
    KINDS,
)

SIZES = st.sampled_from([0, 1, 2, 50, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 3])
# (how many events, whether they are sealed then)
BATCHES = st.lists(st.tuples(SIZES, st.booleans()), min_size=1, max_size=4)
EXTREMES = (-(2**31), -3, -1, 0, 1, 255, 2**31 - 1)


def rows(count: int, seed: int, kinds: tuple[Kind, ...] = tuple(Kind)) -> list[Event]:
    """Return events with all kinds of values, many of them at the same time as the last."""
    chance = random.Random(seed)
    at, found = 0, []
    for _ in range(count):
        at += chance.choice([0, 0, 1, 10**6, 10**10])
        who, job, a, b = (chance.choice(EXTREMES) for _ in range(4))
        found.append(Event(at, chance.choice(kinds), who, job, a, b))
    return found


PLAIN = tuple(kind for kind in Kind if kind not in (Kind.SettingChanged, Kind.JobArrived))
"""Kinds that refer to no table."""
MANY = rows(4 * (2 * CHUNK + 3), 1, PLAIN)
TIMES = [event.at for event in MANY]


def filled(batches: list[tuple[int, bool]]) -> tuple[EventLog, list[Event]]:
    """Return a log that was filled in batches, and the same events as a list."""
    log = EventLog()
    done = 0
    for size, sealed in batches:
        for event in MANY[done : done + size]:
            log.append(*event)
        done += size
        if sealed:
            log.seal()
    return log, MANY[:done]


def bytes_of(log: EventLog) -> int:
    """Return the bytes of a log's packed columns and pending events, without its tables."""
    packed = (log.columns(chunk) for chunk in range(log.sealed_chunks))
    columns = (column for columns in packed for column in columns if isinstance(column, array))
    return sum(column.itemsize * len(column) for column in columns) + log.pending.__sizeof__()


LENGTH = 3 * CHUNK + 50
WHOS = (FOREMAN, ACCEPT, 0, 1, 256)
JOBS = (-1, 0, 1, 255, 256, 65_536, 70_000)
RARE = 90_000
"""A job that two events are about."""


def events() -> list[Event]:
    chance = random.Random(3)
    found = [
        Event(at, chance.choice(KINDS[:-1]), chance.choice(WHOS), chance.choice(JOBS), a, 0)
        for at, a in enumerate(chance.choices(WHOS, k=LENGTH))
    ]
    for number in (7, 2 * CHUNK + 1):
        found[number] = found[number]._replace(job=RARE, kind=Kind.BecameIdle)
    return found


EVENTS = events()


def log(sealed: bool) -> EventLog:
    made = EventLog()
    for event in EVENTS:
        made.append(*event)
    if sealed:
        made.seal()
    return made


LOGS = {sealed: log(sealed) for sealed in (False, True)}
