"""The stage: what it shows of the coroutines is what `inspect` says of their generators."""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import GeneratorType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetRate,
)
from site_sim.facts.event_text import tell
from site_sim.inspection.coroutines import CoroutineSnapshot, take_snapshot
from site_sim.inspection.inspector import KEPT
from site_sim.inspection.listing import listing
from site_sim.inspection.native import native
from site_sim.inspection.upcoming import EventText, Pending
from site_sim.kernel.dispatch import Dispatcher
from site_sim.kernel.lanes import NO_LANE, Task
from site_sim.kernel.reexecution import JournalEntry, Position
from site_sim.kernel.simulation import Simulation
from site_sim.log.comparison import digest_of
from site_sim.log.events import ACCEPT, FOREMAN, IS_CALLING, NO_JOB, NOBODY, Event, Kind
from site_sim.log.search import Wanted
from site_sim.program import pipeline, traps
from site_sim.program.traps import Job, Link, Result
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import State
from site_sim.state.lints import findings
from tests.oracles.native import NativeChain

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
COMMANDS: tuple[Command, ...] = (
    Hire(2),
    LayOff(),
    SetRate(0.0),
    SetRate(4.0),
    OrderJobs(3),
    SetAccidentRate(0.4),
    CauseAccident(0),
    CauseAccident(1),
    ChooseModel("serial"),
    ChooseModel("threads"),
    ChooseWiring("direct"),
)


def simulation_of(session: Session) -> Simulation:
    """Return the kernel behind a session, to ask its generators themselves."""
    return session.branch.simulation


def begun(seed: int) -> Session:
    """Return a session of any kind at its start."""
    choice = random.Random(seed).choice
    return Session(
        Scenario(
            program=choice(("pipeline",) * 5 + ("producer-consumer",)),
            model=choice(MODELS),
            workers=choice((1, 2, 3, 5)),
            cores=choice((1, 2)),
            dispatch=choice(("round-robin", "least-busy")),
            wiring=choice(("chain", "chain", "direct")),
            costs=choice(("zero", "classroom")),
            rate=choice((0.5, 2.0, 8.0)),
            arrivals=choice(("regular", "poisson")),
            workload=choice(("io", "cpu", "mixed")),
            service=choice(("fixed", "exponential")),
            service_time=choice((0.3, 1.0)),
            defect_rate=choice((0.0, 0.3)),
            accident_rate=choice((0.0, 0.2)),
            supervise=choice((True, False)),
            inbox=choice((1, 3)),
            seed=seed % 1000,
        )
    )


def stepped(seed: int, steps: int = 120) -> Iterator[Session]:
    """Yield a session as it is built and at each of its events, with a command now and then."""
    chance = random.Random(seed)
    session = begun(seed)
    pieces(session)
    yield session
    for _ in range(steps):
        if not session.playback.step():
            break
        pieces(session)
        yield session
        if session.playhead.is_live and chance.random() < 0.04:
            session.apply(chance.choice(COMMANDS))
            pieces(session)
            yield session


def staged(session: Session) -> CoroutineSnapshot:
    assert session.inspector.snapshot is not None
    return session.inspector.snapshot


# -- what the generators themselves say ------------------------------------------------------


def said_of(value: Any, stage: CoroutineSnapshot) -> str:
    """Return how a local variable is to be told, written down once more."""
    if isinstance(value, Job):
        return f"#{value.number} {value.name}"
    if isinstance(value, Result):
        return f"#{value.job.number} done by {stage.name_of(value.worker)}"
    if isinstance(value, Link):
        assert isinstance(value.to, Task)
        return f"link to {stage.name_of(value.to.who)}"
    if isinstance(value, Dispatcher):
        return f"the crew of {len(value.workers)}"
    if isinstance(value, partial):
        return "the inspection of each result"
    return str(value)


