"""Where a log without coroutines says that they stand, against where they really stand."""

from __future__ import annotations

import random

import pytest

from site_sim.facts.programs import FOREMAN
from site_sim.inspection.implied import has_listing, implied_lines
from site_sim.inspection.listing import listing
from site_sim.log.cast import SOURCE, Cast, CastMember
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.inspection.sessions import COMMANDS, begun
from tests.run.driving import give

STEPS = 100


@pytest.mark.parametrize("seed", range(12))
def test_it_is_where_the_coroutines_are_unless_one_is_ready(seed: int) -> None:
    session = begun(seed)
    chance = random.Random(seed)
    places = wrong = 0
    for _ in range(STEPS):
        if chance.random() < 0.06:
            give(session, chance.choice(COMMANDS))
        if not session.playback.step():
            break
        session.inspector.prepare()
        there = session.inspector.snapshot
        assert there is not None
        implied = implied_lines(session.state)
        assert {*implied} <= {*there.lines}
        for who, line in there.lines.items():
            places += 1
            if implied.get(who) != line:
                wrong += 1
                assert session.state.task(who).state in (State.READY, State.GONE)
    assert wrong <= places // 10


def test_each_implied_line_is_one_of_the_listing() -> None:
    for program in ("pipeline", "producer-consumer"):
        source = listing(program)
        seen = set()
        for seed in range(12):
            session = begun(seed)
            while session.state.settings.program == program and session.playback.step():
                seen |= {*implied_lines(session.state).values()}
                if session.state.seq > STEPS:
                    break
        assert {function for function, _ in seen} <= {line.function for line in source.lines}
        assert all(source.row_of(*line) is not None for line in seen)


def test_another_program_has_no_listing() -> None:
    cast = Cast([CastMember(FOREMAN, SOURCE, "quarry")])
    log = EventLog(cast)
    log.append(0, Kind.Hired, FOREMAN, a=-1)
    state = SiteState(log)
    fold(state)
    assert not has_listing(state.settings.program, state.log.cast)
    assert implied_lines(state) == {}
