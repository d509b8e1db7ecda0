"""The log is a list of events that takes little room."""

from __future__ import annotations

import tracemalloc
from bisect import bisect_right

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.log.event_log import EventLog
from site_sim.log.events import Event
from tests.log.logs import BATCHES, TIMES, bytes_of, filled


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


def test_a_million_events_take_at_most_forty_bytes_each() -> None:
    """Measured by the allocator, with what is pending; chunks are sealed as the kernel does it."""
    count = 1_000_000
    tracemalloc.start()
    try:
        log = EventLog()
        before = tracemalloc.get_traced_memory()[0]
        for at in range(0, count, 500):
            extend = log.record
            for number in range(at, at + 500):
                extend((number * 1000, 10, number % 9, number, 12345, 67890))
            log.seal()
        used = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(log) == count
    assert used <= 40 * count
    assert bytes_of(log) <= 40 * count
    assert bytes_of(log) > 20 * count