def compare_with_generators(stage: CoroutineSnapshot, simulation: Simulation) -> None:
    """Assert that the stage says of each coroutine what `inspect` says of its generator."""
    for task in simulation.site.staff.everyone():
        standing = stage.detailed.get(task.who)
        generator = getattr(task, "generator", None)
        if standing is None:
            assert generator is None  # nobody brought it to life yet
            continue
        if generator is None:
            assert (standing.generator, standing.line) == ("", 0)
            assert task.who in stage.starting
            continue
        assert isinstance(generator, GeneratorType)
        assert standing.generator == inspect.getgeneratorstate(generator)
        frame = generator.gi_frame
        if frame is None:
            assert standing.generator == inspect.GEN_CLOSED
            assert standing.line == 0
            assert task.who not in stage.lines
            assert task.who in stage.closed + stage.starting
            continue
        assert standing.line == frame.f_lineno
        assert standing.function == frame.f_code.co_name
        assert stage.lines[task.who] == (frame.f_code.co_name, frame.f_lineno)
        found = inspect.getgeneratorlocals(generator)
        told = {name: said_of(value, stage) for name, value in found.items()}
        assert dict(standing.locals) == told


@given(st.integers(0, 2**32))
@settings(max_examples=60)
def test_line_locals_and_generator_state_are_those_of_the_generators(seed: int) -> None:
    for session in stepped(seed):
        stage = staged(session)
        assert stage.shows(session.playhead.position)
        assert stage.seq == session.state.seq
        if session.playhead.is_live:
            compare_with_generators(stage, simulation_of(session))


