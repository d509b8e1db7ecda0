"""A search finds what one finds who looks at every event, however the log is kept."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Event, JobCard, Kind
from site_sim.log.search import (
    KINDS,
    Wanted,
    events_of_job,
    first_event,
    jobs_named,
    last_event,
)
from tests.log.logs import EVENTS, JOBS, LENGTH, LOGS, RARE, WHOS

PLACES = st.integers(0, LENGTH + 3) | st.sampled_from((CHUNK - 1, CHUNK, CHUNK + 1, LENGTH))
HUGE = (1 << 31, 1 << 70, -(1 << 31), -(1 << 70))
"""Numbers that no event can have."""
QUESTIONS = st.builds(
    Wanted,
    st.sampled_from((KINDS, (Kind.BecameIdle,), (Kind.HandedOff, Kind.Died), ())),
    st.sampled_from((None, NOBODY, *WHOS, *HUGE)),
    st.sampled_from((None, RARE, 12_345, *JOBS, *HUGE)),
)


def is_wanted(event: Event, wanted: Wanted) -> bool:
    concerned = {event.who, event.a} if event.kind == Kind.HandedOff else {event.who}
    return (
        event.kind in wanted.kinds
        and wanted.job in (None, event.job)
        and (wanted.who is None or wanted.who in concerned)
    )


@settings(max_examples=60)
@given(wanted=QUESTIONS, place=PLACES, sealed=st.booleans())
def test_first_and_last_are_those_of_a_look_at_every_event(
    wanted: Wanted, place: int, sealed: bool
) -> None:
    fitting = [number for number, event in enumerate(EVENTS) if is_wanted(event, wanted)]
    after = [number for number in fitting if number >= place]
    before = [number for number in fitting if number < place]
    assert first_event(LOGS[sealed], wanted, place) == (after[0] if after else None)
    assert last_event(LOGS[sealed], wanted, place) == (before[-1] if before else None)


@settings(max_examples=40)
@given(job=st.sampled_from((RARE, 12_345, *JOBS)), start=PLACES, stop=PLACES, sealed=st.booleans())
def test_the_events_of_a_job_are_all_of_them(job: int, start: int, stop: int, sealed: bool) -> None:
    expected = [n for n, event in enumerate(EVENTS[:stop]) if n >= start and event.job == job]
    assert list(events_of_job(LOGS[sealed], job, [range(start, stop)])) == expected


def test_before_the_start_and_in_an_empty_log_there_is_nothing() -> None:
    assert last_event(LOGS[True], Wanted(), -1) is None
    assert first_event(EventLog(), Wanted()) is None
    assert last_event(EventLog(), Wanted(), 5) is None


def test_a_job_is_found_by_a_part_of_its_name() -> None:
    made = EventLog()
    for name in ("bricks", "Glass", "tiles", "glass roof"):
        made.jobs.add(JobCard(name, 0, 1))
    assert [*jobs_named(made, made.texts.containing("gLASS"), range(4))] == [1, 3]
    assert [*jobs_named(made, made.texts.containing("glass"), range(4)[::-1])] == [3, 1]
    assert [*jobs_named(made, made.texts.containing("glass"), range(2, 3))] == []
    assert [*jobs_named(made, made.texts.containing("steel"), range(4))] == []
    assert [*jobs_named(made, made.texts.containing("glass"), range(0))] == []


def test_a_rare_name_is_found_among_many_jobs() -> None:
    made = EventLog()
    for number in range(3 * CHUNK):
        made.jobs.add(JobCard("rare" if number in (5, 2 * CHUNK) else f"tile {number % 300}", 0, 1))
    names = made.texts.containing("rare")
    jobs = range(3 * CHUNK)
    assert [*jobs_named(made, names, jobs)] == [5, 2 * CHUNK]
    assert [*jobs_named(made, names, jobs[::-1])] == [2 * CHUNK, 5]
    assert [*jobs_named(made, names, jobs[6:])] == [2 * CHUNK]
