"""Lists of options are asked for pages and clicked on when they have no lines, or others."""

from __future__ import annotations

import pytest
from textual.events import Click
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.options import SteadyOptions
from tests.ui.app_fixture import run, settle, site, text_of

OPENERS = (
    *("palette", "help", "model", "scenario", "theme", "workload", "dispatch", "wiring"),
    *("set-speed", "set-defects", "settings"),
)
PAGES = ("pagedown", "pageup")
SMALLEST = (60, 18)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(120, 4), (120, 2), (120, 1), (1, 36), (1, 1)])
def test_a_page_of_a_list_without_room_for_a_line_is_passed_over(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for opener in OPENERS:
            app.action_do(opener)
            await pilot.pause()
            assert app.screen is not app.screens.site
            for key in (*PAGES, *PAGES):
                await pilot.press(key)
            await pilot.press("escape")
            assert app.screen is app.screens.site

    run(site(), act, size)


@pytest.mark.parametrize("page", [SteadyOptions.action_page_down, SteadyOptions.action_page_up])
def test_a_page_of_a_list_that_is_not_laid_out_yet_is_passed_over(page: object) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        options = SteadyOptions(*"abcdef")
        app.screen.mount(options)
        options.highlighted = 0
        assert not options.size
        assert callable(page)
        page(options)
        assert options.highlighted == 0

    run(site(), act)


@pytest.mark.sampled
@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("key", PAGES)
def test_pages_are_turned_while_the_list_opens(opener: str, key: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do(opener)
        for _ in range(9):
            app.simulate_key(key)
        await pilot.pause()
        assert app.screen is not app.screens.site
        assert app.return_code is None

    run(site(), act)


def test_pages_are_turned_where_there_are_lines() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("help")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        await pilot.press("pagedown", "pagedown")
        far = options.highlighted
        assert far is not None
        assert far > 9
        await pilot.press("pageup")
        assert options.highlighted is not None
        assert options.highlighted < far

    run(site(), act)


def test_a_click_on_a_command_that_is_no_longer_listed_is_passed_over() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("palette")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        assert options.option_count > 20
        left, last = options.region.x + 2, options.region.bottom - 1
        styles = (app.screen.get_style_at(left, y) for y in range(last, 0, -1))
        style = next(style for style in styles if style.meta.get("option", 0) > 3)
        click = Click(options, 2, 2, 0, 0, 1, False, False, False, left, options.region.y, style)
        app.screen.query_one(Input).value = "quit"
        await pilot.pause()
        assert options.option_count < 4
        options.post_message(click)
        await pilot.pause()
        assert options.is_attached

    run(site(), act)


@pytest.mark.sampled
@pytest.mark.parametrize(
    "opener",
    [
        pytest.param(opener, marks=[pytest.mark.by_hand] if opener == "help" else [])  # the longest
        for opener in OPENERS
    ],
)
def test_a_list_comes_back_from_a_window_of_any_few_columns_and_lines(opener: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do(opener)
        await settle(pilot)
        before = text_of(app)
        sizes = [(columns, 18) for columns in range(1, 13)] + [(60, lines) for lines in range(1, 7)]
        for size in (*sizes, (4, 3), (6, 1), SMALLEST):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.screen.query_one(OptionList).is_attached
        await settle(pilot)
        assert text_of(app) == before

    run(site(paused=True), act, SMALLEST)


@pytest.mark.sampled
@pytest.mark.parametrize("columns", range(1, 9))
def test_the_palette_opens_in_a_window_of_a_few_columns(columns: int) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("palette")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count
        await pilot.press("pagedown", "pageup", "escape")
        await pilot.pause()
        assert app.screen is app.screens.site

    run(site(), act, (columns, 36))
