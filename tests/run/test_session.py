"""The one door: time goes on, commands are kept, and a run can be had again from its journal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.kernel.config import JobOrder
from site_sim.kernel.models import MODELS
from site_sim.log.comparison import digest_of
from site_sim.log.events import JobCard
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.oracles.ledger import follow
from tests.oracles.pictures import picture
from tests.run.driving import give, run_to, run_to_end
from tests.run.replaying import replayed

THREE_JOBS = tuple(JobOrder(0, JobCard(f"job {n}", 0, SECOND)) for n in range(3))

COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(Hire, st.integers(1, 2)),
    st.builds(LayOff, st.integers(1, 2)),
    st.builds(SetRate, st.sampled_from((0.0, 1.0, 5.5))),
    st.builds(ChooseModel, st.sampled_from(list(MODELS))),
    st.builds(ChooseDispatch, st.sampled_from(("round-robin", "least-busy"))),
    st.builds(ChooseWiring, st.sampled_from(("chain", "direct"))),
    st.builds(ChooseWorkload, st.sampled_from(("io", "cpu", "mixed"))),
    st.builds(SetDefectRate, st.sampled_from((0.0, 0.5))),
    st.builds(SetAccidentRate, st.sampled_from((0.0, 0.3))),
    st.builds(SetSupervision, st.booleans()),
    st.builds(OrderJobs, st.integers(1, 3)),
    st.builds(CauseAccident, st.integers(0, 4)),
)


def a_session(**fields: Any) -> Session:
    return Session(Scenario(costs="zero", rate=0.0, orders=THREE_JOBS, **fields))


def test_what_is_shown_is_the_log_up_to_now() -> None:
    session = Session(Scenario(model="threads", workload="mixed", rate=3.0))
    for span in (0, 1, SECOND, SECOND // 3, 7 * SECOND):
        before = session.now
        assert session.playback.advance(span)
        assert session.now == before + span
        fresh = SiteState(session.log)
        fold(fresh)
        fresh.advance_to(session.now)
        assert picture(session.state) == picture(fresh)
        assert session.log[-1].at <= session.now


def test_a_session_that_is_behind_says_so_and_goes_on() -> None:
    session = Session(Scenario(model="coroutines", rate=20.0))
    calls = 1
    while not session.playback.advance(5 * SECOND - session.now, steps=10):
        assert session.now <= 5 * SECOND
        calls += 1
    assert calls > 10
    assert session.now == 5 * SECOND
    whole = Session(Scenario(model="coroutines", rate=20.0))
    whole.playback.advance(5 * SECOND)
    assert digest_of(session.log) == digest_of(whole.log)


@pytest.mark.parametrize("model", MODELS)
def test_single_steps_and_small_advances_give_the_log_of_one_run(model: str) -> None:
    one, steps, frames = (a_session(model=model) for _ in range(3))
    run_to_end(one)
    seen = []
    while steps.playback.step():
        seen.append(steps.state.seq)
    assert seen == list(range(seen[0], len(one.log) + 1))
    while not frames.playback.ended:
        frames.playback.advance(16_666_667)
    assert digest_of(one.log) == digest_of(steps.log) == digest_of(frames.log)
    assert picture(one.state) == picture(steps.state)


def test_a_run_ends_when_nothing_more_can_happen_or_at_a_time() -> None:
    session = a_session(model="serial")
    run_to_end(session)
    assert session.now == 3 * SECOND
    assert session.state.finished
    assert session.playback.ended
    assert not session.playback.step()
    short = a_session(model="serial")
    run_to(short, SECOND + SECOND // 2)
    assert short.now == SECOND + SECOND // 2
    assert short.state.accepted == 1
    assert not short.playback.ended


def test_commands_are_kept_with_when_they_were_given() -> None:
    session = Session(Scenario())
    give(session, Hire())
    session.playback.advance(SECOND)
    give(session, SetRate(4))
    assert [(entry.at, entry.command) for entry in session.journal] == [
        (0, Hire()),
        (SECOND, SetRate(4)),
    ]


def test_a_command_shows_at_once() -> None:
    session = a_session(workers=2, model="coroutines")
    give(session, Hire(2))
    assert len(session.state.workers) == 4
    give(session, ChooseModel("threads"))
    assert session.state.settings.model == "threads"


@pytest.mark.parametrize("command", [ChooseModel("quantum"), SetRate(-1), CauseAccident(-1)])
def test_a_command_that_is_refused_is_not_kept(command: Command) -> None:
    session = a_session()
    session.playback.advance(SECOND // 2)
    before = digest_of(session.log)
    with pytest.raises(ValueError, match=r"\w"):
        give(session, command)
    assert session.journal == []
    assert digest_of(session.log) == before
    assert digest_of(replayed(session)) == before


@settings(max_examples=60)
@given(
    model=st.sampled_from(list(MODELS)),
    seed=st.integers(0, 1000),
    acts=st.lists(st.tuples(st.integers(0, 2 * SECOND), st.integers(0, 3), COMMANDS), max_size=8),
)
def test_seed_and_journal_give_the_same_log_to_the_byte(
    model: Any, seed: int, acts: list[tuple[int, int, Command]]
) -> None:
    scenario = Scenario(
        model=model,
        seed=seed,
        rate=4.0,
        workload="mixed",
        arrivals="poisson",
        service="exponential",
        defect_rate=0.2,
        accident_rate=0.1,
    )
    session = Session(scenario)
    for span, steps, command in acts:
        session.playback.advance(span)
        for _ in range(steps):
            session.playback.step()
        give(session, command)
    session.playback.advance(SECOND)
    again = replayed(session)
    assert len(again) == len(session.log)
    assert digest_of(again) == digest_of(session.log)
    follow(session.log, scenario.to_config().costs, scenario.cores)
