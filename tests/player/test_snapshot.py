"""A snapshot holds what the screen in front needs, and no more."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.facts.programs import FOREMAN
from site_sim.player.intents import Seek, Select, SetSpeed, Step
from site_sim.player.needs import Needs, TimelineNeeds, TimeScale, nothing
from site_sim.player.outline import Outline
from site_sim.player.tuning import PlayerTuning
from site_sim.state.history.tiles import GUESS, UNKNOWN
from tests.player.playing import Played


def of_code(outline: Outline) -> Needs:
    return Needs(has_code=True)


def of_timeline(outline: Outline) -> Needs:
    scale = TimeScale(step=SECOND, first=0, count=outline.playhead.end // SECOND)
    return Needs(timeline=TimelineNeeds([0, 1], scale, place=(0, SECOND)))


def test_only_what_the_screen_needs_is_there() -> None:
    played = Played()
    for declare in (nothing, of_code, of_timeline):
        frame = played.player.frame(declare)
        assert (frame.timeline is not None) == (declare is of_timeline)
        assert (frame.code is not None) == (declare is of_code)


def test_the_cells_of_the_recent_past_are_as_long_as_the_speed_says() -> None:
    played = Played()
    for speed in (1 / 16, 1.0, 64.0):
        played.player.do(SetSpeed(speed))
        assert played.player.frame(nothing).recent.step == played.player.view.cell_ns


def test_the_timeline_is_worked_out_before_it_is_drawn() -> None:
    played = Played(workers=2)
    played.player.do(Select("job", 0))
    shown = played.player.frame(of_timeline).timeline
    assert shown is not None
    timeline, scale = played.player.session.timeline, shown.scale
    assert scale.count == 15
    assert timeline.work()  # all of it is there
    assert shown.cells == {
        row: timeline.cells(row, SECOND, first=0, count=scale.count) for row in (0, 1)
    }
    assert [leg.row for leg in shown.legs][:2] == [FOREMAN, 1]
    assert shown.place is not None
    assert shown.place.cell == shown.cells[0][1]
    assert shown.place.span == timeline.span(0, SECOND, 1)
    assert not shown.place.is_before


def test_the_timeline_is_worked_out_as_far_as_the_budget_goes() -> None:
    played = Played(workers=9, rate=20.0, at=300.0, model="coroutines", look_s=0.002)

    def guessed(frames: int) -> int:
        for _ in range(frames):
            shown = played.player.frame(of_timeline).timeline
        assert shown is not None
        return sum(cell & GUESS > 0 and cell != UNKNOWN for cell in shown.cells[0])

    assert guessed(frames=1) > 0
    assert guessed(frames=400) == 0


def test_it_tells_where_in_the_run_one_is() -> None:
    played = Played()
    here = played.player.outline.playhead
    assert (here.at, here.end, here.is_live) == (15_400_000_000, 15_400_000_000, True)
    played.player.do(Seek(12 * SECOND))
    there = played.player.outline.playhead
    assert (there.at, there.end, there.is_live) == (12 * SECOND, here.end, False)
    assert there.seq < there.length == here.length
    assert not there.can_restore
    played.player.session.begin(OrderJobs(1))
    assert played.player.outline.playhead.fork_progress is not None
    played.player.session.work()
    assert played.player.outline.playhead.can_restore


def test_the_coroutines_of_the_past_come_when_there_was_time_to_execute_it_again() -> None:
    played = Played(model="coroutines", rate=20.0, at=60.0, look_s=0.002)
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


def test_of_a_large_crew_the_same_coroutines_serve_several_frames_while_it_runs() -> None:
    tuning = PlayerTuning(large_crew=9, same_frames=4)
    played = Played(model="coroutines", workers=10, rate=50.0, at=1.0, tuning=tuning)

    def distinct(frames: int) -> int:
        seen = []
        for _ in range(frames):
            played.frames(1)
            code = played.player.frame(of_code).code
            assert code is not None
            seen.append(code)
        return len({id(code) for code in seen})

    assert 2 <= distinct(8) <= 3
    played.player.pause()
    played.player.do(Step())
    code = played.player.frame(of_code).code
    assert code is not None
    assert code.coroutines is not None
    assert code.coroutines.shows(played.player.session.playhead.position)
