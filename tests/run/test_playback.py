"""Time goes on, by spans, by steps and up to an event; and steps lead back."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.kernel.models import MODELS
from site_sim.log.comparison import digest_of
from site_sim.log.events import Kind
from site_sim.log.position import Position
from site_sim.log.search import Wanted
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.oracles.pictures import picture
from tests.oracles.plain_values import plain
from tests.run.driving import run_to, run_to_end
from tests.run.runs import a_session, assert_true, begun, between_events, some_scenario


@given(
    seed=st.integers(0, 2**32),
    share=st.floats(0, 1),
    onward=st.integers(0, 3 * SECOND),
    steps=st.integers(1, 12),
)
def test_forward_then_back_is_the_identity_from_any_time(
    seed: int, share: float, onward: int, steps: int
) -> None:
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    session.playback.advance(onward)
    before = plain(session.state)
    taken = sum(session.playback.step() for _ in range(steps))
    for _ in range(taken):
        assert session.playback.step_back()
    assert plain(session.state) == before


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), steps=st.integers(1, 12))
def test_forward_then_back_is_the_identity_from_any_event(
    seed: int, share: float, steps: int
) -> None:
    session = begun(seed)
    session.playhead.seek_event(round(len(session.log) * share))
    before = plain(session.state)
    taken = sum(session.playback.step() for _ in range(steps))
    for _ in range(taken):
        assert session.playback.step_back()
    assert plain(session.state) == before


@pytest.mark.sampled
@pytest.mark.parametrize("seed", range(6))
def test_the_state_after_every_single_event_is_the_fold_up_to_it(seed: int) -> None:
    session = Session(some_scenario(random.Random(seed).choice, seed))
    assert session.state.seq == session.playhead.first
    for _ in range(250):
        assert_true(session)
        assert session.playback.step()
    while session.playback.step_back():
        assert_true(session)
    assert session.state.seq == session.playhead.first


def test_a_step_back_between_two_events_goes_to_the_moment_of_the_first() -> None:
    session = between_events()
    seq = session.state.seq
    assert session.playback.step_back()
    assert session.playhead.position == Position(seq, 15 * SECOND)
    assert session.playback.step_back()
    assert session.playhead.position == Position(seq - 1, session.log[seq - 2].at)


def test_the_past_is_played_up_to_the_live_end_and_then_simulated_on() -> None:
    session, straight = begun(11), begun(11)
    end = session.playhead.end
    session.playhead.seek(SECOND)
    session.playback.advance(end - SECOND - 1)
    assert not session.playhead.is_live
    session.playback.advance(3 * SECOND + 1)
    assert session.now == end + 3 * SECOND
    straight.playback.advance(3 * SECOND)
    assert digest_of(session.log) == digest_of(straight.log)


def test_running_on_to_an_event_that_has_not_happened_yet() -> None:
    session = Session(Scenario(rate=1.0, workers=2, costs="zero"))
    found = False
    while not found:
        found = session.playback.run_on(Wanted(kinds=(Kind.Accepted,)), 3)
    assert session.log[session.state.seq - 1].kind == Kind.Accepted
    assert session.state.statistics.done == 1


@given(seed=st.integers(0, 2**32), kind=st.sampled_from(list(Kind)), steps=st.integers(1, 300))
def test_a_run_to_an_event_ends_within_the_step_that_led_to_it(
    seed: int, kind: Kind, steps: int
) -> None:
    session, straight = begun(seed), begun(seed)
    began = len(session.log)
    found = session.playback.run_on(Wanted((kind,)), steps)
    assume(found)
    seq = session.state.seq
    assert session.log[seq - 1].kind == kind
    assert kind not in [row[1] for row in session.log.rows(began, seq - 1)]
    while len(straight.log) < seq:
        straight.branch.engine.run(steps=1)
    assert digest_of(straight.log) == digest_of(session.log)
    assert_true(session)


def test_running_on_ends_when_nothing_more_can_happen() -> None:
    session = Session(Scenario(rate=1.0, count=2, workers=2, costs="zero"))
    assert session.playback.run_on(Wanted(kinds=(Kind.Died,)), 10_000) is None


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
    assert short.state.statistics.done == 1
    assert not short.playback.ended
