"""Moves of the playhead that take many frames, and what a re-execution makes wait."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire, LayOff, OrderJobs, SetRate
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.tuning import PlayerTuning
from site_sim.run.search import SearchLimits
from tests.player.playing import Played

SLOWLY = PlayerTuning(fork_slice_steps=2)
"""With this a re-execution takes many frames."""
DIED = Wanted((Kind.Died,))


def in_the_past(tuning: PlayerTuning = DEFAULT_TUNING) -> Played:
    """Return a player at 12 s of 15.4 s."""
    played = Played(look_s=0.01, tuning=tuning)
    played.player.navigator.seek(12 * SECOND)
    return played


def commands(played: Played) -> list[object]:
    return [entry.command for entry in played.player.session.journal]


def test_a_search_looks_at_a_limited_number_of_events() -> None:
    played = Played(tuning=PlayerTuning(search_limits=SearchLimits(events=1_000)))
    session = played.player.session
    before = session.playhead.position, len(session.log)
    played.player.navigator.go_on_to(DIED)
    assert played.player.outline.playhead.looking_for == "the next Died"
    played.arrive()
    assert played.notices == ["no Died within 1,000 events"]
    assert (session.playhead.position, len(session.log)) == before


def test_a_search_ends_where_nothing_more_can_happen() -> None:
    played = Played(count=3, at=1.5)
    played.player.navigator.go_on_to(DIED)
    played.arrive()
    assert played.notices == ["no Died comes"]
    assert played.player.session.now == 1_500_000_000


def test_a_pause_cancels_a_search_and_goes_back() -> None:
    played = Played(look_s=0.002)
    session = played.player.session
    before = session.playhead.position
    played.player.navigator.go_on_to(DIED)
    played.frames(3)
    assert session.now > before.at
    played.player.pause()
    played.arrive()
    assert session.playhead.position == before
    assert played.player.view.paused


def test_a_far_time_takes_many_frames_and_stops_there() -> None:
    played = Played(look_s=0.002)
    played.player.navigator.go_to(4_000 * SECOND)
    assert played.arrive() > 2
    assert played.player.session.now == 4_000 * SECOND
    assert played.player.view.paused


def test_a_command_stops_a_run_to_a_time() -> None:
    played = Played(look_s=0.002)
    played.player.navigator.go_to(100_000 * SECOND)
    reached = played.player.session.now
    played.player.controls.order(1)
    assert played.player.progress.destination is None
    assert (commands(played), played.player.session.now) == ([OrderJobs(1)], reached)


def test_a_command_during_a_search_is_given_where_that_began() -> None:
    played = Played(look_s=0.002)
    played.player.navigator.go_on_to(DIED)
    played.frames(3)
    played.player.controls.order(1)
    played.arrive()
    session = played.player.session
    assert [entry.at for entry in session.journal] == [15_400_000_000]
    assert session.playhead.is_live
    assert not session.can_restore


def test_commands_wait_while_the_run_is_re_executed_and_moves_are_refused() -> None:
    played = in_the_past(SLOWLY)
    player, position = played.player, played.player.session.playhead.position
    player.controls.order(1)
    player.controls.change_workers(1)
    player.controls.change_workers(-2)
    player.controls.change_rate(up=True)
    for move in (player.navigator.step, player.navigator.step_back):
        move()
    player.navigator.jump(-SECOND)
    player.navigator.go_to(3 * SECOND)
    player.navigator.go_back_to(Wanted(who=0))
    assert player.session.playhead.position == position
    assert set(played.notices) == {"the playhead stays here while the run is re-executed"}
    assert len(played.notices) == 5
    assert played.arrive() > 2
    assert commands(played) == [OrderJobs(1), Hire(1), LayOff(2), SetRate(3.0)]


def test_a_cancelled_re_execution_drops_what_waits_for_it() -> None:
    played = in_the_past(SLOWLY)
    played.player.controls.order(1)
    played.player.controls.change_workers(1)
    played.player.navigator.restore()
    played.frames(3)
    assert commands(played) == []
    assert played.notices == ["the re-execution is given up, and the run stays as it was"]


def test_the_old_future_comes_back_once_and_stops_a_run_to_a_time() -> None:
    played = in_the_past()
    player, old = played.player, played.player.session.log
    player.controls.order(1)
    played.arrive()
    player.navigator.go_to(100_000 * SECOND)
    assert player.progress.destination is not None
    player.navigator.restore()
    assert player.progress.destination is None
    assert player.session.log is old
    assert player.session.now == 12 * SECOND
    player.navigator.restore()
    assert played.notices == ["the old future is back", "no future was cut off"]


@pytest.mark.parametrize("span_ns", [SECOND, 10 * SECOND])
def test_a_jump_beyond_the_live_end_simulates(span_ns: int) -> None:
    played = Played()
    played.player.navigator.jump(span_ns)
    assert played.player.session.now == 15_400_000_000 + span_ns
    assert played.player.session.playhead.is_live
