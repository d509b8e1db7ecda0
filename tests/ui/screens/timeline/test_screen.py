"""The timeline as a screen: its keys, and where it opens."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import ChooseModel
from site_sim.log.events import Kind
from site_sim.player.intents import PutCursor, Seek, Select, ShowTimes
from site_sim.player.view_state import Selection
from site_sim.state.job_lifecycle import life_of
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.run.driving import run_to
from tests.ui.app_fixture import drawn, run, site, text_of
from tests.ui.screens.timeline.opening import SIZES, open_at, press


def test_a_worker_that_is_found_comes_in_sight() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 1)
        await press(app, pilot, "slash w 3")
        await press(app, pilot, "enter")
        assert app.player.view.selected == Selection("task", 3)
        assert rows.is_marked(rows.rows.line_of(3) or 0)
        assert " worker 3 " in text_of(app)

    run(site(workers=100, rate=4), act)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_with_a_job_selected_it_opens_where_its_path_is(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        run_to(session, 900 * SECOND)
        await pilot.press("slash", "2", "enter", "2")
        await pilot.pause()
        app.screens.publish()
        rows = app.screens.timeline.grid
        window = rows.window
        life = life_of(session.log, 2, len(session.log), session.playhead.end)
        assert 0 <= window.column(life[0].start) < window.count
        assert 0 <= window.column(life[-1].stop) < window.count
        assert not 0 <= window.column(session.now) < window.count
        await press(app, pilot, "c 1")
        seen = rows.window
        app.player.do(Select("job", max(session.state.jobs.taken)))
        await press(app, pilot, "2")
        assert rows.window == seen  # it is in sight already

    run(site(workers=4, model="coroutines", paused=True), act, size=size)


def test_zoom_fit_pan_follow_and_playhead_keys() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 5)
        session = app.player.session
        step = rows.window.step
        await press(app, pilot, "z")
        assert rows.window.step < step
        await press(app, pilot, "Z Z Z")
        assert rows.window.step > step
        await press(app, pilot, "0")
        assert rows.window.first == 0
        assert rows.window.column(session.playhead.end) < rows.window.count
        await press(app, pilot, "z z z z z z z z shift+left")
        first = rows.window.first
        await press(app, pilot, "shift+left")
        assert rows.window.first < first
        assert not 0 <= rows.window.column(session.now) < rows.window.count
        await press(app, pilot, "c")
        assert 0 <= rows.window.column(session.now) < rows.window.count
        await press(app, pilot, "shift+left shift+left shift+left f")
        assert 0 <= rows.window.column(session.now) < rows.window.count
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


def test_it_follows_the_live_end() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "2")
        rows = app.screens.timeline.grid
        for _ in range(40):
            app.advance(1.0)
            await pilot.pause()
            assert 0 <= rows.window.column(app.player.session.now) < rows.window.count
            assert rows.window.first == 0  # as long as the whole run is shown
        await press(app, pilot, "z")
        for _ in range(40):
            app.advance(1.0)
            await pilot.pause()
            assert 0 <= rows.window.column(app.player.session.now) < rows.window.count
        assert rows.window.first > 0

    run(site(workers=4), act, size=(80, 24))


@pytest.mark.parametrize("key", ["r", "R"])
def test_another_run_is_shown_from_its_start(key: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 9)
        await press(app, pilot, f"up shift+right {key}")
        assert 0 <= rows.window.column(0) < rows.window.count
        assert app.player.session.now == 0
        await press(app, pilot, "down down enter a")

    run(site(workers=4), act)


def test_it_shows_the_times_and_the_cursor_that_the_view_says() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 9)
        app.host.wish(ShowTimes(SECOND, 3), PutCursor(2, 5 * SECOND))
        assert rows.data is not None
        assert (rows.data.scale.step, rows.data.scale.first) == (SECOND, 3)
        assert "worker 2 · " in text_of(app)

    run(site(workers=4), act)


def test_while_it_follows_it_shows_the_same_whichever_way_the_playhead_came() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        run_to(app.player.session, 300 * SECOND)
        await press(app, pilot, "2")
        app.host.wish(ShowTimes(SECOND, 250, follows=True))
        seen = set()
        for way in ([0], [299], [100, 20], [200]):
            for at in (*way, 130):
                app.host.wish(Seek(at * SECOND))
                await pilot.pause()
            rows = app.screens.timeline.grid
            assert 0 <= rows.window.column(130 * SECOND) < rows.window.count
            seen.add(text_of(app))
        assert len(seen) == 1

    run(site(workers=4), act)


def test_a_change_of_model_keeps_the_past_and_is_marked() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        session, screen = app.player.session, app.screens.timeline
        run_to(session, 20 * SECOND)
        await press(app, pilot, "2 z")
        past = screen.grid.data
        assert past is not None
        app.player.do(ChooseModel("coroutines"))
        run_to(session, 22 * SECOND)
        await press(app, pilot, "")
        ruler = drawn(screen.query_one("#timeline-ruler", RowsPanel))[0]
        column = screen.grid.window.column(20 * SECOND)
        stripes = screen.grid.glyphs.stripes
        assert [place for place, sign in enumerate(ruler) if sign == stripes] == [
            screen.grid.label_cells + column
        ]
        now = screen.grid.data
        assert now is not None
        shift = now.scale.first - past.scale.first
        for row in (0, 1, 2):
            before, after = past.cells[row][shift:], now.cells[row]
            assert before[: column - 1] == after[: column - 1]

    run(site(workers=3, rate=2.0, paused=True), act)
