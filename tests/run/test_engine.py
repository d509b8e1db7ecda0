"""What an engine cannot do is refused, with the reason."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire, OrderJobs
from site_sim.log.events import Kind
from site_sim.log.position import Position
from site_sim.log.search import Wanted
from site_sim.run.branch import Branch
from site_sim.run.engine import Abilities, RefusedError
from site_sim.run.recorded import RECORDED
from site_sim.run.recording import Recording
from site_sim.run.search import Search
from site_sim.run.session import Session
from site_sim.run.simulated import simulation_of
from site_sim.scenario.scenario import Scenario
from tests.run.driving import give
from tests.run.recordings import lived, recording_of


@pytest.fixture(scope="module")
def recording() -> Session:
    return recording_of(lived(6))


def test_a_command_is_refused_with_the_reason(recording: Session) -> None:
    before = recording.playhead.position, len(recording.log)
    with pytest.raises(RefusedError, match="takes no commands"):
        recording.begin(Hire())
    assert recording.why_no_command == RECORDED.commands
    assert recording.journal == []
    assert (recording.playhead.position, len(recording.log)) == before
    with pytest.raises(RefusedError, match="takes no commands"):
        recording.branch.engine.apply(Hire())


def test_its_coroutines_are_refused_with_the_reason(recording: Session) -> None:
    assert recording.inspector.prepare()
    assert recording.inspector.snapshot is None
    assert recording.inspector.fault == RECORDED.code
    assert "coroutines" in RECORDED.code
    assert recording.inspector.upcoming().done
    with pytest.raises(TypeError, match="no simulation"):
        simulation_of(recording.branch)


def test_a_search_beyond_its_end_is_refused_with_the_reason(recording: Session) -> None:
    with pytest.raises(RefusedError, match="beyond its end"):
        Search(recording, Wanted((Kind.Died,)))


def test_it_is_not_cut_off_and_has_no_other_future(recording: Session) -> None:
    with pytest.raises(RefusedError, match="run again"):
        recording.truncate(Position(recording.playhead.first, 0))
    assert recording.fork_progress is None
    assert not recording.restore()


def test_an_engine_that_takes_commands_but_cannot_be_forked_takes_them_at_its_end() -> None:
    engine = simulation_of(Session(Scenario(rate=2.0)).branch)
    once = Abilities(forks="what has happened has happened")
    session = Session(Branch(engine, Recording.of(engine.log), once))
    session.playback.advance(5 * SECOND)
    give(session, OrderJobs(1))
    session.playhead.seek(SECOND)
    with pytest.raises(RefusedError, match="what has happened has happened"):
        session.begin(OrderJobs(1))
    assert [entry.command for entry in session.journal] == [OrderJobs(1)]
    assert session.now == SECOND
