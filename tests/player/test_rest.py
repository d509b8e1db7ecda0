"""A player says when nothing can change until somebody does something."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire
from site_sim.export.source import LogSource
from site_sim.log.search import Wanted
from site_sim.player.intents import Seek
from site_sim.player.needs import CodeNeeds, Declare, Needs, TimelineNeeds, TimeScale, nothing
from site_sim.player.outline import Outline
from site_sim.player.player import Player
from site_sim.player.replay import Replay
from site_sim.player.tuning import PlayerTuning
from tests.export.written import small, written
from tests.player.playing import FRAME_S, Played


def of_code(outline: Outline) -> Needs:
    return Needs(code=CodeNeeds(listed=9))


def of_timeline(outline: Outline) -> Needs:
    return Needs(timeline=TimelineNeeds([0, 1], TimeScale(SECOND // 4, 0, 100), place=(0, SECOND)))


def rests(played: Played, declare: Declare = nothing) -> bool:
    """Take a frame, and say whether the player is at rest after it."""
    played.player.frame(declare)
    return played.player.is_at_rest


def test_it_is_at_rest_while_no_time_passes() -> None:
    played = Played()
    assert not rests(played)
    played.player.pause()
    assert rests(played)
    played.player.pause()
    assert not rests(played)
    assert rests(Played(count=3, at=100.0))


@pytest.mark.parametrize(
    "begin",
    [
        lambda player: player.long_work.search(Wanted(job=60)),
        lambda player: player.long_work.run_to(1_000 * SECOND),
    ],
)
def test_it_is_not_while_it_is_on_the_way(begin: Callable[[Player], None]) -> None:
    played = Played(paused=True)
    played.look_s = 0.1
    begin(played.player)
    assert not rests(played)
    assert played.arrive()
    assert rests(played)


def test_it_is_not_while_a_command_in_the_past_is_re_executed() -> None:
    played = Played(paused=True, tuning=PlayerTuning(fork_slice_steps=1))
    played.look_s = 0.1
    played.player.do(Seek(15 * SECOND))
    played.player.do(Hire())
    assert not rests(played)
    assert played.arrive()
    assert rests(played)


def test_it_is_not_before_the_coroutines_are_there() -> None:
    tuning = PlayerTuning(coroutines_slice_steps=1, coroutines_budget_s=0.0, still_budget_s=0.0)
    played = Played(paused=True, tuning=tuning)
    assert rests(played, of_code)
    played.player.do(Seek(10 * SECOND))
    frames = 0
    while not rests(played, of_code):
        frames += 1
    assert frames > 10
    code = played.player.frame(of_code).code
    assert code is not None
    assert code.coroutines is not None


def test_it_is_not_before_the_timeline_is_worked_out() -> None:
    played = Played(paused=True)
    played.look_s = 1.0
    assert not rests(played, of_timeline)
    played.look_s = 0.0
    assert rests(played, of_timeline)
    assert rests(played)


def test_on_a_log_it_is_while_nothing_comes() -> None:
    log = written(small(4 * SECOND), complete=True)
    half = b"".join(log.splitlines(keepends=True)[:60])
    reading, writing = os.pipe()
    os.write(writing, half)
    source = LogSource(reading, "the log")
    source.read_first()
    player = Player(Replay(source), lambda: 0.0, lambda _: None)
    player.frame()
    assert player.replay is not None
    os.write(writing, log[len(half) : len(half) + 100])
    for _ in range(2):  # at the end it is, paused or not
        player.pause()
        player.tick(FRAME_S)
        assert player.is_at_rest
        assert player.replay.awaited is source
    player.do(Seek(0))
    player.pause()
    player.tick(FRAME_S)
    assert not player.is_at_rest
    os.write(writing, log[len(half) + 100 :])
    os.close(writing)
    player.tick(FRAME_S)
    assert player.replay.awaited is None
    for _ in range(600):
        player.tick(FRAME_S)
    assert player.session.playback.ended
    assert player.is_at_rest
