"""A search finds what one finds who looks at every event, however the log is kept."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import ChooseModel
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import NOBODY, Event, JobCard, Kind
from site_sim.log.search import (
    KINDS,
    Wanted,
    events_of_job,
    first_event,
    jobs_named,
    last_event,
)
from site_sim.player.view_state import Selection
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.site import SiteState
from site_sim.ui.dialogs.find import find
from tests.run.driving import give

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
PLACES = st.integers(0, LENGTH + 3) | st.sampled_from((CHUNK - 1, CHUNK, CHUNK + 1, LENGTH))
QUESTIONS = st.builds(
    Wanted,
    st.sampled_from((KINDS, (Kind.BecameIdle,), (Kind.HandedOff, Kind.Died), ())),
    st.sampled_from((None, NOBODY, *WHOS)),
    st.sampled_from((None, RARE, 12_345, *JOBS)),
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


@settings(max_examples=8)
@given(
    seed=st.integers(0, 2**32),
    program=st.sampled_from(("pipeline", "pipeline", "producer-consumer")),
    dispatch=st.sampled_from(("round-robin", "least-busy")),
    model=st.sampled_from(("serial", "coroutines", "threads", "hybrid")),
)
def test_all_that_is_about_a_job_is_where_its_track_says(
    seed: int, program: str, dispatch: str, model: str
) -> None:
    session = Session(
        Scenario(
            program=program, model=model, dispatch=dispatch, workers=3, rate=5.0, seed=seed,
            defect_rate=0.3, accident_rate=0.1, costs="zero",
        )
    )  # fmt: skip
    session.playback.rush(200)
    give(session, ChooseModel("coroutines" if model == "serial" else "serial"))
    while len(session.log) < 4 * CHUNK:
        session.playback.rush(2_000)
    log, track = session.log, session.branch.changes
    assert len(track.frames) > 3
    events: dict[int, list[int]] = {}
    for number, row in enumerate(log.rows()):
        events.setdefault(row[3], []).append(number)
    for job in range(len(log.jobs)):
        assert list(events_of_job(log, job, track.stretches_about(job))) == events[job]
    for job in random.Random(seed).sample(range(len(log.jobs)), 10):
        stretches = track.stretches_about(job)
        for place in (0, len(log) // 2, *events[job][1:3], len(log)):
            wanted = Wanted(job=job)
            assert first_event(log, wanted, place, stretches) == first_event(log, wanted, place)
            assert last_event(log, wanted, place, stretches) == last_event(log, wanted, place)
    searched = [sum(map(len, track.stretches_about(job))) for job in range(len(log.jobs))]
    assert min(searched) < len(log) / 2


def test_a_job_that_there_is_not_is_looked_for_everywhere() -> None:
    log = LOGS[True]
    for job in (-1, 0):
        assert ChangeLog(log).stretches_about(job) == [range(len(log))]


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


@pytest.fixture(scope="module")
def state() -> SiteState:
    """A site of three workers after some twenty jobs, six of which are unfinished."""
    session = Session(Scenario(workers=3, rate=2.0, seed=4))
    session.playback.advance(10_000_000_000)
    assert len(session.state.jobs) > 3
    return session.state


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("foreman", Selection("task", FOREMAN)),
        (" Accept ", Selection("task", ACCEPT)),
        ("w2", Selection("task", 2)),
        ("Worker 0", Selection("task", 0)),
        ("w3", None),
        ("#7", Selection("job", 7)),
        ("job 0", Selection("job", 0)),
        ("7", Selection("job", 7)),
        ("99999999999999999999", None),
        ("", None),
        ("nothing of the kind", None),
    ],
)
def test_find(state: SiteState, text: str, found: Selection | None) -> None:
    assert find(state, text) == found


def test_of_jobs_with_a_name_each_is_found_in_turn_the_oldest_unfinished_one_first(
    state: SiteState,
) -> None:
    names = [state.log.jobs[job].name for job in range(state.arrived)]
    assert len(set(names)) < len(names)
    for name in set(names):
        jobs = [job for job in range(state.arrived) if names[job] == name]
        unfinished = [job for job in jobs if job in state.jobs]
        done = [job for job in jobs if job not in state.jobs]
        order = [*unfinished, *reversed(done)]
        found = Selection("task", 0)
        for job in (*order, order[0]):
            following = find(state, name.upper(), found)
            assert following == Selection("job", job)
            found = following


def test_a_job_of_another_name_is_not_where_the_search_goes_on(state: SiteState) -> None:
    names = [state.log.jobs[job].name for job in range(state.arrived)]
    other = next(job for job in range(state.arrived) if names[job] != names[0])
    selected = Selection("job", other)
    assert find(state, names[0], selected) == find(state, names[0])
    assert find(state, names[0], Selection("job", state.arrived)) == find(state, names[0])


def test_producer_and_consumer_are_found_by_their_own_names() -> None:
    session = Session(Scenario(program="producer-consumer"))
    assert find(session.state, "Producer") == Selection("task", FOREMAN)
    assert find(session.state, "consumer") == Selection("task", 0)
    assert find(session.state, "accept") is None
    assert find(Session(Scenario()).state, "consumer") is None
