"""What keys and mouse do to the part of a timeline in view."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.geometry import Offset

from site_sim.base.units import SECOND
from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.player.intents import ViewIntent, apply
from site_sim.player.outline import PlayheadState
from site_sim.player.view_state import NOTHING, Selection, TimelineView, ViewState
from site_sim.state.entities import State
from site_sim.state.history.keyframes import lane_row
from site_sim.state.history.markers import Markers
from site_sim.state.history.spans import Span
from site_sim.state.job_lifecycle import Interval, Phase
from site_sim.ui.screens.timeline.viewport import Viewport

WORKERS, PITCH, LINES = 6, 2, 18


def viewport(at: int, end: int, count: int) -> Viewport:
    """Return one over a crew with a foreman, accept and a lane, in rows of two lines."""
    playhead = PlayheadState(at, end, 0, 0, at == end, Markers(EventLog()).so_far())
    view = Viewport(count=count, playhead=playhead)
    view.rows.take(PROGRAM_FACTS["pipeline"].cast, workers=WORKERS, lanes=1)
    view.rows.justify(LINES)
    return view


def after(view: TimelineView, intents: Sequence[ViewIntent]) -> TimelineView:
    """Return how the timeline is looked at after some intents."""
    state = ViewState(timeline=view)
    for intent in intents:
        state = apply(state, intent)
    return state.timeline


def interval(kind: Kind, start: int, stop: int) -> Interval:
    return Interval(0, kind, start, stop, next(iter(Phase)))


def test_before_the_first_frame_nothing_moves() -> None:
    empty, view = Viewport(), TimelineView(cursor=(1, 5))
    assert empty.zoom(view, closer=True) == []
    assert empty.pan(view, 1) == []
    assert empty.show_playhead(view) == []
    assert not empty.has_cursor(view)


def test_a_place_has_a_row_and_a_time_that_has_passed() -> None:
    shown, view = viewport(900, 1_000, 80), TimelineView(10, 50)
    assert shown.rows.pitch == PITCH
    assert shown.place_at(view, 0, 0) == (FOREMAN, 500)
    assert shown.place_at(view, 1, 49) == (FOREMAN, 990)
    assert shown.place_at(view, 2, 7) == (WORKERS - 1, 570)
    assert shown.place_at(view, 0, 50) is None  # no time has passed there yet
    assert shown.place_at(view, 0, -1) is None  # a name
    assert shown.place_at(view, LINES, 0) is None  # below the rows


def test_the_mouse_points_at_what_is_under_it_now() -> None:
    shown, view = viewport(900, 1_000, 80), TimelineView(10, 50, cursor=(ACCEPT, 0))
    assert shown.place(view) == (ACCEPT, 0)
    shown.left, shown.pointer = 9, Offset(10, 2)
    assert shown.place(view) == (WORKERS - 1, 510)
    assert shown.place(replace(view, first=20)) == (WORKERS - 1, 210)
    shown.top = 2
    assert shown.place(view) == (WORKERS - 2, 510)
    shown.pointer = Offset(8, 2)  # a name
    assert shown.place(view) == (ACCEPT, 0)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-90, 90)), max_size=9))
def test_the_cursor_stays_on_a_row_in_the_run_and_in_view(moves: list[tuple[int, int]]) -> None:
    shown, view = viewport(900, 1_005, 20), TimelineView(10, 80, cursor=(ACCEPT, 900))
    shown.pointer = Offset(0, 0)
    for down, right in moves:
        view = after(view, shown.move_cursor(view, down, right, NOTHING, FOREMAN))
        assert view.cursor is not None
        row, at = view.cursor
        assert shown.has_cursor(view)
        assert row in shown.rows.rows
        assert 0 <= at < 1_005
        window = shown.window(view)
        assert 0 <= window.column(at) < window.count
        assert shown.place(view) == (row, at)  # and no longer what is under the mouse


def test_the_cursor_is_gone_with_its_row() -> None:
    shown = viewport(900, 1_000, 20)
    assert shown.has_cursor(TimelineView(cursor=(lane_row(0), 900)))
    assert not shown.has_cursor(TimelineView(cursor=(lane_row(5), 900)))


def test_zoom_keeps_a_column_else_the_cursor_else_the_playhead_in_place() -> None:
    for column, cursor, anchor in ((5, (0, 650), 550), (None, (0, 650), 650), (None, None, 680)):
        shown, view = viewport(680, 1_000, 20), TimelineView(10, 50, cursor=cursor)
        before = shown.window(view).column(anchor)
        view = after(view, shown.zoom(view, closer=True, column=column))
        assert shown.window(view).step == 5
        assert shown.window(view).column(anchor) == before
        assert view.cursor == cursor


def test_a_zoom_that_loses_the_playhead_no_longer_follows_it() -> None:
    shown, view = viewport(690, 1_000, 20), TimelineView(10, 50)
    view = after(view, shown.zoom(view, closer=True, column=0))
    assert not view.follows
    view = after(view, shown.show_playhead(view))
    assert 0 <= shown.window(view).column(690) < 20


def test_a_zoom_that_keeps_the_playhead_goes_on_to_follow_it() -> None:
    shown, view = viewport(690, 1_000, 20), TimelineView(10, 50)
    assert after(view, shown.zoom(view, closer=False)).follows


def test_pan_goes_by_quarters_and_ends_following() -> None:
    shown, view = viewport(690, 9_000, 20), TimelineView(10, 50)
    view = after(view, shown.pan(view, 3))
    assert (view.first, view.follows) == (65, False)
    assert after(view, shown.pan(view, -1)).first == 60


def test_follow_is_a_switch_and_ends_the_fit() -> None:
    shown, view = viewport(690, 9_000, 20), TimelineView(10, 50)
    follows = []
    for _ in range(2):
        view = after(view, shown.toggle_follow(view))
        follows.append(view.follows)
    assert follows == [False, True]
    view = after(view, shown.fit_all(view))
    assert (view.fits, view.follows) == (True, False)
    view = after(view, shown.toggle_follow(view))
    assert (view.fits, view.follows) == (False, True)


def test_a_job_is_brought_into_view_once_from_taken_to_done() -> None:
    life = [interval(Kind.JobArrived, 100, 3_000), interval(Kind.JobTaken, 3_000, 3_500)]
    shown, view = viewport(690, 9_000, 60), TimelineView(10, 50)
    shown.want_job(life)
    view = after(view, shown.open(view))
    assert shown.window(view).column(3_000) >= 0
    assert shown.window(view).column(3_500) < 60
    assert not view.follows
    assert shown.open(view) == []


def test_a_job_in_the_queue_is_brought_into_view_where_it_arrived() -> None:
    shown, view = viewport(690, 9_000, 60), TimelineView(10, 50)
    shown.want_job([interval(Kind.JobArrived, 8_000, 9_000)])
    view = after(view, shown.open(view))
    assert 0 <= shown.window(view).column(8_000) < 60


def test_a_job_that_is_in_view_leaves_the_window_as_it_is() -> None:
    shown, view = viewport(690, 9_000, 60), TimelineView(10, 50)
    shown.want_job([interval(Kind.JobTaken, 1_000, 9_000)], unless_in_view=True)
    assert shown.open(view) == []


def test_it_opens_on_the_whole_run_and_keeps_that_in_view() -> None:
    shown = viewport(90 * SECOND, 90 * SECOND, 100)
    assert not shown.is_open(TimelineView())
    view = after(TimelineView(), shown.open(TimelineView()))
    assert (view.follows, shown.is_open(view), shown.open(view)) == (True, True, [])
    assert (shown.window(view).first, shown.window(view).step) == (0, SECOND)
    shown.playhead = viewport(999 * SECOND, 999 * SECOND, 100).playhead
    assert (shown.window(view).first, shown.window(view).step) == (0, 10 * SECOND)
    shown.want_job([interval(Kind.JobTaken, 0, SECOND)])
    assert not shown.is_open(view)


def test_with_a_job_it_opens_where_that_fills_half_of_the_width() -> None:
    shown = viewport(900 * SECOND, 900 * SECOND, 100)
    shown.want_job([interval(Kind.JobTaken, 300 * SECOND, 305 * SECOND)])
    view = after(TimelineView(), shown.open(TimelineView()))
    window = shown.window(view)
    assert (view.fits, window.step) == (False, SECOND // 10 * 12 // 10)
    assert (window.column(300 * SECOND), window.column(305 * SECOND)) == (30, 71)


def test_a_cursor_appears_at_the_playhead_on_what_is_selected_or_on_the_top_row() -> None:
    for selected, row in ((Selection("task", 2), 2), (Selection("job", 2), ACCEPT)):
        for cursor in (None, (lane_row(5), 80)):
            shown, view = viewport(690, 9_000, 60), TimelineView(10, 50, cursor=cursor)
            view = after(view, shown.move_cursor(view, 3, 3, selected, ACCEPT))
            assert view.cursor == (row, 690)


def test_a_seek_leads_to_where_the_span_began_or_else_the_cell() -> None:
    shown, view = viewport(690, 9_000, 60), TimelineView(10, 50, cursor=(1, 680))
    for since, start in ((683, 683), (600, 680), (None, 680)):
        span = None if since is None else Span(1, State.CPU, since, None)
        assert shown.start_of(view, span) == start
    assert shown.start_of(TimelineView(), None) is None
