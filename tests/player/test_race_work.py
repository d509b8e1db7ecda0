"""What takes more than a tick of a race goes on in one budget, and is stopped at once."""

from __future__ import annotations

from pathlib import Path

from site_sim.base.units import SECOND
from site_sim.log.comparison import digest_of
from site_sim.player.intents import GoTo, GoToCondition, Restart, Seek, SetPaused, Stop
from site_sim.player.race_intents import ChooseTrack, CommandAlone, SkipTheRest, Turn
from site_sim.player.race_tracks import OF_A_RECORDING
from site_sim.player.race_work import NOBODY_ENDED
from site_sim.player.tuning import PlayerTuning
from tests.player.racing import Raced, with_recording


def test_it_runs_to_a_time_over_many_ticks_and_stops_when_asked_to() -> None:
    raced = Raced(look_s=0.1)
    raced.race.do(GoTo(9 * SECOND))
    assert raced.race.long_work.is_under_way
    raced.frames(3)
    raced.race.do(Stop())
    assert 0 < raced.race.playhead.now < 9 * SECOND
    raced.race.do(GoTo(9 * SECOND))
    assert raced.arrive() > 3
    assert {now for _, now, _ in raced.places()} == {9 * SECOND}
    assert raced.race.view.paused


def test_the_rest_is_skipped_when_somebody_has_ended_and_not_before() -> None:
    raced = Raced()
    raced.race.do(SkipTheRest())
    assert raced.notices[-1] == NOBODY_ENDED
    while not any(player.session.state.finished for player in raced.race.players):
        raced.frames(1)
    assert not raced.race.playhead.ended
    raced.race.do(SkipTheRest())
    raced.arrive()
    assert raced.race.playhead.ended
    assert all(player.session.state.finished for player in raced.race.players)


def test_to_skip_the_rest_ends_a_search() -> None:
    raced = Raced("serial", "threads", rate=5.0, tuning=PlayerTuning(scanned_slice=5))
    while not raced.race.players[1].session.state.finished:
        raced.frames(1)
    at, raced.look_s = raced.race.playhead.now, 0.1
    raced.race.do(GoToCondition("Died", track=0))
    assert raced.race.long_work.search is not None
    raced.race.do(SkipTheRest())
    assert raced.race.long_work.search is None
    assert raced.race.playhead.now == at
    raced.arrive()
    assert raced.race.playhead.ended
    assert raced.notices == []


def test_a_large_crew_is_hired_on_all_tracks_before_anything_is_done() -> None:
    tuning = PlayerTuning(hired_at_once=10, hired_slice=7)
    raced = Raced("serial", "threads", look_s=0.05, workers=40, tuning=tuning)
    assert raced.race.frame().playhead.hiring == 40
    raced.race.do(Seek(0))
    assert "hired" in raced.notices[-1]
    raced.arrive()
    assert [len(player.session.state.workers) for player in raced.race.players] == [40, 40]


def test_a_race_that_is_started_while_crews_are_hired_starts_when_they_are() -> None:
    raced = Raced("serial", "threads", workers=40, tuning=PlayerTuning(hired_at_once=10))
    assert raced.race.long_work.hiring == 40
    assert not raced.race.view.paused
    raced.race.pause()
    assert raced.race.view.paused
    raced.race.pause()
    raced.arrive()
    raced.frames(60)
    assert raced.race.playhead.now > 0


def test_crews_that_one_run_has_at_once_are_hired_bit_by_bit_where_there_are_several() -> None:
    tuning = PlayerTuning(hired_at_once=60)
    assert Raced("serial", "threads", workers=30, tuning=tuning).race.long_work.hiring == 0
    assert Raced("serial", "threads", workers=31, tuning=tuning).race.long_work.hiring == 31


# -- recordings --------------------------------------------------------------------------------


def test_a_recording_is_read_first_and_then_shown_from_its_start(tmp_path: Path) -> None:
    raced = with_recording(tmp_path)
    assert raced.race.long_work.is_under_way
    raced.arrive()
    assert {now for _, now, _ in raced.places()} == {0}
    raced.frames(120)
    assert len({now for _, now, _ in raced.places()}) == 1
    whole = raced.digests()[0]
    raced.race.do(GoTo(1_000 * SECOND))
    raced.arrive()
    (_, stays, _), (_, goes_on, _) = raced.places()
    assert (stays, goes_on) == (
        raced.race.players[0].session.branch.engine.now,
        raced.race.playhead.now,
    )
    assert digest_of(raced.race.players[0].session.log) == whole


def test_a_recording_without_an_end_mark_is_over_where_it_was_read_to(tmp_path: Path) -> None:
    raced = with_recording(tmp_path, is_cut=True)
    raced.arrive()
    raced.race.do(GoTo(1_000 * SECOND))
    raced.arrive()
    assert raced.race.playhead.ended
    assert raced.race.playhead.now < 100 * SECOND
    frame = raced.race.frame()
    assert frame.race is not None
    assert "before its end mark" in frame.race.tracks[0].facts.standing.fate


def test_it_takes_no_commands_and_is_not_turned_but_starts_again(tmp_path: Path) -> None:
    raced = with_recording(tmp_path)
    raced.arrive()
    assert "commands" in raced.race.refusals
    raced.race.do(ChooseTrack(1))
    raced.race.do(CommandAlone(True))
    assert "commands" not in raced.race.refusals
    raced.race.do(Turn())
    assert raced.notices[-1] == raced.race.refusals["turn"] == OF_A_RECORDING
    raced.frames(120)
    raced.race.do(Restart())
    raced.arrive()
    assert {now for _, now, _ in raced.places()} == {0}
    raced.race.do(SetPaused(False))
    raced.frames(60)
    assert len({now for _, now, _ in raced.places()}) == 1
