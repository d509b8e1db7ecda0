"""What keys and mouse do to the part of a timeline in view."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.player.outline import PlayheadState
from site_sim.state.history.keyframes import lane_row
from site_sim.state.history.markers import Markers
from site_sim.state.job_lifecycle import Interval, Phase
from site_sim.ui.screens.timeline.time_window import TimeWindow
from site_sim.ui.screens.timeline.viewport import Viewport

WORKERS, PITCH, LINES = 6, 2, 18


def viewport(at: int, end: int, **window: int) -> Viewport:
    """Return one over a crew with a foreman, accept and a lane, in rows of two lines."""
    view = Viewport(TimeWindow(**window))
    view.rows.take(PROGRAM_FACTS["pipeline"].cast, workers=WORKERS, lanes=1)
    view.rows.justify(LINES)
    view.playhead = PlayheadState(at, end, 0, 0, at == end, Markers(EventLog()).so_far())
    return view


def interval(kind: Kind, start: int, stop: int) -> Interval:
    return Interval(0, kind, start, stop, next(iter(Phase)))


def test_before_the_first_frame_nothing_moves() -> None:
    view = Viewport()
    before = TimeWindow()
    view.zoom(closer=True)
    view.pan(1)
    view.show_playhead()
    view.move_cursor(1, 1)
    assert view.window == before
    assert view.pointer.cursor is None


def test_a_place_has_a_row_and_a_time_that_has_passed() -> None:
    view = viewport(900, 1_000, step=10, first=50, count=80)
    assert view.rows.pitch == PITCH
    assert view.place_at(0, 0) == (FOREMAN, 500)
    assert view.place_at(1, 49) == (FOREMAN, 990)
    assert view.place_at(2, 7) == (WORKERS - 1, 570)
    assert view.place_at(0, 50) is None  # no time has passed there yet
    assert view.place_at(0, -1) is None  # a name
    assert view.place_at(LINES, 0) is None  # below the rows


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-90, 90)), max_size=9))
def test_the_cursor_stays_on_a_row_in_the_run_and_in_view(moves: list[tuple[int, int]]) -> None:
    view = viewport(900, 1_005, step=10, first=50, count=20)
    view.pointer.cursor, view.pointer.hovered = (ACCEPT, 900), (0, 0)
    for down, right in moves:
        view.move_cursor(down, right)
        row, at = view.pointer.cursor
        assert view.has_cursor
        assert row in view.rows.rows
        assert 0 <= at < 1_005
        assert 0 <= view.window.column(at) < view.window.count
        assert view.pointer.place == (row, at)  # and no longer what is under the mouse


def test_the_cursor_is_gone_with_its_row() -> None:
    view = viewport(900, 1_000, step=10, first=50, count=20)
    view.pointer.cursor = (lane_row(0), 900)
    assert view.has_cursor
    view.pointer.cursor = (lane_row(5), 900)
    assert not view.has_cursor


def test_zoom_keeps_a_column_else_the_cursor_else_the_playhead_in_place() -> None:
    for column, cursor, anchor in ((5, (0, 650), 550), (None, (0, 650), 650), (None, None, 680)):
        view = viewport(680, 1_000, step=10, first=50, count=20)
        view.pointer.cursor = cursor
        before = view.window.column(anchor)
        view.zoom(closer=True, column=column)
        assert view.window.step == 5
        assert view.window.column(anchor) == before


def test_a_zoom_that_loses_the_playhead_no_longer_follows_it() -> None:
    view = viewport(690, 1_000, step=10, first=50, count=20)
    view.zoom(closer=True, column=0)
    assert not view.window.follows
    view.show_playhead()
    assert 0 <= view.window.column(690) < view.window.count


def test_pan_goes_by_quarters() -> None:
    view = viewport(690, 9_000, step=10, first=50, count=20)
    view.pan(3)
    assert view.window.first == 65
    view.pan(-1)
    assert view.window.first == 60


def test_a_job_is_brought_into_view_once_from_taken_to_done() -> None:
    life = [interval(Kind.JobArrived, 100, 3_000), interval(Kind.JobTaken, 3_000, 3_500)]
    view = viewport(690, 9_000, step=10, first=50, count=60)
    view.want_job(life)
    view.show_wanted()
    assert view.window.column(3_000) >= 0
    assert view.window.column(3_500) < view.window.count
    view.window.first = 0
    view.show_wanted()
    assert view.window.first == 0


def test_a_job_in_the_queue_is_brought_into_view_where_it_arrived() -> None:
    view = viewport(690, 9_000, step=10, first=50, count=60)
    view.want_job([interval(Kind.JobArrived, 8_000, 9_000)])
    view.show_wanted()
    assert 0 <= view.window.column(8_000) < view.window.count


def test_a_job_that_is_in_view_leaves_the_window_as_it_is() -> None:
    life = [interval(Kind.JobTaken, 1_000, 9_000)]
    view = viewport(690, 9_000, step=10, first=50, count=60)
    view.want_job(life, unless_in_view=True)
    view.show_wanted()
    assert (view.window.first, view.window.step) == (50, 10)
