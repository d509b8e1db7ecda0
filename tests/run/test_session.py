"""The one door: time goes on, commands are kept, and a run can be had again from its journal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    Command,
    Hire,
    SetRate,
)
from site_sim.kernel.models import MODELS
from site_sim.log.comparison import digest_of, has_prefix
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.oracles.ledger import follow
from tests.run.driving import give
from tests.run.replaying import replayed
from tests.run.runs import COMMANDS, a_session, assert_true, begun


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


@given(
    seed=st.integers(0, 2**32),
    moves=st.lists(
        st.one_of(
            st.tuples(st.just("advance"), st.integers(0, 3 * SECOND)),
            st.tuples(st.just("seek"), st.integers(0, 12 * SECOND)),
            st.tuples(st.just("event"), st.integers(0, 400)),
            st.tuples(st.just("step"), st.integers(1, 4)),
            st.tuples(st.just("back"), st.integers(1, 4)),
            st.tuples(st.just("restore"), st.just(0)),
            st.tuples(st.just("command"), COMMANDS),
        ),
        max_size=12,
    ),
)
def test_whatever_one_does_the_state_is_the_fold_and_the_run_repeats(
    seed: int, moves: list[tuple[str, int | Command]]
) -> None:
    session = begun(seed)
    for move, argument in moves:
        if move == "command":
            seq, old = session.state.seq, session.log
            give(session, argument)
            assert has_prefix(session.log, old, seq)
            assert session.playhead.is_live
            assert digest_of(replayed(session)) == digest_of(session.log)
        elif move == "advance":
            session.playback.advance(argument)
        elif move == "seek":
            session.playhead.seek(argument)
        elif move == "event":
            session.playhead.seek_event(argument)
        elif move == "restore":
            session.restore()
        else:
            for _ in range(argument):
                session.playback.step() if move == "step" else session.playback.step_back()
        assert_true(session)
