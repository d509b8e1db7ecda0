"""What a frame has of the timeline is worked out before it is drawn."""

from __future__ import annotations

from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.facts.programs import FOREMAN
from site_sim.player.frame import PlaceData
from site_sim.player.intents import Select
from site_sim.player.needs import Declare, Needs, TimelineNeeds, TimeScale
from site_sim.player.outline import Outline
from site_sim.player.player import DEFAULT_TUNING
from site_sim.state.history.tiles import GUESS, UNKNOWN
from tests.player.playing import Played

FEW_AT_ONCE = replace(DEFAULT_TUNING, timeline_events_at_once=500)


def of_timeline(outline: Outline) -> Needs:
    scale = TimeScale(step=SECOND, first=0, count=outline.playhead.end // SECOND)
    return Needs(timeline=TimelineNeeds([0, 1], scale, place=(0, SECOND)))


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


def test_of_a_place_out_of_sight_nothing_is_told_though_it_was_in_view_before() -> None:
    played = Played(workers=2)

    def told(rows: list[int], count: int) -> PlaceData | None:
        needs = TimelineNeeds(rows, TimeScale(SECOND, first=0, count=count), place=(0, 3 * SECOND))
        shown = played.player.frame(lambda outline: Needs(timeline=needs)).timeline
        return shown and shown.place

    in_view = told([0, 1], 9)
    assert in_view is not None
    assert in_view.cell != UNKNOWN
    assert in_view.span is not None
    for out_of_sight in (told([1], 9), told([0, 1], 3)):
        assert out_of_sight == PlaceData(0, 3 * SECOND, UNKNOWN, is_before=False, span=None)
    assert told([0, 1], 9) == in_view


def guessed(played: Played, frames: int) -> int:
    """Draw frames; return how many cells of a row are guesses in the last of them."""
    for _ in range(frames):
        shown = played.player.frame(of_timeline).timeline
    assert shown is not None
    return sum(cell & GUESS > 0 and cell != UNKNOWN for cell in shown.cells[0])


def test_the_timeline_is_worked_out_as_far_as_the_budget_goes() -> None:
    played = Played(workers=9, rate=20.0, at=300.0, model="coroutines", look_s=0.002)
    assert guessed(played, frames=1) > 0
    assert guessed(played, frames=400) == 0


def test_while_time_stands_still_all_of_it_is_worked_out_at_once() -> None:
    for paused in (False, True):
        played = Played(
            paused=paused, workers=9, rate=20.0, at=300.0, model="coroutines", look_s=0.001
        )
        assert (guessed(played, frames=1) == 0) is paused


def crowded(first: int, last: int) -> Declare:
    """Declare a need of 300 s of some rows."""
    scale = TimeScale(step=SECOND, first=0, count=300)
    return lambda outline: Needs(timeline=TimelineNeeds([*range(first, last)], scale))


def test_nobody_waits_for_the_pages_of_a_long_run_on_the_way_to_another() -> None:
    played = Played(
        paused=True, workers=99, rate=60.0, at=300.0, model="coroutines", tuning=FEW_AT_ONCE
    )
    played.look_s = 0.001

    def took(declare: Declare) -> float:
        """Return how many real seconds a frame takes."""
        before = played.real_s
        played.player.frame(declare)
        return played.real_s - before

    for page in (0, 32, 64):
        assert took(crowded(page, page + 32)) < 0.005
        assert not played.player.has_whole_frame
    costs = []
    while not played.player.has_whole_frame:
        costs.append(took(crowded(64, 96)))
    shown = played.player.frame(crowded(64, 96)).timeline
    assert shown is not None
    assert not any(cell & GUESS and cell != UNKNOWN for cell in shown.cells[64])
    assert costs[0] < costs[1] < costs[2]
    assert len(costs) < 12
    assert took(crowded(0, 32)) < 0.005


def test_what_comes_into_view_is_worked_out_as_one_scrolls_over_the_time_of_a_long_run() -> None:
    played = Played(
        paused=True, workers=99, rate=60.0, at=300.0, model="coroutines", tuning=FEW_AT_ONCE
    )
    played.look_s = 0.008
    costs = []
    for first in range(40):
        needs = TimelineNeeds([*range(32)], TimeScale(SECOND, first=first, count=200))
        before = played.real_s
        played.player.frame(lambda outline, needs=needs: Needs(timeline=needs))
        costs.append(played.real_s - before)
    assert played.player.has_whole_frame
    assert 0.01 < max(costs) < 0.02
    assert costs[-1] < 0.01


def test_a_page_with_few_events_is_worked_out_at_once() -> None:
    played = Played(paused=True, workers=99, rate=20.0, at=300.0, tuning=FEW_AT_ONCE)
    few = TimelineNeeds([0, 1], TimeScale(SECOND // 100, first=0, count=180))
    played.player.frame(lambda outline: Needs(timeline=few))
    assert played.player.has_whole_frame
