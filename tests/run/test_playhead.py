"""The playhead goes to any position, and what it shows is the fold of the log up to there."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.log.position import Position
from site_sim.log.search import Wanted
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.site import SiteState
from tests.run.runs import CLOSE, assert_true, begun, between_events


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1))
def test_a_moment_is_shown_as_it_was(seed: int, share: float) -> None:
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    assert session.now == round(session.playhead.end * share)
    assert session.state.seq == session.log.index_at(session.now)
    assert_true(session)


def test_a_thousand_seeks_to_and_fro_leave_memory_flat() -> None:
    session = Session(Scenario(model="coroutines", workers=5, rate=3.0, seed=1))
    session.playback.advance(10 * SECOND)
    chance = random.Random(1)

    def traced_after(seeks: int) -> int:
        for _ in range(seeks):
            session.playhead.seek(chance.randrange(session.playhead.end))
        session.playhead.seek(session.playhead.end // 2)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = traced_after(100)
        assert traced_after(1_000) - before < 64 * 1024
    finally:
        tracemalloc.stop()


def test_the_site_is_never_shown_half_built() -> None:
    session = begun(2)
    session.playhead.seek_event(0)
    assert session.state.seq == session.playhead.first
    assert session.state.settings.hop_ns  # the last of them that is told
    assert not session.playback.step_back()
    assert not session.playhead.seek_previous(Wanted(who=0))
    session.playhead.seek(0)
    assert len(session.state.workers) > 0


def test_going_to_the_next_and_previous_event_of_a_worker_and_back() -> None:
    session = begun(2)
    session.playhead.seek_event(0)
    wanted = Wanted(who=0)
    seen = []
    while session.playhead.seek_next(wanted):
        event = session.log[session.state.seq - 1]
        assert 0 in (event.who, event.a)
        seen.append(session.state.seq)
    expected = [
        seq + 1
        for seq, (_, kind, who, _, a, _) in enumerate(session.log.rows())
        if seq >= session.playhead.first and (who == 0 or (kind == Kind.HandedOff and a == 0))
    ]
    assert seen == expected
    back = []
    while session.playhead.seek_previous(wanted):
        back.append(session.state.seq)
    assert back == expected[-2::-1]


def test_the_previous_event_between_two_events_is_the_first_of_them() -> None:
    session = between_events()
    seq = session.state.seq
    assert session.playhead.seek_previous(Wanted(job=30))
    assert session.playhead.position == Position(seq, 15 * SECOND)
    assert not session.playhead.seek_previous(Wanted(job=30))
    assert session.playhead.position == Position(seq, 15 * SECOND)


def test_a_seek_far_ahead_folds_from_the_nearest_checkpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = begun(13, RunTuning(at_hand=10, past=CLOSE))
    session.playhead.seek_event(0)
    folded_events = []
    follow = ChangeLog.follow

    def counting(changes: ChangeLog, state: SiteState, stop: int | None = None) -> None:
        before = state.seq
        follow(changes, state, stop)
        folded_events.append(state.seq - before)

    monkeypatch.setattr(ChangeLog, "follow", counting)
    session.playhead.seek_event(len(session.log))
    assert sum(folded_events) <= 3 * 64
