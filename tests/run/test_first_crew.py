"""The crew with which a run begins is hired bit by bit, and the run is the same as ever."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire
from site_sim.kernel.models import MODELS
from site_sim.log.comparison import digest_of
from site_sim.run.engine import RefusedError
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario


def hired(scenario: Scenario, workers: int) -> Session:
    """Return a session whose first crew was hired so many at a time."""
    session = Session(scenario, at_once=False)
    while not session.hire_on(workers):
        assert session.hiring == scenario.workers
    return session


@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("few", [1, 7, 24, 25, 1_000])
def test_the_run_is_the_same_as_with_a_crew_that_is_there_at_once(
    few: int, model: str, wiring: str
) -> None:
    scenario = Scenario(workers=25, model=model, wiring=wiring, rate=5.0, workload="mixed")
    at_once, bit_by_bit = Session(scenario), hired(scenario, few)
    assert bit_by_bit.playhead.first == at_once.playhead.first
    assert bit_by_bit.state.seq == at_once.state.seq
    for session in (at_once, bit_by_bit):
        session.playback.advance(9 * SECOND)
    assert digest_of(bit_by_bit.log) == digest_of(at_once.log)


def test_a_program_without_a_crew_begins_as_ever() -> None:
    scenario = Scenario(program="producer-consumer", rate=5.0)
    session = hired(scenario, 1)
    session.playback.advance(9 * SECOND)
    at_once = Session(scenario)
    at_once.playback.advance(9 * SECOND)
    assert digest_of(session.log) == digest_of(at_once.log)


def test_those_who_are_there_are_shown_and_nothing_else_happens() -> None:
    session = Session(Scenario(workers=30), at_once=False)
    assert (session.hiring, len(session.state.workers)) == (30, 0)
    assert not session.hire_on(12)
    assert len(session.state.workers) == 12
    assert session.playhead.is_live
    assert not session.playback.ended
    assert session.why_held
    with pytest.raises(RefusedError, match="when 30 workers are hired"):
        session.begin(Hire())
    session.playhead.seek(0)
    assert len(session.state.workers) == 12
    assert session.hire_on(18)
    assert (session.hiring, session.why_held, len(session.state.workers)) == (0, "", 30)
    session.begin(Hire())
    assert len(session.state.workers) == 31


def test_the_coroutines_of_those_who_are_there_can_be_looked_at() -> None:
    session = Session(Scenario(workers=30), at_once=False)
    assert session.inspector.prepare()
    session.hire_on(12)
    assert session.inspector.prepare()
    assert session.inspector.snapshot is not None
    assert len(session.inspector.snapshot.lines) == 13  # and accept
