"""The fold takes who takes part from the log's cast: no shape of a program is built in."""

from __future__ import annotations

import pytest

from site_sim.log.cast import NOBODY, SINK, SOURCE, WORKER, Cast, CastMember
from site_sim.log.event_log import EventLog
from site_sim.log.events import IS_CALLING, JobCard, Kind
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog, Keyframe
from site_sim.state.lints import broken
from site_sim.state.site import SiteState

FAN = Cast(
    [
        CastMember(-1, SOURCE, "quarry", links=[0]),
        CastMember(-2, SOURCE, "sawmill", links=[0]),
        CastMember(0, WORKER, "carter", links=[-3, -4, -5]),
        CastMember(-3, SINK, "north"),
        CastMember(-4, SINK, "south"),
        CastMember(-5, SINK, "west"),
    ]
)
QUARRY, SAWMILL, CARTER, NORTH, SOUTH, WEST = -1, -2, 0, -3, -4, -5
MS = 1_000_000


def fan_log() -> EventLog:
    """Return a log of two sources that send to one carter, and three sinks that it serves."""
    log = EventLog(FAN)
    log.append(0, Kind.LanesOpened, a=2)
    for who in (NORTH, SOUTH, WEST, CARTER, SAWMILL, QUARRY):
        log.append(0, Kind.Hired, who, a=-1)
    for job, name in enumerate(("stones", "planks", "gravel")):
        log.jobs.add(JobCard(name, 4 * MS, 0), 0)
        log.append(0, Kind.JobArrived, job=job)
    at = MS
    for job, (source, sink) in enumerate(((QUARRY, SOUTH), (SAWMILL, WEST), (QUARRY, NORTH))):
        log.append(at, Kind.JobTaken, source, job, CARTER)
        log.append(at, Kind.HandOffStarted, source, job, CARTER, 0)
        log.append(at + MS, Kind.HandedOff, source, job, CARTER)
        log.append(at + MS, Kind.WorkStarted, CARTER, job, 0, 0)
        log.append(at + 5 * MS, Kind.WorkFinished, CARTER, job, 0, 0)
        log.append(at + 5 * MS, Kind.HandOffStarted, CARTER, job, sink, 0)
        log.append(at + 6 * MS, Kind.HandedOff, CARTER, job, sink)
        log.append(at + 6 * MS, Kind.Accepted, sink, job, CARTER, 1)
        at += 6 * MS
    log.append(at, Kind.ArrivalsEnded)
    return log


def names_of(state: SiteState) -> dict[str, str]:
    """Return what everyone is at, by name."""
    return {state.name_of(task.who): task.state.name for task in state.everyone}


def test_two_sources_and_three_sinks_are_folded() -> None:
    state = SiteState(fan_log())
    fold(state, 11)  # the quarry begins to send
    assert names_of(state) == {
        "quarry": "READY",
        "sawmill": "IDLE",
        "carter": "IDLE",
        "north": "IDLE",
        "south": "IDLE",
        "west": "IDLE",
    }
    fold(state, 12)
    assert (state.task(QUARRY).state, state.task(QUARRY).to) == (State.HANDING_OFF, CARTER)
    fold(state, 16)
    assert (state.task(CARTER).state, state.task(CARTER).to) == (State.HANDING_OFF, SOUTH)
    fold(state)
    assert (state.statistics.done, state.finished, len(state.jobs)) == (3, True, 0)
    assert {*names_of(state).values()} == {"IDLE"}
    assert state.task(CARTER).working_at(state.at) == 12 * MS
    assert sum(state.census.counts) == 1


def test_keyframes_hold_everyone() -> None:
    log = fan_log()
    changes, state = ChangeLog(log), SiteState(log)
    changes.follow(state, 12)
    frame = Keyframe.of(state, with_times=True)
    assert frame.state_of(QUARRY) == State.HANDING_OFF
    assert [frame.state_of(who) for who in (SAWMILL, CARTER, NORTH, WEST)] == [State.IDLE] * 4
    assert frame.state_of(-6) == frame.state_of(1) == State.GONE
    assert frame.spent_of(-6) is None
    spent = frame.spent_of(WEST)
    assert spent is not None
    assert list(spent) == state.task(WEST).spent_at(state.at)


def test_workers_may_be_hired_in_any_order() -> None:
    cast = Cast(
        [CastMember(0, WORKER, "a"), CastMember(1, WORKER, "b"), CastMember(2, WORKER, "c")]
    )
    log = EventLog(cast)
    log.append(0, Kind.LanesOpened, a=1)
    log.append(5, Kind.Hired, 2, a=-1)
    log.append(9, Kind.Hired, 0, a=-1)
    state = SiteState(log)
    fold(state)
    assert [task.state for task in state.workers] == [State.IDLE, State.GONE, State.IDLE]
    assert [task.since for task in state.workers] == [9, 5, 5]
    assert state.census.count(State.GONE) == 1


@pytest.mark.parametrize("who", [QUARRY, NORTH])
def test_a_dead_member_of_the_staff_is_named(who: int) -> None:
    log = fan_log()
    log.append(20 * MS, Kind.Died, who)
    state = SiteState(log)
    fold(state)
    finding = broken(state, ())
    assert finding is not None
    assert finding.line.startswith(FAN.name_of(who))


def test_a_call_between_any_two_tasks() -> None:
    log = fan_log()
    job = log.jobs.add(JobCard("tiles", MS, 0), 30 * MS)
    log.append(30 * MS, Kind.JobArrived, job=job)
    log.append(30 * MS, Kind.JobTaken, SAWMILL, job, CARTER)
    log.append(30 * MS, Kind.HandOffStarted, SAWMILL, job, CARTER, 0)
    log.append(31 * MS, Kind.HandedOff, SAWMILL, job, CARTER, IS_CALLING)
    state = SiteState(log)
    fold(state)
    assert (state.task(SAWMILL).state, state.task(SAWMILL).to) == (State.BLOCKED, CARTER)
    assert state.task(CARTER).job == job
    assert state.task(NORTH).to == NOBODY
