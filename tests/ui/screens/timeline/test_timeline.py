"""The timeline screen: rows, cells, cursor, path, and what is told about them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.style import Style
from textual.geometry import Offset
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.events import NO_JOB, Kind
from site_sim.log.search import Wanted
from site_sim.player.view_state import Selection
from site_sim.state.history.keyframes import lane_row
from site_sim.state.job_lifecycle import life_of
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.timeline.grid import TimelineGrid
from tests.run.driving import run_to
from tests.ui.app_fixture import Seconds, run, site, text_of, turn_wheel

SIZES = [(80, 24), (120, 36), (200, 50)]


async def open_at(
    app: SiteApp, pilot: Pilot[int], kind: Kind, job: int, who: int | None = None, then_s: int = 0
) -> TimelineGrid:
    """Run up to an event, and some time on, go back to the event and look at the timeline."""
    session = app.player.session
    while session.playback.run_on(Wanted((kind,), who, job), 1) is False:
        pass
    at = session.now
    if then_s:
        run_to(session, at + then_s * SECOND)
        session.playhead.seek(at)
    await pilot.press("2")
    await pilot.pause()
    return app.screens.timeline.grid


async def press(app: SiteApp, pilot: Pilot[int], keys: str) -> None:
    await pilot.press(*keys.split())
    app.screens.publish()
    await pilot.pause()


def cells_of(rows: TimelineGrid, row: int) -> list[tuple[str, Style]]:
    """Return the cells of a row that is in view, as they are on screen."""
    line = rows.rows.line_of(row)
    assert line is not None
    strip = rows.render_line(line - rows.scroll_offset.y)
    cells = [(glyph, segment.style or Style()) for segment in strip for glyph in segment.text]
    return cells[rows.label_cells :][: rows.window.count]


def picture(
    kind: Kind,
    job: int,
    who: int | None = None,
    then_s: int = 0,
    keys: str = "",
    fork: bool = False,
) -> Any:
    """Return what leads to a picture: up to an event, some time on and back, and some keys."""

    async def steps(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        await pilot.pause()
        rows = await open_at(app, pilot, kind, job, who, then_s)
        app.player.view.selected = Selection("job", job)
        if fork:
            app.player.controls.apply(OrderJobs(2))
            run_to(app.player.session, app.player.session.now + 2 * SECOND)
        assert rows.is_attached
        await press(app, pilot, keys)

    return steps


# -- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_serial_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=5, model="serial", rate=1.5, paused=True)
    steps = picture(Kind.HandOffStarted, 12, who=3, keys="up left left left left down down")
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_coroutines_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=9, model="coroutines", rate=3.0, workload="mixed", paused=True)
    steps = picture(Kind.HandOffStarted, 21, who=6)
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_the_past_has_a_future(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=5, model="threads", rate=2.0, workload="cpu", paused=True)
    steps = picture(Kind.WorkStarted, 6, then_s=4)
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_after_a_fork(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=3, model="serial", rate=1.0, paused=True)
    steps = picture(Kind.Accepted, 3, then_s=9, fork=True)
    assert snap_compare(app, terminal_size=size, run_before=steps)


def test_ascii_and_monochrome(snap_compare: Any) -> None:
    app = site(workers=4, model="processes", rate=2.0, paused=True, theme="mono", glyphs="ascii")
    steps = picture(Kind.WorkStarted, 7, then_s=1, keys="up left left down")
    assert snap_compare(app, terminal_size=(80, 24), run_before=steps)


def test_producer_and_consumer(snap_compare: Any) -> None:
    app = site(program="producer-consumer", rate=2.0, paused=True)
    assert snap_compare(
        app, terminal_size=(80, 24), run_before=picture(Kind.WorkStarted, 3, keys="down down")
    )


def test_a_large_crew(snap_compare: Any) -> None:
    app = site(
        workers=400, model="coroutines", rate=80.0, service="exponential", service_time=2.0,
        dispatch="least-busy", wiring="direct", arrivals="poisson", costs="zero", paused=True,
    )  # fmt: skip
    steps = picture(Kind.Accepted, 900, keys="Z")
    assert snap_compare(app, terminal_size=(120, 36), run_before=steps)


# -- what is drawn ----------------------------------------------------------------------------


def test_the_rows_are_foreman_workers_accept_and_lanes() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 1)
        assert rows.rows.rows == [FOREMAN, 2, 1, 0, ACCEPT, lane_row(0), lane_row(1)]
        text = text_of(app)
        for name in ("foreman", "worker 2", "worker 0", "accept", "core 0", "core 1"):
            assert name in text

    run(site(workers=3, model="processes", cores=2), act)


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


def test_the_path_of_the_selected_job_goes_over_its_rows() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        def rows_with_token() -> set[int]:
            glyph = rows.glyphs.token
            return {row for row in rows.rows.rows if glyph in dict(cells_of(rows, row))}

        rows = await open_at(app, pilot, Kind.Accepted, 2)
        app.screens.publish()
        assert rows_with_token() == set()
        app.player.select(Selection("job", 2))
        app.screens.publish()
        log = app.player.session.log
        touched = {row[4] for row in log.rows() if row[1] == Kind.HandedOff and row[3] == 2}
        assert rows_with_token() == {FOREMAN, *touched}

    run(site(workers=4), act)


# -- cursor, keys and mouse --------------------------------------------------------------------


def test_the_cursor_tells_what_went_on_and_enter_goes_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        await press(app, pilot, "up down left left left left")
        text = text_of(app)
        row, at = rows.pointer.cursor or (0, 0)
        assert row == 3
        span = rows.span()
        assert span is not None
        assert f"job #{span.job}" in text
        assert " to " in text
        await press(app, pilot, "enter")
        session = app.player.session
        assert session.now // rows.window.step == at // rows.window.step
        assert not session.playhead.is_live
        assert session.state.task(row).state == span.state

    run(site(workers=4), act)


def test_blocked_is_told_with_job_and_for_whom() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 0, then_s=3)
        log = app.player.session.log
        blocked = next(e for e in log.rows() if e[1] == Kind.HandedOff and e[2] == 1)
        back = next(e for e in log.rows() if e[1] == Kind.Resumed and e[2] == 1)
        rows.pointer.cursor = (1, blocked[0] + rows.window.step)
        await press(app, pilot, "")
        wanted = (
            f"worker 1 · ◐ blocked, waits for worker 0 · job #0 {log.jobs[0].name} · "
            f"{blocked[0] / SECOND:.3f}s to {back[0] / SECOND:.3f}s (1.1s)"
        )
        assert wanted in text_of(app)

    run(site(workers=2, rate=0.25), act)


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
def test_whom_one_waits_for_and_how_long_are_told_in_few_cells(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 330)
        session = app.player.session
        waits = [
            event for event in session.log.rows(0, len(session.log) - 100)
            if event[1] == Kind.HandedOff and event[2] >= 0 and event[4] >= 0
        ]  # fmt: skip
        at, _, who, _, to, _ = waits[-1]
        rows.pointer.cursor = (who, at + 20_000_000)
        rows.window.reveal_span(at, at)
        await press(app, pilot, "z z z z z z")
        [line] = [line for line in text_of(app).splitlines() if " blocked, " in line]
        assert f" w{who} · ◐ " in line
        assert f"blocked, waits for w{to} · job #3" in line
        assert re.search(r" (for [\d.]+m?s|\([\d.]+m?s\)) *│", line)

    run(site(workers=12, rate=0.4, service_time=0.1), act, size=size)


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
        rows.pointer.cursor = (4, hired_at - 2 * rows.window.step)
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
        await press(app, pilot, "pagedown pagedown up up up up left left left left a")
        assert app.player.view.selected != Selection("job", span.job)

    run(site(workers=4), act)


def test_the_cursor_stays_on_the_rows_and_in_the_run() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        await press(app, pilot, "up up up right right right")
        assert rows.pointer.cursor is not None
        assert rows.pointer.cursor[0] == FOREMAN
        assert rows.pointer.cursor[1] <= app.player.session.playhead.end
        for _ in range(400):
            rows.move_cursor(0, -1)
        assert rows.pointer.cursor[1] == 0
        assert rows.window.column(0) == 0
        await press(app, pilot, "pagedown pagedown pagedown")
        assert rows.pointer.cursor[0] == lane_row(0)

    run(site(workers=60, rate=4), act)


def test_the_cursor_begins_where_time_has_passed_and_says_what_was_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 1)
        end = app.player.session.playhead.end
        assert end % rows.window.step == 0  # the cell that begins here is empty yet
        await press(app, pilot, "up right right")
        assert rows.pointer.cursor == (FOREMAN, end - rows.window.step)
        assert "foreman · " in text_of(app)
        assert "foreman · out of sight" not in text_of(app)

    run(site(workers=4, model="serial", paused=True), act)


def test_of_a_cell_of_which_nothing_is_known_it_is_told_why() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        session = app.player.session

        def told(row: int, at: int) -> str:
            rows.pointer.cursor = (row, at)
            app.screens.publish()
            return next(x for x in text_of(app).splitlines() if "worker 0 · " in x)

        assert "no time has passed here yet" in told(0, session.playhead.end + SECOND)
        rows.pointer.cursor = None
        await press(app, pilot, "z z z z z z")
        assert "out of sight" in told(0, 2 * SECOND)

    run(site(workers=4, paused=True), act)


def test_the_cursor_scrolls_the_rows_with_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 1)
        await press(app, pilot, "down " + "down " * 70)
        assert rows.pointer.cursor is not None
        line = rows.rows.line_of(rows.pointer.cursor[0])
        assert line is not None
        top = rows.scroll_offset.y
        assert top > 0
        assert top <= line < top + rows.size.height
        column = rows.window.column(rows.pointer.cursor[1])
        _, style = cells_of(rows, rows.pointer.cursor[0])[column]
        assert style.bgcolor == rows.rich_style.color  # the cursor swaps the colours

    run(site(workers=100, rate=4), act)


def test_a_worker_that_is_found_comes_in_sight() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 1)
        await press(app, pilot, "slash w 3")
        await press(app, pilot, "enter")
        assert app.player.view.selected == Selection("task", 3)
        assert rows.is_marked(rows.rows.line_of(3) or 0)
        assert " worker 3 " in text_of(app)

    run(site(workers=100, rate=4), act)


@pytest.mark.parametrize("size", SIZES)
def test_with_a_job_selected_it_opens_where_its_path_is(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        run_to(session, 900 * SECOND)
        await pilot.press("slash", "2", "enter", "2")
        await pilot.pause()
        app.screens.publish()
        window = app.screens.timeline.grid.window
        life = life_of(session.log, 2, len(session.log), session.playhead.end)
        assert 0 <= window.column(life[0].start) < window.count
        assert 0 <= window.column(life[-1].stop) < window.count
        assert not 0 <= window.column(session.now) < window.count
        await press(app, pilot, "c 1")
        seen = window.first, window.step
        app.player.view.selected = Selection("job", max(session.state.jobs.taken))
        await press(app, pilot, "2")
        assert (window.first, window.step) == seen  # it is in sight already

    run(site(workers=4, model="coroutines", paused=True), act, size=size)


def test_zoom_fit_pan_follow_and_playhead_keys() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 5)
        window, session = rows.window, app.player.session
        step = window.step
        await press(app, pilot, "z")
        assert window.step < step
        await press(app, pilot, "Z Z Z")
        assert window.step > step
        await press(app, pilot, "0")
        assert window.first == 0
        assert window.column(session.playhead.end) < window.count
        await press(app, pilot, "z z z z z z z z shift+left")
        first = window.first
        await press(app, pilot, "shift+left")
        assert window.first < first
        assert not 0 <= window.column(session.now) < window.count
        await press(app, pilot, "c")
        assert 0 <= window.column(session.now) < window.count
        await press(app, pilot, "shift+left shift+left shift+left f")
        assert 0 <= window.column(session.now) < window.count
        await press(app, pilot, "1")
        assert app.screen is app.screens.site

    run(site(workers=4), act)


def test_keys_of_the_site_stay_usable_and_its_own_come_first() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(app, pilot, Kind.Accepted, 1)
        workers = app.player.controls.workers
        await press(app, pilot, "plus")
        assert app.player.controls.workers == workers + 1
        now = app.player.session.now
        await press(app, pilot, "left")
        assert app.player.session.now == now
        assert "whole run" in text_of(app)
        await press(app, pilot, "1 left")
        assert app.player.session.now < now
        assert "whole run" not in text_of(app)

    run(site(workers=4), act, size=(160, 40))


def test_a_key_of_the_timeline_may_be_another() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        step = rows.window.step
        await press(app, pilot, "z")
        assert rows.window.step == step
        await press(app, pilot, "y")
        assert rows.window.step < step

    run(site(workers=4, keymap={"zoom-in": ("y",)}), act)


def cell_offset(rows: TimelineGrid, row: int, column: int) -> Offset:
    line = rows.rows.line_of(row)
    assert line is not None
    return Offset(rows.label_cells + column, line - rows.scroll_offset.y)


def test_the_mouse_points_clicks_and_seeks() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        here = cell_offset(rows, 1, 5)
        await pilot.hover(rows, here)
        assert rows.pointer.hovered == (1, (rows.window.first + 5) * rows.window.step)
        app.screens.publish()
        assert " worker 1 · " in text_of(app)
        await pilot.click(rows, here)
        assert rows.pointer.cursor == (1, (rows.window.first + 5) * rows.window.step)
        before = app.player.session.now
        await pilot.click(rows, here, times=2)
        await pilot.pause()
        assert app.player.session.now < before
        await pilot.click(rows, Offset(3, here.y))
        await pilot.pause()
        assert app.player.view.selected == Selection("task", 1)

    run(site(workers=4), act)


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


# -- over time ---------------------------------------------------------------------------------


def test_it_follows_the_live_end() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "2")
        rows = app.screens.timeline.grid
        for _ in range(40):
            app.advance(1.0)
            await pilot.pause()
            assert 0 <= rows.window.column(app.player.session.now) < rows.window.count
        assert rows.window.first > 0

    run(site(workers=4), act, size=(80, 24))


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


@pytest.mark.parametrize("key", ["r", "R"])
def test_another_run_is_shown_from_its_start(key: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 9)
        await press(app, pilot, f"up shift+right {key}")
        assert 0 <= rows.window.column(0) < rows.window.count
        assert app.player.session.now == 0
        await press(app, pilot, "down down enter a")

    run(site(workers=4), act)


def test_crews_that_grow_and_shrink_keep_their_rows() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2)
        await press(app, pilot, "plus plus")
        assert 5 in rows.rows.rows
        await press(app, pilot, "minus minus minus")
        run_to(app.player.session, app.player.session.now + 9 * SECOND)
        app.screens.publish()
        assert len(app.player.session.state.workers) == 3
        assert 5 in rows.rows.rows

    run(site(workers=4), act)
