"""Accidents: what Python does to a call stack, and what happens to one task among others."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from typing import Any

import pytest

from site_sim.commands import CauseAccident, SetSupervision
from site_sim.facts.programs import FOREMAN
from site_sim.kernel.models import CLASSROOM, MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import NO_JOB, Kind
from site_sim.program.traps import Link
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.kernel.runs import MS, SECOND, accepted, events, finished, made
from tests.oracles.ledger import follow
from tests.oracles.native import NativeChain

WORKERS = 4


def generators(site: Simulation) -> dict[str, Generator[Any, Any, Any]]:
    """Return everyone's coroutine by name, from the foreman down."""
    layout = site.site.staff.layout
    everyone = [layout.foreman, *reversed(layout.workers), layout.accept]
    return {site.log.cast.name_of(task.who): task.generator for task in everyone}


def closed(coroutines: dict[str, Generator[Any, Any, Any]]) -> list[str]:
    """Return the names of the coroutines that are closed."""
    return [
        name
        for name, generator in coroutines.items()
        if inspect.getgeneratorstate(generator) == inspect.GEN_CLOSED
    ]


def a_serial_site(jobs: int = 8, **fields: Any) -> Simulation:
    work = [(0, 0, SECOND)] * jobs
    return made(work, model="serial", workers=WORKERS, supervise=False, **fields)


# -- the call stack ------------------------------------------------------------------------


