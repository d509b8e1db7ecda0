"""Snapshots at any moment: at the live end, in the midst of a step, and in the past, in pieces."""

from __future__ import annotations

import gc
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.inspection.coroutines import CoroutineSnapshot
from site_sim.inspection.inspector import KEPT
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.inspection.sessions import long_run, pieces, snapshot_of, stepped
from tests.sampling import examples


@given(st.integers(0, 2**32))
@settings(max_examples=examples(12))
def test_the_past_has_the_coroutines_that_stood_there(seed: int) -> None:
    live = {snapshot_of(session).seq: snapshot_of(session) for session in stepped(seed)}
    session = list(stepped(seed))[-1]
    chance = random.Random(seed)
    for _ in range(12):
        seq = chance.randrange(session.playhead.first, len(session.log) + 1)
        session.playhead.seek_event(seq)
        while not session.inspector.prepare(steps=chance.choice((1, 7, 300))):
            assert session.inspector.progress < 1 or session.inspector.snapshot is not None
        snapshot = snapshot_of(session)
        assert session.inspector.fault == ""
        assert snapshot.shows(session.playhead.position)
        assert snapshot.seq == seq
        known = live.get(seq, snapshot)  # live, nobody saw what is between a command's events
        same = replace(snapshot, at=known.at, next_at=known.next_at)
        assert same == replace(known, pending=same.pending)


def test_a_snapshot_is_not_taken_again_while_nothing_happens() -> None:
    session = Session(Scenario(rate=0.1))
    session.playback.advance(3 * SECOND)
    pieces(session)
    before = session.inspector.snapshot
    session.playback.advance(SECOND // 4)
    pieces(session)
    assert session.inspector.snapshot is before


def test_a_little_forward_does_not_start_over() -> None:
    session = long_run()
    session.playhead.seek(50 * SECOND)
    from_the_start = pieces(session, steps=20)
    session.playhead.seek(51 * SECOND)
    assert pieces(session, steps=20) < from_the_start / 3


def test_a_few_steps_back_cost_nothing() -> None:
    session = long_run()
    session.playhead.seek(50 * SECOND)
    pieces(session)
    for _ in range(KEPT - 2):
        session.playback.step_back()
        assert session.inspector.prepare(steps=0)
        assert snapshot_of(session).shows(session.playhead.position)


@pytest.mark.parametrize(("workers", "most"), [(100, 1), (300, 3), (1000, 12)])
def test_steps_in_the_midst_of_a_kernel_step_share_re_executions(workers: int, most: int) -> None:
    session = Session(Scenario(model="serial", workers=workers, rate=3.0))
    session.playback.advance(200 * SECOND)
    log = session.log
    last = next(seq for seq in range(len(log) - 1, 0, -1) if log[seq].kind == Kind.Resumed)
    session.playhead.seek_event(last)
    once = pieces(session, steps=20)
    assert once > 20
    more = 0
    for _ in range(24):
        session.playback.step_back()
        more += pieces(session, steps=20) - 1
        assert snapshot_of(session).shows(session.playhead.position)
        assert snapshot_of(session).in_midst
    assert more <= (most - 1) * once


def snapshots_in_memory() -> int:
    gc.collect()
    return sum(type(each) is CoroutineSnapshot for each in gc.get_objects())


def test_what_is_kept_does_not_grow() -> None:
    session = long_run()
    chance = random.Random(3)
    gc.freeze()  # what other tests left is not looked through again and again
    others, most = snapshots_in_memory(), 0
    for _ in range(40):
        session.playhead.seek_event(chance.randrange(len(session.log)))
        pieces(session, steps=10_000)
        most = max(most, snapshots_in_memory() - others)
    assert KEPT / 2 < most <= 2 * KEPT + 1


def test_each_moment_between_two_events_has_a_snapshot_of_its_own() -> None:
    session = Session(Scenario(model="serial", rate=2.0))
    session.playback.advance(10 * SECOND)
    midst = set()
    for seq in range(session.playhead.first, len(session.log)):
        session.playhead.seek_event(seq)
        pieces(session)
        assert snapshot_of(session).seq == seq
        assert snapshot_of(session).shows(session.playhead.position)
        midst.add(snapshot_of(session).in_midst)
    assert midst == {True, False}


def test_in_a_large_crew_the_one_in_focus_is_told_in_full() -> None:
    session = Session(Scenario(workers=300, model="coroutines", rate=5.0))
    session.playback.advance(8 * SECOND)
    pieces(session)
    assert 77 not in snapshot_of(session).detailed
    assert {*snapshot_of(session).lines} == {FOREMAN, ACCEPT, *range(300)}
    session.inspector.prepare(focus=77)
    assert snapshot_of(session).detailed[77].locals[0] == ("me", "77")
    session.playhead.seek(3 * SECOND)
    while not session.inspector.prepare(focus=123, steps=500):
        pass
    assert snapshot_of(session).detailed[123].line
