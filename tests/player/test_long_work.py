"""What takes many frames: a run to a time, a search, and what a re-execution makes wait."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.commands import Hire, LayOff, OrderJobs, SetRate
from site_sim.player.intents import (
    GiveUp,
    GoTo,
    GoToEvent,
    Jump,
    Restart,
    Restore,
    Seek,
    Step,
    StepBack,
)
from site_sim.player.long_work import MOST_WAITING
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.tuning import PlayerTuning
from site_sim.run.search import SearchLimits
from tests.player.playing import Played

SLOWLY = PlayerTuning(fork_slice_steps=2)
"""With this a re-execution takes many frames."""
DIED = GoToEvent(("Died",))


def in_the_past(tuning: PlayerTuning = DEFAULT_TUNING) -> Played:
    """Return a player at 12 s of 15.4 s."""
    played = Played(look_s=0.01, tuning=tuning)
    played.player.do(Seek(12 * SECOND))
    return played


def commands(played: Played) -> list[object]:
    return [entry.command for entry in played.player.session.journal]


def test_a_search_looks_at_a_limited_number_of_events() -> None:
    played = Played(tuning=PlayerTuning(search_limits=SearchLimits(events=1_000)))
    session = played.player.session
    before = session.playhead.position, len(session.log)
    played.player.do(DIED)
    assert played.player.outline.playhead.looking_for == "the next Died"
    played.arrive()
    assert played.notices == ["no Died within 1,000 events"]
    assert (session.playhead.position, len(session.log)) == before


def test_a_search_ends_where_nothing_more_can_happen() -> None:
    played = Played(count=3, at=1.5)
    played.player.do(DIED)
    played.arrive()
    assert played.notices == ["no Died comes"]
    assert played.player.session.now == 1_500_000_000


def test_a_pause_cancels_a_search_and_goes_back() -> None:
    played = Played(look_s=0.002)
    session = played.player.session
    before = session.playhead.position
    played.player.do(DIED)
    played.frames(3)
    assert session.now > before.at
    played.player.pause()
    played.arrive()
    assert session.playhead.position == before
    assert played.player.view.paused


def test_a_far_time_takes_many_frames_and_stops_there() -> None:
    played = Played(look_s=0.002)
    played.player.do(GoTo(4_000 * SECOND))
    assert played.arrive() > 2
    assert played.player.session.now == 4_000 * SECOND
    assert played.player.view.paused


def test_a_command_stops_a_run_to_a_time() -> None:
    played = Played(look_s=0.002)
    played.player.do(GoTo(100_000 * SECOND))
    reached = played.player.session.now
    played.player.do(OrderJobs(1))
    assert played.player.progress.destination is None
    assert (commands(played), played.player.session.now) == ([OrderJobs(1)], reached)


def test_a_command_during_a_search_is_given_where_that_began() -> None:
    played = Played(look_s=0.002)
    played.player.do(DIED)
    played.frames(3)
    played.player.do(OrderJobs(1))
    played.arrive()
    session = played.player.session
    assert [entry.at for entry in session.journal] == [15_400_000_000]
    assert session.playhead.is_live
    assert not session.can_restore


def test_commands_wait_while_the_run_is_re_executed_and_moves_are_refused() -> None:
    played = in_the_past(SLOWLY)
    player, position = played.player, played.player.session.playhead.position
    player.do(OrderJobs(1))
    player.controls.change_workers(1)
    player.controls.change_workers(-2)
    player.controls.change_rate(up=True)
    moves = Step(), StepBack(), Jump(-SECOND), GoTo(3 * SECOND), Restore()
    for move in (*moves, GoToEvent(who=0, back=True)):
        player.do(move)
    assert player.session.playhead.position == position
    assert set(played.notices) == {"the playhead stays here while the run is re-executed"}
    assert len(played.notices) == 6
    assert played.arrive() > 2
    assert commands(played) == [OrderJobs(1), Hire(1), LayOff(2), SetRate(3.0)]


def test_a_cancelled_re_execution_drops_what_waits_for_it() -> None:
    played = in_the_past(SLOWLY)
    played.player.do(OrderJobs(1))
    played.player.controls.change_workers(1)
    played.player.do(GiveUp())
    played.player.do(GiveUp())
    played.frames(3)
    assert commands(played) == []
    assert played.notices == ["the re-execution is given up, and the run stays as it was"]


def test_no_more_commands_wait_for_a_re_execution_than_are_done_soon() -> None:
    played = in_the_past(SLOWLY)
    for _ in range(MOST_WAITING + 4):
        played.player.do(OrderJobs(1))
    assert played.notices == ["100 commands wait already: one is left out"] * 3
    played.arrive()
    assert commands(played) == [OrderJobs(1)] * (1 + MOST_WAITING)


SMALL_CREWS = PlayerTuning(hired_at_once=10, hired_slice=4)


def test_a_large_first_crew_is_hired_over_some_frames() -> None:
    played = Played(workers=30, at=0.0, look_s=0.06, tuning=SMALL_CREWS)
    player, seen = played.player, []
    while player.frame().playhead.hiring:
        seen.append(player.frame().site.workers)
        assert not player.is_still
        played.frames(1)
    assert seen == [0, 8, 16, 24]
    played.frames(60)
    assert player.session.now > SECOND // 2


def test_a_crew_that_is_not_large_is_there_at_once() -> None:
    played = Played(workers=10, at=0.0, tuning=SMALL_CREWS)
    assert not played.player.session.hiring
    assert len(played.player.session.state.workers) == 10


def test_while_a_crew_is_hired_no_command_is_given_and_the_playhead_stays() -> None:
    played = Played(workers=30, at=0.0, look_s=0.06, paused=True, tuning=SMALL_CREWS)
    player = played.player
    played.frames(1)
    for wish in (Hire(), Step(), StepBack(), Jump(SECOND), GoTo(SECOND), DIED, Restore()):
        player.do(wish)
    player.controls.change_workers(2)
    refused = "a command can be given when 30 workers are hired"
    stays = "the playhead stays here while the crew is being hired"
    assert played.notices == [refused, *[stays] * 6, refused]
    assert (commands(played), player.session.now) == ([], 0)
    played.frames(5)
    assert not player.session.hiring
    player.do(Hire())
    assert len(player.session.state.workers) == 31


def test_a_restart_while_a_crew_is_hired_begins_with_the_whole_crew_again() -> None:
    played = Played(workers=30, at=0.0, look_s=0.06, tuning=SMALL_CREWS)
    played.frames(2)
    played.player.do(Restart())
    assert played.player.session.hiring == 30
    played.frames(9)
    assert len(played.player.session.state.workers) == 30


def test_the_way_to_a_time_begins_when_the_crew_is_there() -> None:
    played = Played(workers=30, look_s=0.06, tuning=SMALL_CREWS)
    assert played.player.session.now == 0
    played.arrive()
    assert played.player.session.now == 15_400_000_000
