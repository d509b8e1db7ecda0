"""The log is a list of events that takes little room."""

from __future__ import annotations

import random
import tracemalloc
from bisect import bisect_right

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.log.events import CHUNK, FIELDS, NO_JOB, NOBODY, Event, EventLog, JobCard, Kind

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


@settings(max_examples=40)
@given(batches=BATCHES, data=st.data())
def test_a_log_is_a_list_of_its_events(
    batches: list[tuple[int, bool]], data: st.DataObject
) -> None:
    log, events = filled(batches)
    length = len(events)
    assert len(log) == length
    assert list(log.rows()) == events
    start, stop = data.draw(st.integers(0, length + 2)), data.draw(st.integers(0, length + 2))
    assert list(log.rows(start, stop)) == events[start:stop]
    assert list(log.rows(start)) == events[start:]
    assert log.kinds(start, stop) == bytes(event.kind for event in events[start:stop])
    for index in (-length, -1, 0, length - 1, start, -start):
        if -length <= index < length:
            assert log[index] == events[index]
            assert isinstance(log[index], Event)
    for index in (length, -length - 1):
        with pytest.raises(IndexError, match=f"event {index} of {length}"):
            log[index]


@settings(max_examples=40)
@given(batches=BATCHES, data=st.data())
def test_a_time_is_found_among_many_events_of_one_time(
    batches: list[tuple[int, bool]], data: st.DataObject
) -> None:
    log, events = filled(batches)
    times = TIMES[: len(events)]
    last = times[-1] if times else 0
    some = data.draw(st.lists(st.sampled_from(times or [0]), max_size=5))
    for at in (0, -1, last, last + 1, *some):
        for moment in (at - 1, at):
            assert log.index_at(moment) == bisect_right(times, moment)


@settings(max_examples=20)
@given(one=BATCHES, data=st.data())
def test_the_digest_is_of_the_events_and_not_of_how_they_are_kept(
    one: list[tuple[int, bool]], data: st.DataObject
) -> None:
    log, events = filled(one)
    whole, _ = filled([(len(events), True)])
    assert log.digest() == whole.digest()
    if events:
        stop = data.draw(st.integers(0, len(events) - 1))
        begun, _ = filled([(len(events), False)])
        del begun.pending[stop * 6 :]
        assert log.digest(stop) == begun.digest()
        assert log.digest(stop) != log.digest(stop + 1)
        assert log.has_prefix(begun, stop)
        assert not begun.has_prefix(log, stop + 1)


@pytest.mark.parametrize("field", range(6))
@pytest.mark.parametrize("place", [0, CHUNK - 1, CHUNK, CHUNK + 99])
def test_the_digest_sees_every_field_of_every_event(field: int, place: int) -> None:
    digests = set()
    prefixes = []
    for change in (0, 1):
        log = EventLog()
        for number, event in enumerate(rows(CHUNK + 100, 7, PLAIN)):
            values = list(event)
            if number == place:
                values = [1, Kind.Blocked, 1, 1, 1, 1]
                values[field] += change
            log.pending += values
        log.seal()
        digests.add(log.digest())
        prefixes.append(log)
    assert len(digests) == 2
    assert not prefixes[0].has_prefix(prefixes[1], len(prefixes[0]))
    assert prefixes[0].has_prefix(prefixes[1], place)


def test_texts_and_jobs_are_kept_once_and_numbered_in_order() -> None:
    log = EventLog()
    assert [log.text(words) for words in ("model", "serial", "model", "ü")] == [0, 1, 0, 2]
    assert [log.words(number) for number in range(3)] == ["model", "serial", "ü"]
    cards = [JobCard("dig", 1, 2), JobCard("pour", 2**60, 0), JobCard("dig", 0, 0)]
    assert [log.add_job(card) for card in cards] == [0, 1, 2]
    assert [log.job(number) for number in range(3)] == cards
    assert log.job_count == 3
    assert log.text("dig") == log.text("pour") - 1


@pytest.mark.parametrize("change", ["name", "cpu", "io", "value"])
def test_the_digest_sees_what_events_refer_to(change: str) -> None:
    def log(changed: str) -> EventLog:
        made = EventLog()
        value = made.text("b" if changed == "value" else "a")
        made.append(0, Kind.SettingChanged, a=made.text("key"), b=value)
        number = made.add_job(
            JobCard("x" if changed == "name" else "y", int(changed == "cpu"), int(changed == "io"))
        )
        made.append(0, Kind.JobArrived, job=number)
        return made

    assert log(change).digest() != log("").digest()
    assert log("").digest() == log("").digest()
    assert not log(change).has_prefix(log(""), 2)
    assert log("").has_prefix(log(""), 2)


def test_jobs_that_arrive_later_are_not_part_of_an_earlier_digest() -> None:
    one, other = EventLog(), EventLog()
    for log in (one, other):
        log.append(5, Kind.JobArrived, job=log.add_job(JobCard("same", 1, 1)))
    one.append(6, Kind.JobArrived, job=one.add_job(JobCard("more", 1, 1)))
    assert one.digest(1) == other.digest()
    assert one.digest() != other.digest()


def test_a_million_events_take_at_most_forty_bytes_each() -> None:
    """Measured by the allocator, with what is pending; chunks are sealed as the kernel does it."""
    count = 1_000_000
    tracemalloc.start()
    try:
        log = EventLog()
        before = tracemalloc.get_traced_memory()[0]
        for at in range(0, count, 500):
            extend = log.pending.extend
            for number in range(at, at + 500):
                extend((number * 1000, 10, number % 9, number, 12345, 67890))
            log.seal()
        used = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(log) == count
    assert used <= 40 * count
    assert log.nbytes <= 40 * count
    assert log.nbytes > 20 * count


def test_every_kind_that_has_fields_names_both() -> None:
    assert all(len(names) == 2 and any(names) for names in FIELDS.values())
    assert set(FIELDS) <= set(Kind)
    assert [kind.value for kind in Kind] == list(range(len(Kind)))


def test_an_event_is_nobodys_and_about_no_job_unless_it_says_so() -> None:
    log = EventLog()
    log.append(7, Kind.ArrivalsEnded)
    assert log[0] == (7, Kind.ArrivalsEnded, NOBODY, NO_JOB, 0, 0)
