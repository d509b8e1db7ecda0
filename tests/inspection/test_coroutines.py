"""What a snapshot tells of the coroutines is what `inspect` says of their generators."""

from __future__ import annotations

import inspect
import random
from dataclasses import replace
from functools import partial
from types import GeneratorType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
)
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.inspection.coroutines import CoroutineSnapshot, take_snapshot
from site_sim.kernel.dispatch import Dispatcher
from site_sim.kernel.lanes import NO_LANE, Task
from site_sim.kernel.reexecution import Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY
from site_sim.log.comparison import digest_of
from site_sim.log.events import IS_CALLING, NO_JOB, Kind
from site_sim.log.position import Position
from site_sim.log.search import Wanted
from site_sim.program import pipeline
from site_sim.program.traps import Job, Link, Result
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import State, TaskState
from site_sim.state.lints import WATCHED, findings
from site_sim.state.site import SiteState
from tests.inspection.sessions import (
    COMMANDS,
    MODELS,
    begun,
    line_of,
    pieces,
    simulation_of,
    snapshot_of,
    stepped,
)
from tests.run.driving import give
from tests.sampling import examples


def said_of(value: Any, snapshot: CoroutineSnapshot) -> str:
    """Return how a local variable is to be told, written down once more."""
    if isinstance(value, Job):
        return f"#{value.number} {value.name}"
    if isinstance(value, Result):
        return f"#{value.job.number} done by {snapshot.name_of(value.worker)}"
    if isinstance(value, Link):
        assert isinstance(value.to, Task)
        return f"link to {snapshot.name_of(value.to.who)}"
    if isinstance(value, Dispatcher):
        return f"the crew of {len(value.workers)}"
    if isinstance(value, partial):
        return "the inspection of each result"
    return str(value)


def compare_with_generators(snapshot: CoroutineSnapshot, simulation: Simulation) -> None:
    """Assert that the snapshot says of each coroutine what `inspect` says of its generator."""
    for task in simulation.site.staff.everyone():
        standing = snapshot.detailed.get(task.who)
        generator = getattr(task, "generator", None)
        if standing is None:
            assert generator is None  # nobody brought it to life yet
            continue
        if generator is None:
            assert (standing.generator, standing.line) == ("", 0)
            assert task.who in snapshot.starting
            continue
        assert isinstance(generator, GeneratorType)
        assert standing.generator == inspect.getgeneratorstate(generator)
        frame = generator.gi_frame
        if frame is None:
            assert standing.generator == inspect.GEN_CLOSED
            assert standing.line == 0
            assert task.who not in snapshot.lines
            assert task.who in snapshot.closed + snapshot.starting
            continue
        assert standing.line == frame.f_lineno
        assert standing.function == frame.f_code.co_name
        assert snapshot.lines[task.who] == (frame.f_code.co_name, frame.f_lineno)
        found = inspect.getgeneratorlocals(generator)
        told = {name: said_of(value, snapshot) for name, value in found.items()}
        assert dict(standing.locals) == told


@given(st.integers(0, 2**32))
@settings(max_examples=60)
def test_line_locals_and_generator_state_are_those_of_the_generators(seed: int) -> None:
    for session in stepped(seed):
        snapshot = snapshot_of(session)
        assert snapshot.shows(session.playhead.position)
        assert snapshot.seq == session.state.seq
        if session.playhead.is_live:
            compare_with_generators(snapshot, simulation_of(session))


