"""Logs are compared by what they say, not by how they keep it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.log.comparison import digest_of, has_prefix
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import JobCard, Kind
from tests.log.logs import BATCHES, PLAIN, filled, rows


@settings(max_examples=20)
@given(one=BATCHES, data=st.data())
def test_the_digest_is_of_the_events_and_not_of_how_they_are_kept(
    one: list[tuple[int, bool]], data: st.DataObject
) -> None:
    log, events = filled(one)
    whole, _ = filled([(len(events), True)])
    assert digest_of(log) == digest_of(whole)
    if events:
        stop = data.draw(st.integers(0, len(events) - 1))
        begun, _ = filled([(len(events), False)])
        del begun.pending[stop * 6 :]
        assert digest_of(log, stop) == digest_of(begun)
        assert digest_of(log, stop) != digest_of(log, stop + 1)
        assert has_prefix(log, begun, stop)
        assert not has_prefix(begun, log, stop + 1)


@pytest.mark.sampled
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
        digests.add(digest_of(log))
        prefixes.append(log)
    assert len(digests) == 2
    assert not has_prefix(prefixes[0], prefixes[1], len(prefixes[0]))
    assert has_prefix(prefixes[0], prefixes[1], place)


@pytest.mark.parametrize("change", ["name", "cpu", "io", "value"])
def test_the_digest_sees_what_events_refer_to(change: str) -> None:
    def log(changed: str) -> EventLog:
        made = EventLog()
        value = made.texts.number_of("b" if changed == "value" else "a")
        made.append(0, Kind.SettingChanged, a=made.texts.number_of("key"), b=value)
        number = made.jobs.add(
            JobCard("x" if changed == "name" else "y", int(changed == "cpu"), int(changed == "io"))
        )
        made.append(0, Kind.JobArrived, job=number)
        return made

    assert digest_of(log(change)) != digest_of(log(""))
    assert digest_of(log("")) == digest_of(log(""))
    assert not has_prefix(log(change), log(""), 2)
    assert has_prefix(log(""), log(""), 2)


def test_jobs_that_arrive_later_are_not_part_of_an_earlier_digest() -> None:
    one, other = EventLog(), EventLog()
    for log in (one, other):
        log.append(5, Kind.JobArrived, job=log.jobs.add(JobCard("same", 1, 1)))
    one.append(6, Kind.JobArrived, job=one.jobs.add(JobCard("more", 1, 1)))
    assert digest_of(one, 1) == digest_of(other)
    assert digest_of(one) != digest_of(other)
