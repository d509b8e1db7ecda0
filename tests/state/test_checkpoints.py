"""Checkpoints lie so close and cost so little that any position is near one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.checkpoints import Checkpoint
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning
from tests.oracles.plain_values import plain
from tests.run.runs import begun


@given(seed=st.integers(0, 2**32))
def test_packing_keeps_everything(seed: int) -> None:
    state = begun(seed).state
    again = Checkpoint.of(state).state(state.log, state.verdict_table)
    assert plain(again) == plain(state)
    assert list(again.verdicts) == list(state.verdicts)


def test_checkpoints_cost_in_proportion_to_the_log() -> None:
    tuning = PastTuning(spacing=1 << 13)
    scenario = Scenario(model="coroutines", workers=10, rate=3.0, costs="zero")
    session = Session(scenario, RunTuning(past=tuning))
    while len(session.log) < 120_000:
        session.playback.rush(20_000)
    taken = sum(len(checkpoint.packed) for checkpoint in session.recording.checkpoints.taken)
    assert 0 < taken <= tuning.bytes_an_event * len(session.log)


def test_of_a_large_site_mostly_the_changes_are_kept() -> None:
    session = Session(
        Scenario(
            model="coroutines",
            workers=2_000,
            rate=100.0,
            wiring="direct",
            dispatch="least-busy",
            costs="zero",
        )
    )
    while len(session.log) < 40_000:
        session.playback.rush(5_000)
    taken = session.recording.checkpoints.taken
    changes = [len(each.packed) for each in taken if each.base is not None]
    wholes = [len(each.packed) for each in taken if each.base is None]
    assert len(changes) > len(wholes)
    assert max(len(each.links) for each in taken) <= 1 + DEFAULT_PAST.changes
    assert sum(changes + wholes) <= DEFAULT_PAST.bytes_an_event * len(session.log) + max(wholes)
    assert max(b.seq - a.seq for a, b in pairwise(taken)) <= 5 * DEFAULT_PAST.spacing
    for seq in range(5_000, 40_000, 3_001):
        session.playhead.seek_event(seq)
        told = SiteState(session.log)
        fold(told, session.state.seq)
        assert plain(session.state) == plain(told)
