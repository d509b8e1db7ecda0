"""What a person wants of the view is data, and nothing else replaces the view."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.intents import (
    GoTo,
    GoToEvent,
    Intent,
    PutBookmark,
    PutCursor,
    ScrollPanel,
    Select,
    SetBlank,
    SetCaption,
    SetFollow,
    SetLogAxis,
    SetNative,
    SetPaused,
    SetSpeed,
    SetTheme,
    ShowControls,
    ShowFigure,
    ShowScreen,
    ShowTimes,
    Toggle,
    Zoom,
    apply,
)
from site_sim.player.view_state import (
    AS_FAST_AS_IT_CAN,
    NOTHING,
    Selection,
    TimelineView,
    ViewState,
)
from tests.player.playing import Played

INTENTS: tuple[tuple[Intent, dict[str, object]], ...] = (
    (SetPaused(True), {"paused": True}),
    (SetSpeed(8.0), {"speed": 8.0, "steady_speed": 8.0}),
    (SetSpeed("max"), {"speed": AS_FAST_AS_IT_CAN}),
    (ShowScreen("code"), {"screen": "code"}),
    (Select("job", 3), {"selected": Selection("job", 3)}),
    (SetFollow(False), {"follow": False}),
    (SetNative(True), {"native": True}),
    (Zoom("queue"), {"zoomed": {"site": "queue"}}),
    (SetTheme("mono"), {"theme": "mono"}),
    (SetCaption(False), {"caption": False}),
    (ShowFigure("done"), {"figure": "done"}),
    (ShowControls(False), {"controls": False}),
    (SetBlank(True), {"blank": True}),
    (SetLogAxis(True), {"log_axis": True}),
    (ScrollPanel("queue", 7), {"scrolls": {"queue": 7}}),
    (ShowTimes(10, 3, fits=True), {"timeline": TimelineView(10, 3, False, True)}),
    (PutCursor(-2, 7), {"timeline": TimelineView(cursor=(-2, 7))}),
)
"""An intent of each kind, and what it changes about a view."""


@pytest.mark.parametrize(("intent", "changed"), INTENTS)
def test_an_intent_changes_the_view_in_one_thing_and_leaves_the_old_one(
    intent: Intent, changed: dict[str, object]
) -> None:
    view = ViewState()
    after = apply(view, intent)
    assert view == ViewState()
    assert after == replace(view, **changed) != view
    assert apply(after, intent) == after


def test_other_times_leave_the_cursor_where_it_is() -> None:
    view = apply(apply(ViewState(), PutCursor(1, 5)), ShowTimes(10, 3))
    assert view.timeline == TimelineView(10, 3, follows=False, cursor=(1, 5))
    with pytest.raises(ValueError, match="less than 0"):
        ShowTimes(10, -1)


def test_what_is_selected_is_deselected_when_it_is_toggled_again() -> None:
    view = apply(ViewState(selected=Selection("task", 2)), Toggle("job", 2))
    assert view.selected == Selection("job", 2)
    assert apply(view, Toggle("job", 2)).selected == NOTHING


def test_each_screen_keeps_the_panel_that_is_zoomed_there() -> None:
    view = apply(apply(ViewState(), Zoom("queue")), ShowScreen("code"))
    assert view.zoomed_panel == ""
    view = apply(view, Zoom("waits"))
    assert view.zoomed_panel == "waits"
    view = apply(apply(view, Zoom()), ShowScreen("site"))
    assert (view.zoomed_panel, view.zoomed) == ("queue", {"site": "queue"})


def test_an_event_is_wanted_by_the_names_that_a_log_has() -> None:
    assert GoToEvent(("Died", "Left")).wanted == Wanted((Kind.Died, Kind.Left))
    assert GoToEvent(who=3, back=True).wanted == Wanted(who=3)
    assert GoToEvent(job=3).wanted == Wanted(job=3)
    with pytest.raises(ValueError, match="no kind of event called 'Dead'"):
        GoToEvent(("Died", "Dead"))


@pytest.mark.parametrize("name", ["", " ", "x" * 25, "a\x1b", "a\nb", "\U0001f1e6", "\u202e"])
def test_a_name_that_nobody_could_read_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a bookmark's name has 1 to 24 characters"):
        PutBookmark(name)


@pytest.mark.parametrize("speed", [0.0, -1.0, 2_000.0, AS_FAST_AS_IT_CAN])
def test_a_speed_that_there_is_not_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="a speed must be max, or from"):
        SetSpeed(speed)


def test_by_default_nothing_is_selected() -> None:
    assert apply(ViewState(selected=Selection("job", 3)), Select()).selected == NOTHING


def test_a_frame_keeps_the_view_that_it_was_made_with() -> None:
    played = Played()
    frame = played.player.frame()
    played.player.do(Select("job", 3))
    assert frame.view.selected == NOTHING
    assert played.player.frame().view.selected == Selection("job", 3)


@pytest.mark.parametrize("on", [True, False])
def test_a_pause_and_its_end_stop_what_is_under_way(on: bool) -> None:
    played = Played(look_s=0.002)
    played.player.do(GoTo(4_000 * SECOND))
    assert played.player.progress.destination == 4_000 * SECOND
    played.player.do(SetPaused(on))
    assert played.player.progress.destination is None
    assert played.player.view.paused == on
    played.player.do(GoToEvent(("Died",)))
    played.player.do(SetPaused(on))
    assert not played.player.long_work.is_under_way
