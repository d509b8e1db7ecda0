"""What is said above a race: what it is, who is ahead, how it came, and which key is of use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, OrderJobs
from site_sim.player.frame import Frame
from site_sim.player.intents import GoTo, GoToCondition, Seek, SetPaused, SetSpeed
from site_sim.player.needs import Needs
from site_sim.player.race_intents import (
    ChooseTrack,
    CommandAlone,
    Predict,
    ShowOutcome,
    SkipTheRest,
)
from site_sim.player.race_tracks import RaceRun
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.scenario import Scenario
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.drawing.bars import cells_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.race.head import RaceHeader, RaceNotice, race_of
from site_sim.ui.theme.glyphs import ASCII, UNICODE
from tests.player.playing import Played
from tests.player.racing import Raced, with_recording

KEYS: KeyBindings[Any] = KeyBindings(ACTIONS, {})


def head(raced: Raced, cells: int = 120) -> str:
    items = RaceHeader(UNICODE).items(raced.race.frame(), cells)
    assert cells_of(items) == cells
    return "".join(text for text, _, _ in items)


def notice(raced: Raced, cells: int = 160) -> str:
    tracks = [lambda _: Needs(has_crew_times=True)] * len(raced.race.players)
    frame = raced.race.frame(lambda _: Needs(tracks=tracks))
    return "".join(text for text, _, _ in RaceNotice(UNICODE, KEYS).items(frame, cells))


def finished(raced: Raced) -> None:
    raced.race.do(GoTo(1_000 * SECOND))
    raced.arrive()
    raced.race.do(SetPaused(False))


def test_the_header_tells_what_is_raced_and_how_time_passes() -> None:
    raced = Raced(title="Six ways", workload="cpu")
    raced.seconds(3)
    for words in ("race", "cpu-bound", "Six ways", "1×", "00:03.0"):
        assert words in head(raced)
    raced.race.do(SetPaused(True))
    assert "paused" in head(raced)
    finished(raced)
    assert "finished" in head(raced)


@pytest.mark.parametrize("cells", [60, 80, 100, 120, 200])
def test_the_header_fits_any_width_and_keeps_the_clock(cells: int) -> None:
    raced = Raced(title="A race with a name that is as long as a name may be, and longer")
    raced.race.do(SetSpeed(64.0))
    raced.race.do(CommandAlone(True))
    assert head(raced, cells).endswith("00:00.0 ")
    assert "serial alone" in head(raced, cells)


def test_who_alone_is_commanded_stands_there() -> None:
    raced = Raced()
    raced.race.do(ChooseTrack(4))
    assert "alone" not in head(raced)
    raced.race.do(CommandAlone(True))
    assert "processes alone" in head(raced)


def test_the_notice_tells_who_is_ahead_and_who_ended_first() -> None:
    raced = Raced("serial", "coroutines", rate=5.0)
    assert "nothing is done yet" in notice(raced)
    assert "p predicts the order" in notice(raced)
    raced.seconds(6)
    reason = "in serial a send is a call, and workers wait in it 34% of the time"
    assert f"coroutines is ahead: {reason}" in notice(raced)
    assert "coroutines is ahead (serial: 34% waiting in send())" in notice(raced, 60)
    assert notice(raced, 30).split() == ["·", "coroutines", "is", "ahead"]
    while not raced.race.players[1].session.state.finished:
        raced.frames(1)
    assert "coroutines ended first, at " in notice(raced)
    assert "1 still at work" in notice(raced)
    assert "f runs the others to their ends" in notice(raced)
    raced.race.do(SkipTheRest())
    finished(raced)
    assert "still at work" not in notice(raced)
    assert "o shows what came of it, and why" in notice(raced)
    raced.race.do(ShowOutcome(on=True))
    assert "w turns I/O and CPU" in notice(raced)


def test_why_somebody_is_ahead_stands_before_the_handicaps() -> None:
    raced = Raced("serial", "coroutines", rate=5.0)
    raced.seconds(2)
    raced.race.do(CommandAlone(True))
    raced.race.do(OrderJobs(1))
    raced.seconds(4)
    said = notice(raced)
    assert "coroutines is ahead: in serial a send is a call" in said
    assert "of the time; serial alone: +1 job" in said


def test_that_all_have_the_same_jobs_is_told_where_that_is_so(tmp_path: Path) -> None:
    assert ": all tracks have the same jobs" in notice(Raced())
    others: list[dict[str, Any]] = [{"count": 9}, {"workload": "cpu"}, {"seed": 3}]
    for fields in others:
        first = Scenario(count=12)
        runs = [RaceRun("one", first), RaceRun("other", replace(first, **fields))]
        assert ": not all tracks have the same jobs" in notice(Raced(runs=runs))
    recorded = with_recording(tmp_path)
    recorded.arrive()
    assert ": not all tracks have the same jobs" in notice(recorded)


def test_a_track_on_which_nothing_more_happens_is_not_at_work() -> None:
    raced = Raced("serial", "coroutines", "threads", rate=5.0, supervise=False)
    raced.seconds(1)
    raced.race.do(ChooseTrack(2))
    raced.race.do(CommandAlone(True))
    raced.race.do(CauseAccident(0))
    while not raced.race.players[1].session.state.finished:
        raced.frames(1)
    assert raced.race.players[2].session.playback.ended
    assert "coroutines ended first, at " in notice(raced)
    assert ", 1 still at work" in notice(raced)
    finished(raced)
    assert "still at work" not in notice(raced)


def test_the_outcome_stands_beside_what_was_predicted() -> None:
    raced = Raced("serial", "coroutines", "threads", rate=5.0)
    raced.race.do(SetPaused(True))
    assert notice(raced).endswith("p predicts the order space starts ")
    raced.race.do(Predict((1, 0, 2)))
    assert "predicts" not in notice(raced)
    assert notice(raced).endswith("space starts ")
    raced.race.do(SetPaused(False))
    finished(raced)
    said = notice(raced)
    assert "1 of 3 places as predicted" in said
    assert "serial came 3rd, not 2nd" in said


def test_where_all_is_given_up_there_is_one_who_ended_first() -> None:
    raced = Raced("serial", "threads", defect_rate=1.0, rework_limit=0)
    raced.race.do(GoTo(1_000 * SECOND))
    raced.arrive()
    assert "threads ended first, at 00:12.2" in notice(raced)
    raced.race.do(Predict((0, 1)))
    assert "serial came 2nd, not 1st; threads came 1st, not 2nd" in notice(raced)


def test_where_nothing_will_be_done_nobody_has_a_place() -> None:
    raced = Raced("serial", "threads", workers=1, supervise=False)
    raced.race.do(Predict((0, 1)))
    raced.race.do(CauseAccident(0))
    assert "nothing is done yet: " in notice(raced)
    raced.race.do(GoTo(1_000 * SECOND))
    raced.arrive()
    assert "nothing is done: " in notice(raced)


def test_what_is_under_way_comes_first() -> None:
    raced = Raced(look_s=0.1, tuning=PlayerTuning(fork_slice_steps=20))
    raced.race.do(GoTo(9 * SECOND))
    assert "on the way to 00:09.0; space stops here" in notice(raced)
    raced.arrive()
    raced.race.do(Seek(2 * SECOND))
    raced.look_s = 1.0
    raced.race.do(OrderJobs(1))
    assert "re-executed; u gives it up" in notice(raced)
    crowd = Raced("serial", "threads", workers=40, tuning=PlayerTuning(hired_at_once=10))
    assert "hiring 40 workers" in notice(crowd)


def test_what_is_searched_for_is_told_and_how_to_give_it_up() -> None:
    raced = Raced("serial", "threads", look_s=0.1, tuning=PlayerTuning(scanned_slice=5))
    raced.race.do(GoToCondition("queue >= 99", track=1))
    assert raced.race.long_work.search is not None
    assert "on the way to threads: queue >= 99; space gives it up" in notice(raced)
    raced.arrive()
    assert "on the way" not in notice(raced)


def test_a_frame_of_one_run_is_of_no_race() -> None:
    frame: Frame = Played().player.frame()
    with pytest.raises(ValueError, match="of no race"):
        race_of(frame)


def test_in_ascii_nothing_else_is_written() -> None:
    raced = Raced()
    raced.race.do(CommandAlone(True))
    for content in (RaceHeader(ASCII), RaceNotice(ASCII, KEYS)):
        items = content.items(raced.race.frame(), 120)
        assert "".join(text for text, _, _ in items).isascii()
