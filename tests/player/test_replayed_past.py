"""Every moment of a log that is read back: it is that of the run which wrote it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from site_sim.export.source import LogSource
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.player.replay import Replay
from site_sim.run.branch import Branch
from site_sim.run.recording import Recording
from site_sim.run.session import Session
from tests.export.written import LOGS, eventful, written
from tests.run.recordings import CLOSELY, assert_same

MOMENTS = 20
AT_A_TIME = 97
"""Events that are taken in at once."""
PROGRAMS = ("pipeline", "producer-consumer")


def live_session(simulation: Simulation) -> Session:
    """Return a session over a run that goes on: the simulation is its engine."""
    session = Session(Branch(simulation, Recording.of(simulation.log, CLOSELY.past)), CLOSELY)
    session.recording.catch_up()
    session.state.advance_to(simulation.now)
    return session


def read_back(path: Path) -> Session:
    """Return a session over the log in a file, all of which was read."""
    source = LogSource.open(str(path))
    source.read_first()
    replay = Replay(source)
    session = replay.begin()
    while replay.is_reading:
        replay.take_in(session, AT_A_TIME, follows=True)
    return session


def kinds_in(simulation: Simulation) -> set[Kind]:
    """Return what has happened in a run."""
    return {Kind(row[1]) for row in simulation.log.rows()}


def test_these_runs_have_events_of_nearly_every_kind() -> None:
    runs = [eventful(model, program) for model in MODELS for program in PROGRAMS]
    assert set().union(*map(kinds_in, runs)) >= {*Kind} - {Kind.ArrivalsEnded, Kind.Unclaimed}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("model", MODELS)
def test_every_moment_is_that_of_the_run(model: str, program: str, tmp_path: Path) -> None:
    simulation = eventful(model, program)
    live = live_session(simulation)
    assert kinds_in(simulation) >= {Kind.Hired, Kind.Died, Kind.Requeued}
    path = tmp_path / "log.jsonl"
    path.write_bytes(written(simulation, complete=True))
    again = read_back(path)
    assert_same(again, live)
    chance = random.Random(f"{model} {program}")
    for _ in range(MOMENTS):
        at = chance.randrange(simulation.now)
        again.playhead.seek(at)
        live.playhead.seek(at)
        assert_same(again, live)


@pytest.mark.parametrize("log", sorted(path.stem for path in LOGS.glob("*.jsonl")))
def test_every_moment_of_another_cast_is_had_again(log: str) -> None:
    """Whatever way leads to a moment, it is as if the log were read up to there."""
    session = read_back(LOGS / f"{log}.jsonl")
    end = session.playhead.end
    chance = random.Random(log)
    for _ in range(MOMENTS):
        session.playhead.seek(chance.randrange(end))
        anew = read_back(LOGS / f"{log}.jsonl")
        anew.playhead.seek(0)
        anew.playhead.seek(session.now)
        assert_same(anew, session)
