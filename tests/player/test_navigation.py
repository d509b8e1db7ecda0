"""Where moves of the playhead lead, and which of them stop there."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, Hire, OrderJobs, SetRate
from site_sim.player.intents import (
    GoTo,
    GoToEvent,
    Jump,
    PlayheadIntent,
    Restore,
    Seek,
    SetPaused,
    Step,
    StepBack,
    Undo,
)
from tests.player.playing import Played

LIVE_S = 15.4
MOVES: tuple[tuple[PlayheadIntent, float, bool], ...] = (
    (Step(), 12.5, True),
    (StepBack(), 11.7, True),
    (Seek(3 * SECOND), 3.0, True),
    (Seek(-SECOND), 0.0, True),
    (Seek(60 * SECOND), LIVE_S, False),
    (Jump(-2 * SECOND), 10.0, True),
    (Jump(2 * SECOND), 14.0, True),
    (Jump(5 * SECOND), 17.0, False),
    (GoTo(3 * SECOND), 3.0, True),
    (GoTo(17 * SECOND), 17.0, True),
    (GoToEvent(("JobArrived",)), 12.5, True),
    (GoToEvent(("JobArrived",), back=True), 11.5, True),
    (GoToEvent(("Died",), back=True), 12.0, True),
)
"""A move from 12 s of 15.4 s, where it leads (s), and whether it stops there."""


@pytest.mark.parametrize(("move", "at_s", "stops"), MOVES)
def test_a_move_leads_where_it_says(move: PlayheadIntent, at_s: float, stops: bool) -> None:
    played = Played(rate=2.0, workload="io", workers=5)
    player = played.player
    player.do(Seek(12 * SECOND))
    player.do(SetPaused(False))
    player.do(move)
    assert (player.session.now / SECOND, player.view.paused) == (at_s, stops)


def test_a_wanted_event_that_never_was_is_said_to_be_none() -> None:
    played = Played()
    played.player.do(GoToEvent(("Died",), back=True))
    played.player.do(GoToEvent(who=77, back=True))
    assert played.notices == ["no Died before this", "nothing happened to it before"]


@pytest.mark.parametrize("span_ns", [SECOND, 10 * SECOND])
def test_a_jump_beyond_the_live_end_simulates(span_ns: int) -> None:
    played = Played()
    played.player.do(Jump(span_ns))
    assert played.player.session.now == 15_400_000_000 + span_ns
    assert played.player.session.playhead.is_live


def test_the_old_future_comes_back_once_and_stops_a_run_to_a_time() -> None:
    played = Played(look_s=0.01)
    player, old = played.player, played.player.session.log
    player.do(Seek(12 * SECOND))
    player.do(OrderJobs(1))
    played.arrive()
    player.do(GoTo(100_000 * SECOND))
    assert player.progress.destination is not None
    player.do(Restore())
    assert player.progress.destination is None
    assert player.session.log is old
    assert player.session.now == 12 * SECOND
    player.do(Restore())
    assert played.notices == ["the old future is back", "no future was cut off"]


def test_the_last_command_is_taken_back_and_can_be_brought_back() -> None:
    played = Played()
    player = played.player
    player.do(Hire(2))
    log, seq = player.session.log, len(player.session.log)
    before = player.session.journal[0].before
    played.frames(30)
    at = player.session.now
    player.do(Undo())
    played.arrive()
    assert (len(player.session.log), player.session.journal) == (before, [])
    assert player.session.playhead.is_live
    assert player.session.now == round(LIVE_S * SECOND)
    player.do(Restore())
    assert player.session.log is log
    assert len(log) >= seq
    assert player.session.now == at
    assert played.notices == ["the last command is taken back", "the old future is back"]


def test_of_several_commands_the_last_before_the_playhead_is_taken_back() -> None:
    played = Played()
    player = played.player
    for command in (Hire(1), SetRate(9.0)):
        player.do(command)
        player.do(SetPaused(False))
        played.frames(60)
    player.do(Seek(player.session.journal[1].at - 1))
    player.do(Undo())
    played.arrive()
    assert player.session.journal == []
    player.do(Undo())
    assert played.notices[-1] == "no command was given before this"


def test_a_command_that_did_nothing_is_none_to_take_back() -> None:
    played = Played()
    played.player.do(CauseAccident(99))
    played.player.do(Undo())
    assert played.notices == ["no command was given before this"]
