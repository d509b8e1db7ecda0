"""The coroutines at the playhead, wherever that is."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.commands import (
    Hire,
    JournalEntry,
    SetRate,
)
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.inspection.sessions import begun, long_run, pieces, snapshot_of
from tests.run.driving import give


def test_at_the_live_end_nothing_is_executed_again() -> None:
    session = begun(7)
    session.playback.advance(5 * SECOND)
    assert session.inspector.prepare(steps=1)
    session.playback.step()
    assert session.inspector.prepare(steps=1)
    assert snapshot_of(session).seq == session.state.seq


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


def test_a_run_that_can_not_be_repeated_is_said_to_be_so() -> None:
    session = Session(Scenario(rate=2.0))
    session.playback.advance(5 * SECOND)
    give(session, SetRate(7.0))
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


def test_another_branch_has_snapshots_of_its_own() -> None:
    session = Session(Scenario(rate=2.0))
    session.playback.advance(10 * SECOND)
    session.playhead.seek(4 * SECOND)
    pieces(session)
    give(session, Hire(1))
    pieces(session)
    assert 4 in snapshot_of(session).detailed
    session.restore()
    session.playhead.seek(4 * SECOND)
    pieces(session)
    assert 4 not in snapshot_of(session).detailed
