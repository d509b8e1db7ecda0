"""The lines of the timeline: cells, a job's path over them, the playhead and the cursor."""

from __future__ import annotations

from site_sim.facts.programs import FOREMAN, PROGRAM_FACTS
from site_sim.log.cast import NOBODY
from site_sim.player.frame import TimelineData
from site_sim.player.needs import TimeScale
from site_sim.state.history.job_path import Leg
from site_sim.state.history.tiles import UNKNOWN
from site_sim.ui.screens.timeline.line_contents import (
    CURSOR,
    FUTURE,
    HOP,
    PATH,
    PLAYHEAD,
    TOKEN,
    LineContents,
    strokes,
)
from site_sim.ui.screens.timeline.row_map import RowMap

LINES = range(18)
LEGS = [Leg(FOREMAN, 900, 1_100), Leg(2, 1_100, 1_130), Leg(0, 1_130, None)]


def spread_rows() -> RowMap:
    """Return six rows of two lines each and a gap: foreman, workers 2, 1, 0, accept, a lane."""
    rows = RowMap()
    rows.take(PROGRAM_FACTS["pipeline"].cast, workers=3, lanes=1)
    rows.justify(height=len(LINES))
    return rows


def shown(scale: TimeScale, legs: list[Leg], *, at: int, end: int) -> LineContents:
    rows = spread_rows()
    contents = LineContents(rows)
    cells = dict.fromkeys(rows.rows, b"c" * scale.count)
    data = TimelineData(3, 1, scale, cells, legs, None)
    contents.prepare(data, LINES, at=at, end=end, cursor=(1, 1_205))
    return contents


def test_a_hop_is_drawn_between_the_rows() -> None:
    rows = spread_rows()
    scale = TimeScale(step=10, first=100, count=50)
    drawn = strokes(LEGS, rows, scale, LINES, end=1_290)
    assert drawn == {
        0: [(PATH, -10, 10), (TOKEN, -10, -10)],
        1: [(PATH, -10, 10)],
        2: [(HOP, 10, 10)],
        3: [(PATH, 10, 13), (TOKEN, 10, 10)],
        4: [(PATH, 10, 13)],
        5: [(HOP, 13, 13)],
        6: [(HOP, 13, 13)],
        7: [(HOP, 13, 13)],
        8: [(HOP, 13, 13)],
        9: [(PATH, 13, 29), (TOKEN, 13, 13)],
        10: [(PATH, 13, 29)],
    }
    assert strokes(LEGS, rows, scale, range(5, 7), end=1_290) == {5: drawn[5], 6: drawn[6]}
    assert strokes(LEGS, rows, TimeScale(step=10, first=200, count=50), LINES, end=1_290) == {}


def test_the_playhead_is_marked_on_all_lines_and_the_future_beyond_it() -> None:
    contents = shown(TimeScale(step=10, first=100, count=50), [], at=1_304, end=1_500)
    cells, marks = contents.on_line(0, FOREMAN)
    assert cells == b"c" * 50
    assert marks == bytes([0] * 30 + [PLAYHEAD] + [FUTURE] * 19)
    assert contents.on_line(2, FOREMAN) == (bytes([UNKNOWN] * 50), marks)  # the gap below it
    assert contents.on_line(99, NOBODY) == (bytes([UNKNOWN] * 50), marks)


def test_a_playhead_out_of_view_leaves_all_past_or_all_future() -> None:
    for at, mark in ((900, FUTURE), (9_000, 0)):
        contents = shown(TimeScale(step=10, first=100, count=50), [], at=at, end=9_000)
        assert contents.on_line(0, FOREMAN)[1] == bytes([mark] * 50)


def test_path_and_cursor_add_to_the_marks_of_their_lines() -> None:
    scale = TimeScale(step=10, first=100, count=50)
    contents = shown(scale, LEGS, at=1_490, end=1_490)
    _, path = contents.on_line(3, 2)
    assert path[9:15] == bytes([0, PATH | TOKEN, PATH, PATH, PATH, 0])
    _, cursor = contents.on_line(6, 1)
    assert cursor[12:15] == bytes([0, HOP, 0])
    assert cursor[19:22] == bytes([0, CURSOR, 0])
    _, gap = contents.on_line(8, 1)
    assert CURSOR not in gap


def test_rows_that_are_not_in_the_frame_are_empty() -> None:
    contents = LineContents(spread_rows())
    data = TimelineData(3, 1, TimeScale(step=10, first=100, count=4), {2: b"cccc"}, (), None)
    contents.prepare(data, LINES, at=0, end=0, cursor=None)
    assert contents.on_line(3, 2)[0] == b"cccc"
    assert contents.on_line(6, 1)[0] == bytes([UNKNOWN] * 4)
