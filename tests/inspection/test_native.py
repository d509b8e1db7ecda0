"""What plain Python would have in place of the kernel."""

from __future__ import annotations

import inspect

import pytest

from site_sim.base.units import SECOND
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.inspection.native import native
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.inspection.sessions import MODELS, pieces, snapshot_of, stepped
from tests.oracles.native import NativeChain


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
            view = native(snapshot_of(session))
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
        snapshot = snapshot_of(session)
        view = native(snapshot)
        if snapshot.model in ("coroutines", "hybrid"):
            assert not view.is_equivalent
            running = [who for who, state in view.states.items() if state == inspect.GEN_RUNNING]
            assert sorted(running) == sorted(who for who in snapshot.lanes if who != NOBODY)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_explained(model: str) -> None:
    session = Session(Scenario(model=model, rate=4.0, workload="cpu"))
    session.playback.advance(4 * SECOND)
    pieces(session)
    snapshot = snapshot_of(session)
    view = native(snapshot)
    assert view.lines
    assert {*view.states} == {FOREMAN, ACCEPT, *range(4)}
    running = {who for who, state in view.states.items() if state == inspect.GEN_RUNNING}
    if model in ("threads", "free-threads", "processes"):
        sending = {w for w, each in snapshot.detailed.items() if ".send(" in each.expression}
        assert running == {*snapshot.at_work} | sending
        assert len(running) > 1
        assert {who for who in snapshot.lanes if who != NOBODY} <= running