@given(st.integers(0, 2**32))
@settings(max_examples=40)
def test_in_the_midst_of_a_step_they_are_told_as_the_generators_stand_then(seed: int) -> None:
    taken: list[int] = []

    def look() -> None:
        taken.append(len(simulation.log))
        snapshot = take_snapshot(simulation, in_midst=True)
        assert snapshot.shows(Position(taken[-1], simulation.now))
        compare_with_generators(snapshot, simulation)

    chance = random.Random(seed)
    session = begun(seed)
    simulation = simulation_of(session)
    events = len(simulation.log)
    for _ in range(80):
        with simulation.instrumented(look):
            if chance.random() < 0.06:
                simulation.apply(chance.choice(COMMANDS))
            else:
                simulation.run(steps=1)
        assert taken == [*range(events + 1, len(simulation.log))]  # between any two
        events, taken = len(simulation.log), []


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_re_executed_coroutines_are_told_as_their_generators_stand(seed: int) -> None:
    session = list(stepped(seed))[-1]
    session.inspector.close()
    session.playhead.seek_event(max(1, len(session.log) * 2 // 3))
    pieces(session, steps=50)
    while snapshot_of(session).in_midst and session.playback.step():
        pieces(session, steps=50)
    there = session.playhead.position
    past = Reexecution(simulation_of(session).config, session.journal, there, session.log)
    past.work()
    if len(past.simulation.log) == there.seq:  # else a command is being carried out there
        snapshot, known = take_snapshot(past.simulation), snapshot_of(session)
        compare_with_generators(snapshot, past.simulation)
        same = replace(known, at=snapshot.at, next_at=snapshot.next_at, pending=snapshot.pending)
        assert snapshot == same


def test_before_the_first_event_the_site_stands_as_it_was_built() -> None:
    session = Session(Scenario())
    session.playback.advance(SECOND)
    session.playhead.seek_event(0)
    while not session.inspector.prepare():
        pass
    snapshot = snapshot_of(session)
    assert snapshot.shows(session.playhead.position)
    assert set(snapshot.lines.values()) == {
        ("foreman", line_of(pipeline.foreman, "job = yield")),
        ("worker", line_of(pipeline.worker, "job, addressee = yield")),
        ("accept", line_of(pipeline.accept, "result = yield")),
    }


REBUILDING = (Kind.SettingChanged, Kind.Requeued, Kind.Left, Kind.LanesOpened)
"""What happens within a command that builds the site anew; the crew is neither old nor new then."""


@given(st.integers(0, 2**32))
@settings(max_examples=examples(15))
def test_nothing_is_shown_that_has_not_happened(seed: int) -> None:
    """What the snapshot says is what the log says, up to the playhead and no further."""
    session = list(stepped(seed))[-1]
    for seq in range(session.playhead.first, len(session.log) + 1):
        session.playhead.seek_event(seq)
        pieces(session)
        if session.log[seq - 1].kind in REBUILDING:
            continue
        snapshot = snapshot_of(session)
        tasks = tasks_in(snapshot, session.state)
        there = [task for task in tasks if task.who in snapshot.detailed]
        dead = {task.who for task in tasks if task.dead}
        starting = {task.who for task in tasks if task.starting}
        closed = {task.who for task in there if is_closed(snapshot, task.who)}
        assert {*snapshot.closed} == dead - starting
        assert {*snapshot.starting} == starting
        assert {task.state for task in tasks if task not in there} <= {State.GONE}  # none yet
        assert dead & {task.who for task in there} <= closed <= dead | starting
        # The log says that a job was taken up when something comes of it.
        assert {task.who: jobs_of(snapshot, task.who) for task in there} == {
            task.who: in_hand(task.job) + task.inbox for task in there
        }
        if snapshot.model == "serial" and snapshot.call_stack != (FOREMAN,):
            assert snapshot.call_stack == calls_in(session)


def tasks_in(snapshot: CoroutineSnapshot, state: SiteState) -> list[TaskState]:
    """Return everyone of a state; accept only where the snapshot has it too."""
    accept = state.staff[1:2] if ACCEPT in snapshot.lines else []
    return [state.staff[0], *accept, *state.workers]


def is_closed(snapshot: CoroutineSnapshot, who: int) -> bool:
    return snapshot.detailed[who].generator == inspect.GEN_CLOSED


def in_hand(job: int) -> list[int]:
    return [] if job == NO_JOB else [job]


def jobs_of(snapshot: CoroutineSnapshot, who: int) -> list[int]:
    """Return the job that somebody has in hand by a snapshot, and then those in the inbox."""
    waiting = [job for inbox in snapshot.inboxes if inbox.who == who for job in inbox.jobs]
    return in_hand(snapshot.detailed[who].job) + waiting


def states_on_the_way(model: str, *, by_hand: bool, live: bool) -> list[tuple[str, set[int]]]:
    """Return, from an accident on, each event and whose generators are closed right after it."""
    session = Session(
        Scenario(workers=3, model=model, rate=2.0, accident_rate=0.0 if by_hand else 1.0)
    )
    pieces(session)
    if by_hand:
        session.playback.run_on(Wanted((Kind.WorkStarted,), who=0), 10_000)
        give(session, CauseAccident(0))
        session.playhead.seek_event(
            max(n for n in range(len(session.log)) if is_accident(session, n)) + 1
        )
    elif live:
        while not is_accident(session, session.state.seq - 1):
            session.playback.step()
    else:
        session.playback.advance(20 * SECOND)
        session.inspector.close()
        session.playhead.seek(0)
        session.playhead.seek_next(Wanted((Kind.AccidentHappened,)))
    seen = []
    while session.now == session.log[session.state.seq - 1].at:
        pieces(session)
        snapshot = snapshot_of(session)
        closed = {w for w, s in snapshot.detailed.items() if s.generator == inspect.GEN_CLOSED}
        assert closed == {*snapshot.closed}
        kind = Kind(session.log[session.state.seq - 1].kind).name
        seen.append((kind, closed))
        if kind == "Hired" and not closed:
            break
        session.playback.step()
    return seen


def is_accident(session: Session, seq: int) -> bool:
    return session.log[seq].kind == Kind.AccidentHappened


@pytest.mark.parametrize(("by_hand", "live"), [(True, True), (False, True), (False, False)])
def test_an_accident_closes_the_generators_one_by_one_before_others_are_hired(
    by_hand: bool, live: bool
) -> None:
    seen = states_on_the_way("serial", by_hand=by_hand, live=live)
    hired = len([kind for kind, _ in seen if kind == "Hired"])
    path = len([kind for kind, _ in seen if kind == "Died"])
    assert hired == path >= 2  # the foreman at least has called it
    assert seen[:2] == [("AccidentHappened", set()), ("Requeued", set())]
    sizes = [len(closed) for _, closed in seen[2:]]
    assert sizes == [*range(1, path + 1), *range(path - 1, -1, -1)]
    assert seen[path + 1][1] >= {FOREMAN}


@pytest.mark.parametrize(("by_hand", "live"), [(True, True), (False, True), (False, False)])
def test_in_the_other_models_an_accident_closes_one(by_hand: bool, live: bool) -> None:
    seen = states_on_the_way("coroutines", by_hand=by_hand, live=live)
    kinds = [kind for kind, _ in seen]
    assert kinds == ["AccidentHappened", "Requeued", "Died", "Hired"]
    assert [len(closed) for _, closed in seen] == [0, 0, 1, 0]


def test_the_one_an_accident_happens_to_is_said_to_have_an_exception_thrown_in() -> None:
    session = Session(Scenario(workers=3, model="serial", rate=2.0, accident_rate=1.0))
    session.playback.run_on(Wanted((Kind.AccidentHappened,)), 10_000)
    said = []
    while session.log[session.state.seq - 1].kind != Kind.Hired:
        pieces(session)
        snapshot = snapshot_of(session)
        if snapshot.call_stack:
            said.append((snapshot.call_stack, snapshot.detailed[snapshot.call_stack[-1]].waits))
        session.playback.step()
    assert [tower for tower, _ in said] == [(-1, 2, 1, 0)] * 2 + [(-1, 2, 1), (-1, 2), (-1,)]
    assert all(waits.endswith("`: an exception is thrown in") for _, waits in said)


@pytest.mark.parametrize("model", MODELS)
def test_the_one_an_accident_happens_to_is_the_one_who_acts(model: str) -> None:
    session = Session(Scenario(workers=3, model=model, rate=2.0, accident_rate=1.0))
    session.playback.run_on(Wanted((Kind.AccidentHappened,)), 10_000)
    victim = session.log[session.state.seq - 1].who
    while session.log[session.state.seq - 1].kind != Kind.Died:
        pieces(session)
        assert snapshot_of(session).acting == victim
        session.playback.step()
    pieces(session)
    assert snapshot_of(session).acting == victim
    assert snapshot_of(session).detailed[victim].generator == inspect.GEN_CLOSED
    assert "broken" not in [finding.condition for finding in findings(session.state, [0] * WATCHED)]


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_the_one_who_acts_is_one_who_is_there(seed: int) -> None:
    session = list(stepped(seed))[-1]
    for seq in range(session.playhead.first, len(session.log) + 1):
        session.playhead.seek_event(seq)
        pieces(session)
        snapshot = snapshot_of(session)
        assert snapshot.acting in snapshot.detailed or not snapshot.detailed


def callers_of(simulation: Simulation) -> tuple[int, ...]:
    """Return the chain of callers up from the one who has the call stack."""
    task = next((t for t in simulation.site.staff.everyone() if t.lane != NO_LANE), None)
    chain: list[int] = []
    while task is not None:
        chain.insert(0, task.who)
        task = task.caller
    return tuple(chain)


def calls_in(session: Session) -> tuple[int, ...]:
    """Return who is in a call, read from the log alone."""
    stack: list[int] = []
    for _, kind, who, _, a, b in session.log.rows(0, session.state.seq):
        if kind == Kind.LanesOpened:
            stack = []
        elif kind == Kind.JobTaken:
            stack = [FOREMAN]
        elif kind == Kind.HandedOff and b == IS_CALLING:
            assert stack[-1] == who
            stack.append(a)
        elif kind == Kind.Resumed:
            if stack[-1] == a:  # it may have left already, as it had been laid off
                stack.pop()
            assert stack[-1] == who
            if stack == [FOREMAN]:
                stack = []
        elif kind in (Kind.Died, Kind.Left) and who in stack:
            stack.remove(who)
    return tuple(stack)


@given(st.integers(0, 2**32))
@settings(max_examples=40)
def test_the_call_stack_is_the_chain_of_callers(seed: int) -> None:
    heights = set()
    for session in stepped(seed):
        snapshot = snapshot_of(session)
        if snapshot.model != "serial":
            assert snapshot.call_stack == ()
            continue
        if session.playhead.is_live:
            assert snapshot.call_stack == callers_of(simulation_of(session))
        if snapshot.call_stack != (FOREMAN,):  # it may have the stack with nothing come of it yet
            assert snapshot.call_stack == calls_in(session)
        heights.add(len(snapshot.call_stack))
        for caller, callee in zip(snapshot.call_stack, snapshot.call_stack[1:], strict=False):
            until = f"until {snapshot.name_of(callee)} is back at its bare yield"
            assert snapshot.detailed[caller].waits.endswith(until)


def test_the_call_stack_grows_with_each_send_and_shrinks_as_control_comes_back() -> None:
    session = Session(Scenario(workers=3, model="serial", rate=0.2, count=1))
    towers = []
    while session.playback.step():
        pieces(session)
        if not towers or towers[-1] != snapshot_of(session).call_stack:
            towers.append(snapshot_of(session).call_stack)
    growing = [(-1,), (-1, 2), (-1, 2, 1), (-1, 2, 1, 0), (-1, 2, 1, 0, ACCEPT)]
    assert towers == [*growing, *growing[-2:0:-1], ()]


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_lanes_ready_queue_and_inboxes_are_the_schedulers(seed: int) -> None:
    for session in stepped(seed, 80):
        if not session.playhead.is_live:
            continue
        snapshot, crew = snapshot_of(session), simulation_of(session).site.staff
        on_lanes = {task.lane: task.who for task in crew.everyone() if task.lane != NO_LANE}
        assert {n: who for n, who in enumerate(snapshot.lanes) if who != NOBODY} == on_lanes
        assert len(snapshot.lanes) == len(session.state.lanes)
        assert list(snapshot.ready) == [
            task.who for pool in crew.layout.pools for task in pool.waiting
        ]
        inboxes = {inbox.who: inbox for inbox in snapshot.inboxes}
        for task in crew.everyone():
            jobs = inboxes[task.who].jobs if task.who in inboxes else ()
            assert list(jobs) == [job for _, job in task.inbox]
            if snapshot.model != "serial":
                assert list(jobs) == session.state.task(task.who).inbox


def test_a_simulation_is_not_changed_by_being_looked_at() -> None:
    def run(look: bool) -> str:
        simulation = simulation_of(Session(Scenario(model="threads", workload="cpu", rate=3.0)))
        while simulation.now < 8 * SECOND:
            simulation.run(steps=1)
            if look:
                take_snapshot(simulation)
        return digest_of(simulation.log)

    assert run(look=True) == run(look=False)


def test_a_snapshot_shows_its_moment_and_the_time_until_the_next() -> None:
    session = Session(Scenario(rate=1.0))
    session.playback.advance(3 * SECOND)
    pieces(session)
    snapshot = replace(snapshot_of(session), seq=10, at=100, next_at=150)
    shown = [seq for seq in range(15) if snapshot.shows(Position(seq, 100))]
    assert shown == [10]
    assert snapshot.shows(Position(10, 149))
    assert not snapshot.shows(Position(10, 150))
    assert replace(snapshot, next_at=None).shows(Position(10, 10**12))


@pytest.mark.parametrize("model", MODELS)
def test_a_job_is_taken_in_the_line_in_which_the_foreman_asks_who_is_to_do_it(model: str) -> None:
    session = Session(Scenario(model=model, workers=3, rate=3.0))
    session.playback.advance(6 * SECOND)
    session.playhead.seek(0)
    asks = line_of(pipeline.foreman, "addressee = crew.address(job)")
    taken = [seq for seq in range(len(session.log)) if session.log[seq].kind == Kind.JobTaken]
    assert len(taken) > 3
    for seq in taken:
        session.playhead.seek_event(seq)
        pieces(session)
        assert snapshot_of(session).lines[FOREMAN] != ("foreman", asks)
        session.playback.step()
        pieces(session)
        foreman = snapshot_of(session).detailed[FOREMAN]
        assert (foreman.function, foreman.line) == ("foreman", asks)
        assert foreman.generator == inspect.GEN_RUNNING
        assert foreman.waits == "waits for nothing: it runs, in `addressee = crew.address(job)`"
        assert foreman.job == session.log[seq].job
        session.playback.step()
        pieces(session)
        assert snapshot_of(session).detailed[FOREMAN].locals[-1] == (
            "addressee",
            str(session.log[seq].a),
        )
