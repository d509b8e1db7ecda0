"""The coroutines that a frame has, and when."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.player.intents import Seek, Select
from site_sim.player.needs import CodeNeeds, Needs
from site_sim.player.outline import Outline
from site_sim.player.tuning import PlayerTuning
from tests.player.playing import FRAME_S, Played


def of_code(outline: Outline) -> Needs:
    return Needs(code=CodeNeeds(listed=9))


def test_the_coroutines_of_the_past_come_when_there_was_time_to_execute_it_again() -> None:
    tuning = PlayerTuning(still_budget_s=0.0)
    played = Played(model="coroutines", rate=20.0, at=60.0, look_s=0.002, tuning=tuning)
    played.player.do(Seek(50 * SECOND))
    first = played.player.frame(of_code).code
    assert first is not None
    assert first.coroutines is None
    assert 0 < first.progress < 1
    for _ in range(100):
        code = played.player.frame(of_code).code
        assert code is not None
        if code.coroutines is not None:
            return
    raise AssertionError("the coroutines never came")


def test_the_holder_of_the_selected_job_is_in_focus() -> None:
    played = Played(model="coroutines", workers=3)
    busy = next(task for task in played.player.session.state.workers if task.state.working)
    played.player.do(Select("job", busy.job))
    code = played.player.frame(of_code).code
    assert code is not None
    assert code.focus == busy.who


def test_the_coroutines_of_a_frame_are_those_of_its_moment_however_many_there_are() -> None:
    played = Played(model="coroutines", workers=1_100, rate=500.0, at=1.0)
    for _ in range(4):
        code = played.player.tick(FRAME_S, of_code).code
        assert code is not None
        assert code.coroutines is not None
        assert code.coroutines.shows(played.player.session.playhead.position)