@given(st.integers(0, 2**32))
@settings(max_examples=40)
def test_in_the_midst_of_a_step_they_are_told_as_the_generators_stand_then(seed: int) -> None:
    taken: list[int] = []

    def look() -> None:
        taken.append(len(simulation.log))
        stage = take_snapshot(simulation, in_midst=True)
        assert stage.shows(Position(taken[-1], simulation.now))
        compare_with_generators(stage, simulation)

    chance = random.Random(seed)
    session = begun(seed)
    simulation = simulation_of(session)
    events = len(simulation.log)
    for _ in range(80):
        with simulation.watched(look):
            if chance.random() < 0.06:
                simulation.apply(chance.choice(COMMANDS))
            else:
                simulation.run(steps=1)
        assert taken == [*range(events + 1, len(simulation.log))]  # between any two
        events, taken = len(simulation.log), []


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_the_past_has_the_coroutines_that_stood_there(seed: int) -> None:
    live = {staged(session).seq: staged(session) for session in stepped(seed)}
    session = list(stepped(seed))[-1]
    chance = random.Random(seed)
    for _ in range(12):
        seq = chance.randrange(session.playhead.first, len(session.log) + 1)
        session.playhead.seek_event(seq)
        while not session.inspector.prepare(steps=chance.choice((1, 7, 300))):
            assert session.inspector.progress < 1 or session.inspector.snapshot is not None
        stage = staged(session)
        assert session.inspector.fault == ""
        assert stage.shows(session.playhead.position)
        assert stage.seq == seq
        known = live.get(seq, stage)  # live, nobody saw what is between a command's events
        same = replace(stage, at=known.at, next_at=known.next_at)
        assert same == replace(known, pending=same.pending)


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_re_executed_coroutines_are_told_as_their_generators_stand(seed: int) -> None:
    session = list(stepped(seed))[-1]
    session.inspector.close()
    session.playhead.seek_event(max(1, len(session.log) * 2 // 3))
    pieces(session, steps=50)
    while staged(session).in_midst:
        session.playback.step()
        pieces(session, steps=50)
    assert session.inspector.current is not None
    past = session.inspector.current._past
    if past is not None and past.simulation.now == staged(session).at:  # else the live one did
        compare_with_generators(staged(session), past.simulation)


def test_at_the_live_end_nothing_is_executed_again() -> None:
    session = begun(7)
    session.playback.advance(5 * SECOND)
    assert session.inspector.prepare(steps=1)
    session.playback.step()
    assert session.inspector.prepare(steps=1)
    assert staged(session).seq == session.state.seq


def test_a_stage_is_not_taken_again_while_nothing_happens() -> None:
    session = Session(Scenario(rate=0.1))
    session.playback.advance(3 * SECOND)
    pieces(session)
    before = session.inspector.snapshot
    session.playback.advance(SECOND // 4)
    pieces(session)
    assert session.inspector.snapshot is before


def test_what_was_called_off_is_not_waited_for() -> None:
    session = Session(Scenario(rate=0.5, service_time=0.1))
    session.playback.advance(3 * SECOND)  # all is done, and the next job comes at 4 s
    session.apply(SetRate(0.1))  # or rather later
    for _ in range(3):
        pieces(session)
        assert staged(session).next_at == staged(session).pending[0].at
        session.playback.advance(SECOND)
        pieces(session)
        assert staged(session).shows(session.playhead.position)
        assert session.inspector.upcoming().next is not None
    session.apply(SetRate(0.0))
    session.playback.advance(30 * SECOND)
    assert session.playback.ended


def test_before_the_first_event_the_site_stands_as_it_was_built() -> None:
    session = Session(Scenario())
    session.playback.advance(SECOND)
    session.playhead.seek_event(0)
    while not session.inspector.prepare():
        pass
    stage = staged(session)
    assert stage.shows(session.playhead.position)
    assert set(stage.lines.values()) == {
        ("foreman", line_of(pipeline.foreman, "job = yield")),
        ("worker", line_of(pipeline.worker, "job, addressee = yield")),
        ("accept", line_of(pipeline.accept, "result = yield")),
    }


def line_of(function: Any, text: str) -> int:
    lines, first = inspect.getsourcelines(inspect.unwrap(function))
    return first + next(number for number, line in enumerate(lines) if text in line)


@given(st.integers(0, 2**32))
@settings(max_examples=60)
def test_nothing_is_shown_that_has_not_happened(seed: int) -> None:
    """What the stage says is what the log says, up to the playhead and no further."""
    session = list(stepped(seed))[-1]
    for seq in range(session.playhead.first, len(session.log) + 1):
        session.playhead.seek_event(seq)
        pieces(session)
        if session.log[seq - 1].kind not in REBUILDING:
            compare_with_log(staged(session), session)


REBUILDING = (Kind.SettingChanged, Kind.Requeued, Kind.Left, Kind.LanesOpened)
"""What happens within a command that builds the site anew; the crew is neither old nor new then."""


def compare_with_log(stage: CoroutineSnapshot, session: Session) -> None:
    """Assert that the stage says of everyone what the log says, read as a state is."""
    state = session.state
    tasks = [state.foreman, *([state.accept] if ACCEPT in stage.lines else []), *state.workers]
    assert {*stage.closed} == {task.who for task in tasks if task.dead and not task.starting}
    assert {*stage.starting} == {task.who for task in tasks if task.starting}
    inboxes = {inbox.who: [*inbox.jobs] for inbox in stage.inboxes}
    for task in tasks:
        standing = stage.detailed.get(task.who)
        if standing is None:  # it is still to be brought to life
            assert task.state is State.GONE
            continue
        assert standing.generator == inspect.GEN_CLOSED or not task.dead
        assert standing.generator != inspect.GEN_CLOSED or task.dead or task.starting
        hand = [job for job in (standing.job,) if job != NO_JOB]
        known = [job for job in (task.job,) if job != NO_JOB]
        # The log says that a job was taken up when something comes of it.
        assert hand + inboxes.get(task.who, []) == known + task.inbox
    if stage.model == "serial" and stage.call_stack != (FOREMAN,):
        assert stage.call_stack == calls_in(session)


def states_on_the_way(model: str, *, by_hand: bool, live: bool) -> list[tuple[str, set[int]]]:
    """Return, from an accident on, each event and whose generators are closed right after it."""
    session = Session(
        Scenario(workers=3, model=model, rate=2.0, accident_rate=0.0 if by_hand else 1.0)
    )
    pieces(session)
    if by_hand:
        session.playback.run_on(Wanted((Kind.WorkStarted,), who=0), 10_000)
        session.apply(CauseAccident(0))
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
        stage = staged(session)
        closed = {w for w, s in stage.detailed.items() if s.generator == inspect.GEN_CLOSED}
        assert closed == {*stage.closed}
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
        stage = staged(session)
        if stage.call_stack:
            said.append((stage.call_stack, stage.detailed[stage.call_stack[-1]].waits))
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
        assert staged(session).acting == victim
        session.playback.step()
    pieces(session)
    assert staged(session).acting == victim
    assert staged(session).detailed[victim].generator == inspect.GEN_CLOSED
    assert "broken" not in [finding.condition for finding in findings(session.state)]


# -- in pieces -------------------------------------------------------------------------------


def long_run() -> Session:
    session = Session(Scenario(model="coroutines", rate=2.0))
    session.playback.run(120 * SECOND)
    return session


def pieces(session: Session, steps: int = 200) -> int:
    """Prepare the stage of the playhead; return in how many pieces."""
    count = 1
    while not session.inspector.prepare(steps=steps):
        count += 1
    return count


def test_the_past_comes_in_pieces_with_its_progress() -> None:
    session = long_run()
    session.playhead.seek(100 * SECOND)
    seen = []
    while not session.inspector.prepare(steps=20):
        seen.append(session.inspector.progress)
        assert (
            session.inspector.snapshot is None
            or session.inspector.snapshot.seq <= session.state.seq
        )
    assert len(seen) > 20
    assert seen == sorted(seen)
    assert 0 < seen[0] < 0.2


def test_a_little_forward_does_not_start_over() -> None:
    session = long_run()
    session.playhead.seek(50 * SECOND)
    pieces(session)
    assert session.inspector.current is not None
    assert session.inspector.current._past is not None
    there = session.inspector.current._past.simulation
    session.playhead.seek(51 * SECOND)
    steps = there.steps
    pieces(session)
    assert session.inspector.current._past.simulation is there
    assert 0 < there.steps - steps < 60


def test_a_few_steps_back_cost_nothing() -> None:
    session = long_run()
    session.playhead.seek(50 * SECOND)
    pieces(session)
    for _ in range(KEPT - 2):
        session.playback.step_back()
        assert session.inspector.prepare(steps=0)
        assert staged(session).shows(session.playhead.position)


@pytest.mark.parametrize(("workers", "most"), [(100, 1), (300, 3), (1000, 12)])
def test_steps_in_the_midst_of_a_kernel_step_share_re_executions(workers: int, most: int) -> None:
    session = Session(Scenario(model="serial", workers=workers, rate=3.0))
    session.playback.advance(200 * SECOND)
    log = session.log
    last = next(seq for seq in range(len(log) - 1, 0, -1) if log[seq].kind == Kind.Resumed)
    session.playhead.seek_event(last)
    pieces(session)
    assert session.inspector.current is not None
    runs = {id(session.inspector.current._past): session.inspector.current._past}
    for _ in range(24):
        session.playback.step_back()
        pieces(session)
        assert staged(session).shows(session.playhead.position)
        assert staged(session).in_midst
        runs[id(session.inspector.current._past)] = session.inspector.current._past
    assert len(runs) <= most
    assert len(session.inspector.current._kept) <= 2 * KEPT


def test_what_is_kept_does_not_grow() -> None:
    session = long_run()
    pieces(session)
    assert session.inspector.current is not None
    chance = random.Random(3)
    for _ in range(40):
        session.playhead.seek_event(chance.randrange(len(session.log)))
        pieces(session, steps=10_000)
        assert len(session.inspector.current._kept) <= 2 * KEPT


def test_each_moment_between_two_events_has_a_stage_of_its_own() -> None:
    session = Session(Scenario(model="serial", rate=2.0))
    session.playback.advance(10 * SECOND)
    midst = set()
    for seq in range(session.playhead.first, len(session.log)):
        session.playhead.seek_event(seq)
        pieces(session)
        assert staged(session).seq == seq
        assert staged(session).shows(session.playhead.position)
        midst.add(staged(session).in_midst)
    assert midst == {True, False}


def test_a_run_that_can_not_be_repeated_is_said_to_be_so() -> None:
    session = Session(Scenario(rate=2.0))
    session.playback.advance(5 * SECOND)
    session.apply(SetRate(7.0))
    session.playback.advance(5 * SECOND)
    entry = session.journal[0]
    session.journal[0] = JournalEntry(
        entry.at, entry.steps, SetRate(3.0), entry.before, entry.after
    )
    session.playhead.seek(9 * SECOND)
    while not session.inspector.prepare():
        pass
    assert "running it again gave another log" in session.inspector.fault
    assert session.inspector.snapshot is None
    assert session.inspector.prepare(steps=1)


def test_another_course_has_another_stage() -> None:
    session = Session(Scenario(rate=2.0))
    session.playback.advance(10 * SECOND)
    session.playhead.seek(4 * SECOND)
    pieces(session)
    session.apply(Hire(1))
    pieces(session)
    assert 4 in staged(session).detailed
    session.restore()
    session.playhead.seek(4 * SECOND)
    pieces(session)
    assert 4 not in staged(session).detailed


def test_in_a_large_crew_the_one_in_focus_is_told_in_full() -> None:
    session = Session(Scenario(workers=300, model="coroutines", rate=5.0))
    session.playback.advance(8 * SECOND)
    pieces(session)
    assert 77 not in staged(session).detailed
    assert {*staged(session).lines} == {FOREMAN, ACCEPT, *range(300)}
    session.inspector.prepare(focus=77)
    assert staged(session).detailed[77].locals[0] == ("me", "77")
    session.playhead.seek(3 * SECOND)
    while not session.inspector.prepare(focus=123, steps=500):
        pass
    assert staged(session).detailed[123].line


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_the_one_who_acts_is_one_who_is_there(seed: int) -> None:
    session = list(stepped(seed))[-1]
    for seq in range(session.playhead.first, len(session.log) + 1):
        session.playhead.seek_event(seq)
        pieces(session)
        stage = staged(session)
        assert stage.acting in stage.detailed or not stage.detailed


# -- who waits for whom ----------------------------------------------------------------------


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
def test_the_tower_is_the_chain_of_callers(seed: int) -> None:
    heights = set()
    for session in stepped(seed):
        stage = staged(session)
        if stage.model != "serial":
            assert stage.call_stack == ()
            continue
        if session.playhead.is_live:
            assert stage.call_stack == callers_of(simulation_of(session))
        if stage.call_stack != (FOREMAN,):  # it may have the stack with nothing come of it yet
            assert stage.call_stack == calls_in(session)
        heights.add(len(stage.call_stack))
        for caller, callee in zip(stage.call_stack, stage.call_stack[1:], strict=False):
            until = f"until {stage.name_of(callee)} is back at its bare yield"
            assert stage.detailed[caller].waits.endswith(until)


def test_the_tower_grows_with_each_send_and_shrinks_as_control_comes_back() -> None:
    session = Session(Scenario(workers=3, model="serial", rate=0.2, count=1))
    towers = []
    while session.playback.step():
        pieces(session)
        if not towers or towers[-1] != staged(session).call_stack:
            towers.append(staged(session).call_stack)
    growing = [(-1,), (-1, 2), (-1, 2, 1), (-1, 2, 1, 0), (-1, 2, 1, 0, ACCEPT)]
    assert towers == [*growing, *growing[-2:0:-1], ()]


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_lanes_ready_queue_and_inboxes_are_the_schedulers(seed: int) -> None:
    for session in stepped(seed, 80):
        if not session.playhead.is_live:
            continue
        stage, crew = staged(session), simulation_of(session).site.staff
        on_lanes = {task.lane: task.who for task in crew.everyone() if task.lane != NO_LANE}
        assert {n: who for n, who in enumerate(stage.lanes) if who != NOBODY} == on_lanes
        assert len(stage.lanes) == len(session.state.lanes)
        assert list(stage.ready) == [task.who for pool in crew.layout.pools for task in pool.ready]
        inboxes = {inbox.who: inbox for inbox in stage.inboxes}
        for task in crew.everyone():
            jobs = inboxes[task.who].jobs if task.who in inboxes else ()
            assert list(jobs) == [job for _, job in task.inbox]
            if stage.model != "serial":
                assert list(jobs) == session.state.task(task.who).inbox


# -- what plain Python would have ------------------------------------------------------------


def natively(workers: int, jobs: int) -> dict[int, tuple[dict[int, str], list[int]]]:
    """Run a chain of plain `.send()`; return for each job states and stack while it is done.

    The states are what `inspect` says of the generators, the stack is Python's own.
    """
    seen = {}

    def probe(_: int, job: int) -> None:
        everyone = {FOREMAN: chain.foreman, ACCEPT: chain.accept} | dict(enumerate(chain.workers))
        states = {who: inspect.getgeneratorstate(each) for who, each in everyone.items()}
        stack = []
        for frame in reversed(inspect.stack()):
            if frame.function == "_foreman":
                stack.append(FOREMAN)
            elif frame.function == "_worker":
                stack.append(frame.frame.f_locals["me"])
        seen[job] = states, stack

    chain = NativeChain(workers, breaks=probe)
    chain.run((0, 1) for _ in range(jobs))
    return seen


@pytest.mark.parametrize("workers", [1, 2, 5, 9])
def test_the_native_explanation_is_what_a_native_chain_does(workers: int) -> None:
    jobs = 2 * workers + 1
    session = Session(Scenario(workers=workers, model="serial", rate=5.0, count=jobs))
    explained = {}
    while session.playback.step():
        last = session.log[session.state.seq - 1]
        if last.kind == Kind.WorkStarted:
            pieces(session)
            view = native(staged(session))
            assert view.is_equivalent
            (stack,) = view.stacks
            assert stack[0].text == "main"
            assert stack[-1].text == "work(job)"
            assert view.sends == len(stack) - 2
            on_stack = [frame.who for frame in stack if frame.who != NOBODY]
            explained[last.job] = dict(view.states), on_stack
    assert explained == natively(workers, jobs)


def test_under_coroutines_nothing_is_on_the_stack_but_the_one_that_runs() -> None:
    for session in stepped(11, 200):
        stage = staged(session)
        view = native(stage)
        if stage.model in ("coroutines", "hybrid"):
            assert not view.is_equivalent
            running = [who for who, state in view.states.items() if state == inspect.GEN_RUNNING]
            assert sorted(running) == sorted(who for who in stage.lanes if who != NOBODY)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_explained(model: str) -> None:
    session = Session(Scenario(model=model, rate=4.0, workload="cpu"))
    session.playback.advance(4 * SECOND)
    pieces(session)
    stage = staged(session)
    view = native(stage)
    assert view.lines
    assert {*view.states} == {FOREMAN, ACCEPT, *range(4)}
    running = {who for who, state in view.states.items() if state == inspect.GEN_RUNNING}
    if model in ("threads", "free-threads", "processes"):
        sending = {w for w, each in stage.detailed.items() if ".send(" in each.expression}
        assert running == {*stage.at_work} | sending
        assert len(running) > 1
        assert {who for who in stage.lanes if who != NOBODY} <= running


# -- what it waits for, in words -------------------------------------------------------------


def waits_in(**fields: Any) -> set[str]:
    """Return all that anyone waits for in a run of some seconds."""
    session = Session(Scenario(**fields))
    said: set[str] = set()
    while session.now < 12 * SECOND and session.playback.step():
        pieces(session)
        said |= {f"{each.name}: {each.waits}" for each in staged(session).detailed.values()}
    return said


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        (
            {"model": "serial", "workers": 2, "count": 1, "rate": 1.0},
            {
                "foreman: at its bare `yield`: waits for the next job from the queue",
                "accept: at its bare `yield`: waits for the next result",
                "worker 1: at its bare `yield`: waits for the next job",
                "foreman: suspended in `yield crew.link_to(...).send(...)`: "
                "#0 is on its way to worker 1 until 0.100 s",
                "foreman: suspended in `yield crew.link_to(...).send(...)` "
                "until worker 1 is back at its bare yield",
                "worker 1: suspended in `yield downstream.send(...)` "
                "until worker 0 is back at its bare yield",
                "worker 0: suspended in `yield work(job)`: waits for I/O until 1.200 s, "
                "and keeps the call stack",
                "worker 0: suspended in `yield work(job)`: has the call stack, "
                "runs on at this very moment",
            },
        ),
        (
            {"model": "coroutines", "workers": 2, "rate": 8.0, "workload": "mixed"},
            {
                "worker 0: suspended in `yield work(job)`: has the event loop, "
                "computes until 0.900 s",
                "worker 0: suspended in `yield work(job)`: waits for I/O until 1.400 s",
                "worker 0: suspended in `yield work(job)`: the work is done; ready, "
                "waits for the event loop",
                "worker 0: at its bare `yield`, #0 in its inbox: ready, waits for the event loop",
                "foreman: at its bare `yield`, jobs in the queue: ready, waits for the event loop",
                "foreman: suspended in `yield crew.link_to(...).send(...)` "
                "until there is room in the inbox of worker 1",
                "foreman: suspended in `yield crew.link_to(...).send(...)`: "
                "the send is done; ready, waits for the event loop",
            },
        ),
        (
            {"model": "threads", "workers": 2, "rate": 8.0, "workload": "cpu"},
            {
                "worker 0: suspended in `yield work(job)`, in the middle of it: ready, "
                "waits for the GIL",
            },
        ),
        (
            {"model": "processes", "workers": 2, "rate": 1.0, "accident_rate": 0.5},
            {
                "worker 0: its process starts up",
                "worker 0: suspended in `yield work(job)`: has core 0, runs on at this very moment",
            },
        ),
        (
            {"model": "serial", "workers": 2, "rate": 1.0, "accident_rate": 1.0,
             "supervise": False},
            {"foreman: closed: an exception left it", "worker 1: closed: an exception left it"},
        ),
        (
            {"model": "coroutines", "workers": 1, "rate": 8.0, "dispatch": "least-busy"},
            {"foreman: at its bare `yield`: jobs wait, but no worker is free"},
        ),
        (
            {"program": "producer-consumer", "model": "serial", "rate": 0.5},
            {
                "producer: at its bare `yield`: waits for the next item",
                "producer: suspended in `yield consuming.send(...)` "
                "until consumer is back at its bare yield",
            },
        ),
    ],
)  # fmt: skip
def test_it_is_said_what_each_waits_for(fields: dict[str, Any], sentences: set[str]) -> None:
    assert sentences <= waits_in(**fields)


def test_a_switch_is_waited_for() -> None:
    said = waits_in(model="threads", workers=2, rate=8.0, workload="cpu")
    assert any("the switch to it takes until" in sentence for sentence in said)


# -- the agenda ------------------------------------------------------------------------------


@given(st.integers(0, 2**32))
@settings(max_examples=50)
def test_the_next_pending_event_is_the_one_that_happens(seed: int) -> None:
    for session in stepped(seed):
        simulation = simulation_of(session)
        if session.state.seq < len(session.log):
            continue
        pending = staged(session).pending
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
        session.branch.catch_up(session.state)


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
            session.apply(command)
    return session


def comes_to(pending: Pending, event: Event) -> bool:
    """Whether what was pending is what an event of the log is."""
    kinds, who = FORETOLD[next(words for words in FORETOLD if words in pending.text)], event.who
    said = re.search(r"#(\d+)", pending.text)
    is_job = said is None or event.job == int(said[1]) or event.job == NO_JOB
    runs = re.search("runs on|the switch", pending.text)  # and takes the next out of its inbox
    whos = (who, event.a, NOBODY) if runs else (who, NOBODY)
    is_one = pending.who in whos or event.kind in (Kind.Requeued, Kind.Scrapped)
    return event.at == pending.at and event.kind in kinds and is_job and is_one


ENDS = (Kind.WorkFinished, Kind.AccidentHappened)
FORETOLD: dict[str, Collection[Kind]] = {
    "arrives": (Kind.JobArrived,),
    "reaches": (Kind.HandedOff, Kind.Blocked, Kind.Died, Kind.Requeued, Kind.Scrapped),
    "has computed": (Kind.IoStarted, *ENDS),
    "the quantum": (Kind.Preempted,),
    "the I/O": ENDS,
    "the process": (Kind.Hired,),
    "the switch": {*Kind} - {Kind.JobArrived, Kind.IoStarted, *ENDS},
    "runs on": {*Kind} - {Kind.JobArrived, Kind.IoStarted, *ENDS},
}
"""The kinds of event that a pending one may turn out to be."""


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
            assert following.text == tell(session.log, session.state.seq)
            session.playback.step()
    assert foretold > 50


@pytest.mark.parametrize("model", MODELS)
def test_what_is_pending_is_in_order_and_nothing_is_said_twice(model: str) -> None:
    session = mixed_run(model)
    session.playhead.seek(0)
    quanta = 0
    while not session.playhead.is_live:
        pieces(session)
        upcoming = session.inspector.upcoming()
        assert upcoming.next is not None
        times = [upcoming.next.at, *(each.at for each in upcoming.pending)]
        assert times == sorted(times)
        assert len({*upcoming.pending}) == len(upcoming.pending)
        event = session.log[session.state.seq]
        others = [each for each in upcoming.pending if "runs on" not in each.text]
        assert not any(comes_to(each, event) for each in others)
        is_due = not staged(session).in_midst and not is_by_command(session)
        assert upcoming.due == len(upcoming.pending) + is_due
        quanta += any("the quantum" in each.text for each in upcoming.pending)
        session.playback.step()
    assert bool(quanta) == (model in ("threads", "free-threads", "processes"))


def is_by_command(session: Session) -> bool:
    return any(entry.before <= session.state.seq < entry.after for entry in session.journal)


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
        for pending in staged(session).pending:
            cause = pending.because
            if cause is None:
                assert pending.who == NOBODY
                continue
            event = session.log[cause.seq]
            assert cause.text == tell(session.log, cause.seq)
            assert cause.at == event.at <= pending.at
            assert (
                pending.who in (event.who, event.a)
                or "the switch" in pending.text
                or (pending.text in ("foreman runs on", "producer runs on"))
            )


def test_in_the_past_what_comes_next_is_what_came() -> None:
    session = Session(Scenario(model="coroutines", rate=2.0))
    session.playback.advance(10 * SECOND)
    for seq in range(40, len(session.log), 7):
        session.playhead.seek_event(seq)
        pieces(session)
        upcoming, event = session.inspector.upcoming(), session.log[seq]
        assert isinstance(upcoming.next, EventText)
        assert upcoming.next[:5] == (seq, event.at, event.who, event.job, tell(session.log, seq))
        assert [told.seq for told in upcoming.done] == [*range(seq - len(upcoming.done), seq)]
        assert all(told.text == tell(session.log, told.seq) for told in upcoming.done)
        assert any(isinstance(each, Pending) for each in upcoming.pending)


def test_without_a_stage_the_agenda_is_the_log_alone() -> None:
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


# -- the source ------------------------------------------------------------------------------


def test_the_listing_is_the_source_itself() -> None:
    texts = {
        function.__name__: Path(inspect.getsourcefile(function) or "").read_text().splitlines()
        for function in map(
            inspect.unwrap,
            (pipeline.foreman, pipeline.worker, pipeline.accept, traps.coroutine),
        )
    }
    lines = [line for line in listing("pipeline").lines if line.number]
    assert list(dict.fromkeys(line.function for line in lines)) == list(texts)
    for line in lines:
        assert line.text == texts[line.function][line.number - 1].rstrip()
    assert lines[1].text.startswith("def foreman(")


def test_every_line_a_coroutine_stands_at_is_in_the_listing() -> None:
    for seed in range(12):
        for session in stepped(seed, 60):
            stage = staged(session)
            for function, line in stage.lines.values():
                row = stage.source.row_of(function, line)
                assert row is not None
                assert "yield" in stage.source.lines[row].text or stage.in_midst


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("job, addressee = yield ", "yield"),
        ("result = yield work(job)", "yield work(job)"),
        ("yield accepting.send(result)", "yield accepting.send(...)"),
        ("yield downstream.send((job, addressee))", "yield downstream.send(...)"),
    ],
)
def test_the_yield_of_a_line_is_told_without_what_it_sends(text: str, expression: str) -> None:
    known = listing("pipeline")
    assert known.expression("worker", line_of(pipeline.worker, text)) == expression


def test_whom_the_foreman_sends_to_is_left_out_too() -> None:
    line = line_of(pipeline.foreman, "yield crew.link_to")
    assert listing("pipeline").expression("foreman", line) == "yield crew.link_to(...).send(...)"
    assert listing("pipeline").expression("foreman", 1) == "yield"


def test_a_simulation_is_not_changed_by_being_looked_at() -> None:
    def run(look: bool) -> str:
        simulation = simulation_of(Session(Scenario(model="threads", workload="cpu", rate=3.0)))
        while simulation.now < 8 * SECOND:
            simulation.run(steps=1)
            if look:
                take_snapshot(simulation)
        return digest_of(simulation.log)

    assert run(look=True) == run(look=False)


def test_a_stage_shows_its_moment_and_the_time_until_the_next() -> None:
    session = Session(Scenario(rate=1.0))
    session.playback.advance(3 * SECOND)
    pieces(session)
    stage = replace(staged(session), seq=10, at=100, next_at=150)
    shown = [seq for seq in range(15) if stage.shows(Position(seq, 100))]
    assert shown == [10]
    assert stage.shows(Position(10, 149))
    assert not stage.shows(Position(10, 150))
    assert replace(stage, next_at=None).shows(Position(10, 10**12))
