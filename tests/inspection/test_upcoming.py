"""What comes next, what came last, and what led to it."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    Command,
    Hire,
    LayOff,
    SetRate,
)
from site_sim.facts.event_text import describe_at
from site_sim.inspection.upcoming import EventText, Pending
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, Event, Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.inspection.sessions import MODELS, pieces, simulation_of, snapshot_of, stepped
from tests.run.driving import give
from tests.sampling import examples


def test_what_was_called_off_is_not_waited_for() -> None:
    session = Session(Scenario(rate=0.5, service_time=0.1))
    session.playback.advance(3 * SECOND)  # all is done, and the next job comes at 4 s
    give(session, SetRate(0.1))  # or rather later
    for _ in range(3):
        pieces(session)
        assert snapshot_of(session).next_at == snapshot_of(session).pending[0].at
        session.playback.advance(SECOND)
        pieces(session)
        assert snapshot_of(session).shows(session.playhead.position)
        assert session.inspector.upcoming().next is not None
    give(session, SetRate(0.0))
    session.playback.advance(30 * SECOND)
    assert session.playback.ended


@given(st.integers(0, 2**32))
@settings(max_examples=examples(20))
def test_the_next_pending_event_is_the_one_that_happens(seed: int) -> None:
    for session in stepped(seed):
        simulation = simulation_of(session)
        if session.state.seq < len(session.log):
            continue
        pending = snapshot_of(session).pending
        assert [each.at for each in pending] == sorted(each.at for each in pending)
        assert session.inspector.upcoming().next == (pending[0] if pending else None)
        before = len(session.log)
        simulation.run(steps=1)
        if not pending:
            assert len(session.log) == before
        elif len(session.log) > before:
            event = session.log[before]
            assert event.at == pending[0].at
            if pending[0].who == NOBODY:
                assert event.kind == Kind.JobArrived
            elif event.kind not in (Kind.Requeued, Kind.Scrapped):
                assert pending[0].who in (event.who, event.a)
        session.recording.catch_up()


ERRANDS: tuple[Command | None, ...] = (Hire(), None, CauseAccident(1), LayOff(), SetRate(5.0))


def mixed_run(model: str) -> Session:
    """Return a run of a model in which all kinds of things happen, commands between them."""
    session = Session(
        Scenario(model=model, workers=4, rate=3.0, workload="mixed", service="exponential",
                 defect_rate=0.1, accident_rate=0.1, supervise=True)
    )  # fmt: skip
    for command in ERRANDS:
        session.playback.advance(2 * SECOND)
        if command is not None:
            give(session, command)
    return session


def comes_to(pending: Pending, event: Event) -> bool:
    """Return whether what was pending is what an event of the log is."""
    kinds, who = FORETOLD[next(words for words in FORETOLD if words in pending.text)], event.who
    said = re.search(r"#(\d+)", pending.text)
    is_job = said is None or event.job == int(said[1]) or event.job == NO_JOB
    runs = re.search("continues|the switch", pending.text)  # and takes the next out of its inbox
    whos = (who, event.a, NOBODY) if runs else (who, NOBODY)
    is_one = pending.who in whos or event.kind in (Kind.Requeued, Kind.Scrapped)
    return event.at == pending.at and event.kind in kinds and is_job and is_one


ENDS = (Kind.WorkFinished, Kind.AccidentHappened)


FORETOLD: dict[str, Collection[Kind]] = {
    "arrives": (Kind.JobArrived,),
    "reaches": (Kind.HandedOff, Kind.Blocked, Kind.Died, Kind.Requeued, Kind.Scrapped),
    "has computed": (Kind.IoStarted, *ENDS),
    "the time slice": (Kind.Preempted, Kind.StartUpLostLane),
    "'s I/O for": ENDS,
    "the process": (Kind.Hired, Kind.Spawned),
    "the switch": {*Kind} - {Kind.JobArrived, Kind.IoStarted, *ENDS},
    "continues": {*Kind} - {Kind.JobArrived, Kind.IoStarted, *ENDS},
}
"""The kinds of event that a pending one may turn out to be."""


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
def test_what_is_announced_as_the_next_is_what_the_next_step_does(model: str) -> None:
    session = mixed_run(model)
    foretold = 0
    while session.now < 22 * SECOND:
        pieces(session)
        following = session.inspector.upcoming().next
        assert following is not None
        if isinstance(following, Pending):
            foretold += 1
            session.playback.step()
            assert comes_to(following, session.log[session.state.seq - 1]), following
        else:  # in the midst of a step
            assert following.text == describe_at(session.log, session.state.seq)
            session.playback.step()
    assert foretold > 50


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
def test_what_is_pending_is_in_order_and_nothing_is_said_twice(model: str) -> None:
    session = mixed_run(model)
    session.playhead.seek(0)
    slices = 0
    while not session.playhead.is_live:
        pieces(session)
        upcoming = session.inspector.upcoming()
        assert upcoming.next is not None
        times = [upcoming.next.at, *(each.at for each in upcoming.pending)]
        assert times == sorted(times)
        assert len({*upcoming.pending}) == len(upcoming.pending)
        event = session.log[session.state.seq]
        others = [each for each in upcoming.pending if "continues" not in each.text]
        assert not any(comes_to(each, event) for each in others)
        is_due = not snapshot_of(session).in_midst and not is_by_command(session)
        assert upcoming.due == len(upcoming.pending) + is_due
        slices += any("the time slice" in each.text for each in upcoming.pending)
        session.playback.step()
    assert bool(slices) == (model in ("threads", "free-threads", "processes"))


def is_by_command(session: Session) -> bool:
    return any(entry.before <= session.state.seq < entry.after for entry in session.journal)


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
def test_in_the_past_the_next_event_has_its_cause_too(model: str) -> None:
    session = mixed_run(model)
    session.playhead.seek(0)
    causes = set()
    while not session.playhead.is_live:
        pieces(session)
        upcoming, event = session.inspector.upcoming(), session.log[session.state.seq]
        assert isinstance(upcoming.next, EventText)
        if upcoming.because is None:
            assert is_by_command(session) or event.kind == Kind.JobArrived
        else:
            assert upcoming.because.seq < upcoming.next.seq
            causes.add((Kind(event.kind).name, Kind(session.log[upcoming.because.seq].kind).name))
        session.playback.step()
    assert causes >= {
        ("HandOffStarted", "JobTaken"),
        ("HandedOff", "HandOffStarted"),
        ("WorkFinished", "IoStarted"),
        ("Accepted", "HandedOff"),
        ("Died", "AccidentHappened"),
    }
    if model == "serial":
        assert causes >= {("Resumed", "Accepted"), ("Resumed", "Resumed"), ("Hired", "Died")}


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_each_pending_event_has_its_cause(seed: int) -> None:
    for session in stepped(seed, 80):
        for pending in snapshot_of(session).pending:
            cause = pending.because
            if cause is None:
                assert pending.who == NOBODY
                continue
            event = session.log[cause.seq]
            assert cause.text == describe_at(session.log, cause.seq)
            assert cause.at == event.at <= pending.at
            assert (
                pending.who in (event.who, event.a)
                or "the switch" in pending.text
                or (pending.text in ("foreman continues", "producer continues"))
            )


def test_in_the_past_what_comes_next_is_what_came() -> None:
    session = Session(Scenario(model="coroutines", rate=2.0))
    session.playback.advance(10 * SECOND)
    for seq in range(40, len(session.log), 7):
        session.playhead.seek_event(seq)
        pieces(session)
        upcoming, event = session.inspector.upcoming(), session.log[seq]
        assert isinstance(upcoming.next, EventText)
        assert upcoming.next[:5] == (
            seq,
            event.at,
            event.who,
            event.job,
            describe_at(session.log, seq),
        )
        assert [told.seq for told in upcoming.done] == [*range(seq - len(upcoming.done), seq)]
        assert all(told.text == describe_at(session.log, told.seq) for told in upcoming.done)
        assert any(isinstance(each, Pending) for each in upcoming.pending)


def test_without_a_snapshot_the_list_of_events_is_the_log_alone() -> None:
    session = Session(Scenario(rate=2.0))
    session.playback.advance(3 * SECOND)
    assert session.inspector.upcoming().pending == ()
    assert session.inspector.upcoming().next is None
    assert session.inspector.upcoming().done[-1].seq == len(session.log) - 1


def test_a_site_where_nothing_comes_has_nothing_ahead() -> None:
    session = Session(Scenario(rate=0.0))
    session.playback.advance(SECOND)
    pieces(session)
    assert session.inspector.upcoming().pending == ()
    assert session.inspector.upcoming().next is None
