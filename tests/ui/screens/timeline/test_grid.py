"""The cells of the timeline: states, the future, and the path of a job."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Offset
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.facts.programs import FOREMAN
from site_sim.log.events import NO_JOB, Kind
from site_sim.player.intents import PutCursor, ScrollPanel, Select
from site_sim.player.view_state import Selection
from site_sim.state.history.keyframes import lane_row
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.timeline.grid import TimelineGrid
from tests.run.driving import run_to
from tests.ui.app_fixture import Seconds, run, site, strips_of, text_of, turn_wheel
from tests.ui.screens.timeline.opening import open_at, press


def cells_of(rows: TimelineGrid, row: int) -> list[tuple[str, Style]]:
    """Return the cells of a row that is in view, as they are on screen."""
    line = rows.rows.line_of(row)
    assert line is not None
    strip = rows.render_line(line - rows.scroll_offset.y)
    cells = [(glyph, segment.style or Style()) for segment in strip for glyph in segment.text]
    return cells[rows.label_cells :][: rows.window.count]


def test_beyond_the_playhead_is_the_future() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2, then_s=5)
        app.screens.publish()
        column = rows.window.column(app.player.session.now)
        end = rows.window.column(app.player.session.playhead.end)
        cells = cells_of(rows, FOREMAN)
        past, future = cells[:column], cells[column + 1 : end]
        assert len(cells) == rows.window.count
        assert " " not in {glyph for glyph, _ in past + future}
        assert {glyph for glyph, _ in cells[end + 1 :]} <= {" "}
        bright = dict(past)
        for glyph, style in future:
            assert style != bright.get(glyph)
        playhead = cells[column]
        assert playhead not in past
        assert playhead not in future

    run(site(workers=3), act)


def test_each_death_and_each_rejected_result_has_its_sign_at_every_zoom() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        run_to(session, 60 * SECOND)
        await press(app, pilot, "2")
        grid, glyphs = app.screens.timeline.grid, app.screens.timeline.grid.glyphs
        signs = {Kind.Died: glyphs.cells["gone"], Kind.Rejected: glyphs.rework}
        found = {Kind.Died: 0, Kind.Rejected: 0}
        for _ in range(8):
            scale = grid.window
            for at, kind, who, *_ in session.log.rows():
                if kind in signs and 0 <= (column := scale.column(at)) < scale.count:
                    assert cells_of(grid, who)[column][0] == signs[Kind(kind)], (at, kind, who)
                    found[Kind(kind)] += 1
            await press(app, pilot, "Z")
        assert min(found.values()) > 40

    run(site(workers=4, model="coroutines", rate=2.0, accident_rate=0.1, defect_rate=0.2), act)


def test_a_lane_that_is_taken_is_not_said_to_work() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(app, pilot, Kind.Accepted, 2)
        app.screens.publish()
        grid = app.screens.timeline.grid
        lane = {glyph for glyph, _ in cells_of(grid, lane_row(0))} - {" ", grid.glyphs.vertical}
        assert lane == {grid.glyphs.taken}  # also while the worker waits for I/O
        assert f"{grid.glyphs.taken} taken" in text_of(app)

    run(site(workers=3), act)


@pytest.mark.parametrize("workers", [3, 90])
def test_lines_are_as_wide_as_the_screen_beside_a_scroll_bar_too(workers: int) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2)
        assert rows.show_vertical_scrollbar is (workers == 90)
        strips = strips_of(app)
        assert {cell_len(strip.text) for strip in strips} == {app.size.width}
        inside = strips[rows.region.y : rows.region.bottom]
        assert {strip.text[-1] for strip in inside} == {"│"}

    run(site(workers=workers), act)


def test_rows_that_are_scrolled_to_are_there_in_the_first_frame() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2)
        app.host.wish(ScrollPanel("timeline-rows", 40))
        in_view = rows.rows.in_view(range(40, 40 + rows.size.height))
        assert rows.scroll_offset.y == 40
        assert " " not in {cells_of(rows, row)[0][0] for row in in_view}

    run(site(workers=90), act)


def test_the_path_of_the_selected_job_goes_over_its_rows() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        def rows_with_token() -> set[int]:
            glyph = rows.glyphs.token
            return {row for row in rows.rows.rows if glyph in dict(cells_of(rows, row))}

        rows = await open_at(app, pilot, Kind.Accepted, 2)
        app.screens.publish()
        assert rows_with_token() == set()
        app.player.do(Select("job", 2))
        app.screens.publish()
        log = app.player.session.log
        touched = {row[4] for row in log.rows() if row[1] == Kind.HandedOff and row[3] == 2}
        assert rows_with_token() == {FOREMAN, *touched}

    run(site(workers=4), act)


def test_before_a_worker_is_hired_its_row_is_empty_and_the_title_counts_those_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2)
        hired_at = app.player.session.now
        await press(app, pilot, "plus")
        assert f"{len(app.player.session.state.workers)} workers" in text_of(app)
        run_to(app.player.session, hired_at + SECOND)
        app.screens.publish()
        column = rows.window.column(hired_at)
        cells = [glyph for glyph, _ in cells_of(rows, 4)]
        assert set(cells[:column]) == {" "}
        assert cells[column + 1] not in (" ", rows.glyphs.cells["gone"])
        app.player.do(PutCursor(4, hired_at - 2 * rows.window.step))
        await press(app, pilot, "")
        assert "worker 4 · not there yet" in text_of(app)
        await press(app, pilot, "1 home 2")
        assert "Timeline · 4 workers · 1 lane" in text_of(app)

    run(site(workers=4, paused=True), act)


def test_the_job_under_the_cursor_is_selected_and_its_path_drawn() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        await press(app, pilot, "up down left left left left a")
        span = rows.span()
        assert span is not None
        assert span.job != NO_JOB
        assert app.player.view.selected == Selection("job", span.job)
        await press(app, pilot, "ctrl+d ctrl+d up up up up left left left left a")
        assert app.player.view.selected != Selection("job", span.job)

    run(site(workers=4), act)


def test_the_cursor_stays_on_the_rows_and_in_the_run() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        await press(app, pilot, "up up up right right right")
        assert app.player.view.timeline.cursor is not None
        assert app.player.view.timeline.cursor[0] == FOREMAN
        assert app.player.view.timeline.cursor[1] <= app.player.session.playhead.end
        for _ in range(400):
            app.host.obey(rows.move_cursor(0, -1))
        assert app.player.view.timeline.cursor[1] == 0
        assert rows.window.column(0) == 0
        await press(app, pilot, "ctrl+d ctrl+d ctrl+d")
        assert app.player.view.timeline.cursor[0] == lane_row(0)

    run(site(workers=60, rate=4), act)


def test_the_cursor_scrolls_the_rows_with_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 1)
        await press(app, pilot, "down " + "down " * 70)
        assert app.player.view.timeline.cursor is not None
        line = rows.rows.line_of(app.player.view.timeline.cursor[0])
        assert line is not None
        top = rows.scroll_offset.y
        assert top > 0
        assert top <= line < top + rows.size.height
        column = rows.window.column(app.player.view.timeline.cursor[1])
        _, style = cells_of(rows, app.player.view.timeline.cursor[0])[column]
        assert style.bgcolor == rows.rich_style.color  # the cursor swaps the colours

    run(site(workers=100, rate=4), act)


def cell_offset(rows: TimelineGrid, row: int, column: int) -> Offset:
    line = rows.rows.line_of(row)
    assert line is not None
    return Offset(rows.label_cells + column, line - rows.scroll_offset.y)


def test_the_mouse_points_clicks_and_seeks() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        here = cell_offset(rows, 1, 5)
        await pilot.hover(rows, here)
        assert rows.pointed == (1, (rows.window.first + 5) * rows.window.step)
        app.screens.publish()
        assert " worker 1 · " in text_of(app)
        await pilot.click(rows, here)
        assert app.player.view.timeline.cursor == (1, (rows.window.first + 5) * rows.window.step)
        await pilot.pause()
        assert app.player.session.now == (rows.window.first + 5) * rows.window.step
        await pilot.click(rows, Offset(3, here.y))
        await pilot.pause()
        assert app.player.view.selected == Selection("task", 1)

    run(site(workers=4), act)


def test_the_mouse_is_told_of_what_comes_under_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2)
        await pilot.hover(rows, cell_offset(rows, 89, 2))
        app.screens.publish()
        assert " worker 89 · " in text_of(app)
        app.host.wish(ScrollPanel("timeline-rows", 40))
        assert " worker 49 · " in text_of(app)

    run(site(workers=90), act)


def test_the_wheel_scrolls_zooms_and_pans() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 30)
        app.screens.publish()
        here = cell_offset(rows, 90, 20)
        step, column_time = rows.window.step, (rows.window.first + 20) * rows.window.step
        await turn_wheel(pilot, rows, here, up=True, control=True)
        app.screens.publish()
        assert rows.window.step < step
        assert abs(rows.window.column(column_time) - 20) <= 1
        first = rows.window.first
        await turn_wheel(pilot, rows, here, up=True, shift=True)
        assert rows.window.first < first
        await turn_wheel(pilot, rows, here, up=False)
        await pilot.pause()
        assert rows.scroll_offset.y > 0

    run(site(workers=100, rate=8), act)


def test_there_is_something_to_see_before_all_is_worked_out() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        run_to(session, 400 * SECOND)
        await press(app, pilot, "2 0")
        rows = app.screens.timeline.grid
        seen = cells_of(rows, FOREMAN)
        for _ in range(400):
            app.screens.publish()
        cells = cells_of(rows, FOREMAN)
        assert " " not in {glyph for glyph, _ in cells[: rows.window.column(session.playhead.end)]}
        assert cells != seen

    app = site(workers=5, rate=40, model="coroutines", service_time=0.02, budget=Seconds(0.002))
    run(app, act)