@pytest.mark.parametrize("worker", range(WORKERS))
def test_an_accident_at_work_closes_what_native_python_closes(worker: int) -> None:
    def breaks(me: int, job: int) -> None:
        if me == worker:
            raise ZeroDivisionError

    native = NativeChain(WORKERS, breaks=breaks)
    with pytest.raises(ZeroDivisionError):
        native.run([(0, SECOND)] * 8)

    site = a_serial_site()
    coroutines = generators(site)
    site.run(worker * SECOND + SECOND // 2)  # worker k works at job k
    site.apply(CauseAccident(worker))

    assert closed(coroutines) == native.closed()
    assert len(closed(coroutines)) == 1 + WORKERS - worker
    assert accepted(site.log) == native.done


@pytest.mark.parametrize("worker", range(WORKERS))
def test_an_accident_at_rest_closes_one_and_a_call_to_it_all_above(worker: int) -> None:
    native = NativeChain(WORKERS)
    with pytest.raises(ZeroDivisionError):
        native.workers[worker].throw(ZeroDivisionError)
    site = a_serial_site(jobs=1)  # for worker 0, through all of them
    coroutines = generators(site)
    site.apply(CauseAccident(worker))
    assert closed(coroutines) == native.closed() == [f"worker {worker}"]

    with pytest.raises((RuntimeError, StopIteration)):
        native.run([(0, SECOND)])
    site.run()
    assert closed(coroutines) == native.closed()
    assert accepted(site.log) == native.done == []


@pytest.mark.parametrize("to", [FOREMAN, 0, 1])
def test_a_send_to_one_who_runs_or_waits_in_a_call_raises_what_python_raises(to: int) -> None:
    """Worker 0 sends to itself, or to one of those who called it."""

    def native() -> Generator[None, None, None]:
        yield
        running.send(None)

    running = native()
    next(running)
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is what counts
        running.send(None)

    site = made([(0, 0, SECOND)], model="serial", workers=2, supervise=False)
    layout, caught = site.site.staff.layout, []
    target = layout.foreman if to == FOREMAN else layout.workers[to]

    def worker() -> Generator[Any, Any, None]:
        item = yield
        try:
            yield Link(target).send(item)
        except ValueError as error:
            caught.append(str(error))
            raise

    coroutine = worker()
    next(coroutine)
    layout.workers[0].run(coroutine)
    coroutines = generators(site)
    site.run()
    assert caught == [str(raised.value)]
    assert closed(coroutines) == ["foreman", "worker 1", "worker 0"]


def test_after_an_accident_nothing_is_done_until_there_is_a_foreman_again() -> None:
    site = a_serial_site()
    site.run(SECOND // 2)
    site.apply(CauseAccident(0))
    site.run()
    assert accepted(site.log) == []
    assert sorted(site.site.jobs.waiting) == list(range(8))
    site.apply(SetSupervision(True))
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == list(range(8))


@pytest.mark.parametrize("worker", [1, 2, 3])
def test_an_accident_in_a_call_happens_when_the_call_is_over(worker: int) -> None:
    """An exception can't be thrown into a running generator: `ValueError`, says Python."""
    site = a_serial_site(jobs=1)
    coroutines = generators(site)
    site.run(SECOND // 2)  # worker 0 works, and all above it are in their calls
    site.apply(CauseAccident(worker))
    assert closed(coroutines) == []
    site.run()
    assert accepted(site.log) == [(0, SECOND)]
    (happened,) = events(site.log, Kind.AccidentHappened)
    assert (happened.at, happened.who, happened.job) == (SECOND, worker, NO_JOB)
    dead = ["foreman", *(f"worker {number}" for number in range(WORKERS - 1, worker - 1, -1))]
    assert closed(coroutines) == dead


def test_under_supervision_the_whole_stack_is_replaced_and_the_job_done_again() -> None:
    site = made([(0, 0, SECOND)] * 2, model="serial", workers=2, costs=CLASSROOM)
    site.run(SECOND // 2)
    site.apply(CauseAccident(0))
    again = [e for e in events(site.log, Kind.Hired) if e.at > 0]
    assert [event.who for event in again] == [FOREMAN, 1, 0]
    site.run()
    hops_ns = 3 * 100 * MS
    assert accepted(site.log) == [
        (0, SECOND // 2 + SECOND + hops_ns),
        (1, SECOND // 2 + 2 * SECOND + hops_ns + 2 * 100 * MS),
    ]


# -- one among others ----------------------------------------------------------------------

JOBS = [(0, 150 * MS, 250 * MS)] * 12
CREW: dict[str, Any] = {"workers": 3, "cores": 2, "costs": CLASSROOM}
NEVER_SEEN = {("serial", State.READY)}
"""On the call stack nobody waits for a lane."""


def when(site: Simulation, happens: Callable[[SiteState], bool]) -> SiteState | None:
    """Run step by step until something holds; None if it never does."""
    state = SiteState(site.log)
    while site.next_at() is not None:
        site.run(steps=1)
        fold(state)
        if site.now > SECOND and happens(state):
            return state
    return None


def one_who_is(wanted: State, state: SiteState) -> int | None:
    found = [worker.who for worker in state.workers if worker.state is wanted]
    return found[0] if found else None


@pytest.mark.parametrize("wanted", list(State)[: State.GONE], ids=lambda state: state.name)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("supervise", [True, False])
def test_an_accident_to_one_who_is(model: str, wanted: State, supervise: bool) -> None:
    site = made(JOBS, model=model, supervise=supervise, **CREW)
    state = when(site, lambda state: one_who_is(wanted, state) is not None)
    if state is None:
        assert (model, wanted) in NEVER_SEEN
        return
    victim = one_who_is(wanted, state)
    assert victim is not None
    before = len(site.log)
    job, inbox = state.task(victim).job, list(state.task(victim).inbox)
    queue = list(state.queue)
    site.apply(CauseAccident(victim))
    site.run(site.now)
    happened = [event for event in events(site.log) if event.kind == Kind.AccidentHappened]
    if model == "serial" and wanted is State.BLOCKED:
        assert happened == []  # it is in a call
    else:
        assert [(e.who, e.job) for e in happened] == [(victim, job)]
        dead = [e.who for e in events(site.log, Kind.Died)]
        assert victim in dead
        assert model == "serial" or dead == [victim]
    if model != "serial" and job != NO_JOB:
        after = [e for e in list(events(site.log))[before:] if e.kind == Kind.Requeued]
        assert [event.job for event in after] == [job]
    fold(state)
    if model != "serial" and not supervise:
        assert state.task(victim).dead
        assert list(state.task(victim).inbox)[: len(inbox)] == inbox
        assert [n for n in state.queue if n != job] in (queue, queue[1:])

    site.run()
    if not supervise:
        site.apply(SetSupervision(True))
        site.run()
    assert sorted(job for job, _ in accepted(site.log)) == list(range(len(JOBS)))
    ledger = follow(site.log, CLASSROOM, cores=2)
    assert {person.who for person in ledger.workers if person.alive} == {0, 1, 2}


@pytest.mark.parametrize("model", ["processes", "hybrid"])
def test_one_who_is_starting_has_no_coroutine_to_throw_it_into(model: str) -> None:
    site = made(JOBS, model=model, **CREW)
    site.run(SECOND // 2)
    site.apply(CauseAccident(1))
    site.run()
    assert not list(events(site.log, Kind.AccidentHappened))
    assert len(accepted(site.log)) == len(JOBS)


def test_a_process_is_replaced_after_its_start_up() -> None:
    site = made(JOBS, model="processes", **CREW)
    site.run(3 * SECOND)
    site.apply(CauseAccident(2))
    (died,) = events(site.log, Kind.Died)
    site.run()
    began = [e.at for e in events(site.log, Kind.StartUpBegan) if e.who == 2]
    _, again = (e.at for e in events(site.log, Kind.Hired) if e.who == 2)
    assert began == [0, died.at]
    assert again >= died.at + CLASSROOM.spawn_ns + CLASSROOM.start_up_ns


def test_unsupervised_the_others_go_on_and_the_gap_stays() -> None:
    site = made(
        [(0, 0, SECOND)] * 6, model="coroutines", workers=3, wiring="direct", inbox=2,
        supervise=False,
    )  # fmt: skip
    site.run(SECOND // 2)
    site.apply(CauseAccident(1))
    site.run()
    assert [job for job, _ in accepted(site.log)] == [0, 2, 3, 5]
    assert [event.who for event in events(site.log, Kind.Hired) if event.at > 0] == []


def test_an_accident_cuts_the_work_short() -> None:
    site = finished(
        [(0, 40 * MS, 60 * MS)] * 200,
        model="coroutines",
        workers=1,
        accident_rate=1.0,
        rework_limit=0,
    )
    started = [event.at for event in events(site.log, Kind.WorkStarted)]
    ended = [event.at for event in events(site.log, Kind.AccidentHappened)]
    spans = [end - start for start, end in zip(started, ended, strict=True)]
    assert len(spans) == 200
    assert all(0 <= span <= 100 * MS for span in spans)
    assert 40 * MS < sum(spans) / len(spans) < 60 * MS
    assert any(span < 40 * MS for span in spans)
    assert any(span > 40 * MS for span in spans)
    io = {event.job for event in events(site.log, Kind.IoStarted)}
    assert io == {job for job, span in enumerate(spans) if span > 40 * MS}
