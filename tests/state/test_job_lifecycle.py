"""A job's life as it is told is the one it had: held against a fold of every event."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    Command,
    Hire,
    LayOff,
)
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.log.event_log import EventLog
from site_sim.log.events import JobCard, Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import JobState, Place, State
from site_sim.state.fold import fold
from site_sim.state.job_lifecycle import WAITING, WORKING, Phase, life_of, totals
from site_sim.state.site import SiteState
from tests.run.driving import give
from tests.run.runs import begun

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
IN_HAND = {
    State.CPU: Phase.CPU,
    State.IO: Phase.IO,
    State.HANDING_OFF: Phase.HOP,
    State.BLOCKED: Phase.ROOM,
}
COMMANDS: dict[int, Command] = {
    5: CauseAccident(1),
    7: LayOff(1),
    8: Hire(2),
    9: ChooseModel("threads"),
}


def eventful(model: str, wiring: str) -> Session:
    """A run in which jobs are reworked and scrapped, workers die, leave and come."""
    session = Session(
        Scenario(
            model=model, wiring=wiring, workload="mixed", workers=3, rate=3.0, seed=7,
            defect_rate=0.4, rework_limit=1, accident_rate=0.3,
        )
    )  # fmt: skip
    for number in range(30):
        session.playback.advance(700_000_000)
        if number in COMMANDS:
            give(session, COMMANDS[number])
    return session


def phase_of(state: SiteState, job: JobState) -> Phase:
    """Return what a job is at by its place, and by what its holder is at."""
    if job.place is Place.HAND:
        return IN_HAND.get(state.task(job.holder).state, Phase.LANE)
    return Phase.QUEUE if job.place is Place.QUEUE else Phase.INBOX


@pytest.mark.sampled
@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("model", MODELS)
def test_at_every_moment_each_job_is_at_what_its_life_says(model: str, wiring: str) -> None:
    session = eventful(model, wiring)
    log, state = session.log, SiteState(session.log)
    met = set()
    while state.seq < len(log):
        fold(state, state.seq + 1)
        if state.seq < len(log) and log[state.seq].at == state.at:
            continue  # more happens at this very moment
        for job in state.jobs.values():
            last = life_of(log, job.number, state.seq, state.at)[-1]
            assert last.phase is phase_of(state, job), (job.number, state.at)
            met.add(last.phase)
    assert met >= {Phase.QUEUE, Phase.HOP, Phase.CPU, Phase.IO}


@pytest.mark.parametrize("model", MODELS)
def test_the_stages_of_a_life_follow_each_other_and_add_up(model: str) -> None:
    session = eventful(model, "chain")
    log, state = session.log, session.state
    kinds = set()
    for job in range(state.arrived):
        life = life_of(log, job, state.seq, state.at)
        kinds.add(life[-1].kind)
        assert life[0].start == log.jobs.arrived_at(job)
        assert [stage.start for stage in life[1:]] == [stage.stop for stage in life[:-1]]
        spent = totals(life)
        assert sum(spent.values()) == life[-1].stop - life[0].start
        verdict = state.verdict_table.last_of(job, state.verdict_count)
        if life[-1].kind in (Kind.Accepted, Kind.Scrapped):
            assert verdict is not None
            assert spent[Phase.CPU] + spent[Phase.IO] == verdict.service_ns
            assert life[-1].stop == verdict.at
        else:
            assert life[-1].stop == state.at
    assert kinds >= {Kind.Accepted, Kind.Scrapped, Kind.JobArrived}


def test_every_phase_is_waiting_or_working_or_a_hop() -> None:
    assert {*WAITING, *WORKING, Phase.HOP} == {*Phase}


def test_a_job_has_no_life_before_it_comes() -> None:
    log = EventLog(PROGRAM_FACTS["pipeline"].cast)
    log.append(0, Kind.LanesOpened, a=1)
    assert life_of(log, 0, 1, 5) == []
    number = log.jobs.add(JobCard("bricks", 0, 7), at=10)
    log.append(10, Kind.JobArrived, job=number)
    assert life_of(log, number, 1, 5) == []
    assert [stage.lasted for stage in life_of(log, number, 2, 15)] == [5]


@given(seed=st.integers(0, 2**32))
def test_a_life_is_made_of_all_events_of_a_job(seed: int) -> None:
    session = begun(seed)
    for job in range(len(session.log.jobs)):
        events = [(seq, row[0]) for seq, row in enumerate(session.log.rows()) if row[3] == job]
        life = life_of(session.log, job, len(session.log), session.playhead.end)
        assert [(stage.seq, stage.start) for stage in life] == events
        assert all(one.stop == two.start for one, two in pairwise(life))
    assert life_of(session.log, len(session.log.jobs), len(session.log), session.playhead.end) == []
    assert life_of(session.log, 0, 0, 0) == []
