"""A snapshot holds what the screen in front needs, and no more."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.player.intents import Select, ShowScreen
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ScreenName
from tests.player.playing import Played


@pytest.mark.parametrize("screen", ["site", "timeline", "code"])
def test_only_what_the_screen_shows_is_there(screen: ScreenName) -> None:
    played = Played()
    played.player.do(ShowScreen(screen))
    snapshot = played.player.snapshot
    assert (snapshot.past is not None) == (screen == "timeline")
    assert (snapshot.code is not None) == (screen == "code")


def test_it_tells_where_in_the_run_one_is() -> None:
    played = Played()
    here = played.player.snapshot.playhead
    assert (here.at, here.end, here.is_live) == (15_400_000_000, 15_400_000_000, True)
    played.player.navigator.seek(12 * SECOND)
    there = played.player.snapshot.playhead
    assert (there.at, there.end, there.is_live) == (12 * SECOND, here.end, False)
    assert there.seq < there.length == here.length
    assert not there.can_restore
    played.player.session.begin(OrderJobs(1))
    assert played.player.snapshot.playhead.fork_progress is not None
    played.player.session.work()
    assert played.player.snapshot.playhead.can_restore


def test_the_coroutines_of_the_past_come_when_there_was_time_to_execute_it_again() -> None:
    played = Played(model="coroutines", rate=20.0, at=60.0, look_s=0.002)
    played.player.navigator.seek(50 * SECOND)
    played.player.do(ShowScreen("code"))
    first = played.player.snapshot.code
    assert first is not None
    assert first.coroutines is None
    assert 0 < first.progress < 1
    for _ in range(100):
        code = played.player.snapshot.code
        assert code is not None
        if code.coroutines is not None:
            return
    raise AssertionError("the coroutines never came")


def test_the_holder_of_the_selected_job_is_in_focus() -> None:
    played = Played(model="coroutines", workers=3)
    played.player.do(ShowScreen("code"))
    busy = next(task for task in played.player.session.state.workers if task.state.working)
    played.player.do(Select("job", busy.job))
    code = played.player.snapshot.code
    assert code is not None
    assert code.focus == busy.who


def test_of_a_large_crew_the_same_coroutines_serve_several_frames_while_it_runs() -> None:
    tuning = PlayerTuning(large_crew=9, same_frames=4)
    played = Played(model="coroutines", workers=10, rate=50.0, at=1.0, tuning=tuning)
    played.player.do(ShowScreen("code"))

    def distinct(frames: int) -> int:
        seen = []
        for _ in range(frames):
            played.frames(1)
            code = played.player.snapshot.code
            assert code is not None
            seen.append(code)
        return len({id(code) for code in seen})

    assert 2 <= distinct(8) <= 3
    played.player.pause()
    played.player.navigator.step()
    code = played.player.snapshot.code
    assert code is not None
    assert code.coroutines is not None
    assert code.coroutines.shows(played.player.session.playhead.position)
