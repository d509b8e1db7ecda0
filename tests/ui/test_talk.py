"""A talk: the keys of a speaker, on every screen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from site_sim.player.view_state import NOTHING, ScreenName
from site_sim.scenario.loading import STORY, load_scenario
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, settle, show, site, text_of

SCREENS: tuple[ScreenName, ...] = ("site", "timeline", "code")
ON_EACH_SCREEN = pytest.mark.parametrize("screen", SCREENS)


def source_of(app: SiteApp) -> str:
    """Return the name of the scenario that runs."""
    assert app.player.scenario is not None
    return app.player.scenario.source


@ON_EACH_SCREEN
def test_the_keys_of_a_clicker_go_through_the_story(screen: ScreenName) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        await pilot.press("pageup")
        await pilot.pause()
        assert "there is no previous scenario" in text_of(app)
        await pilot.press("pagedown", "pagedown")
        assert source_of(app) == STORY[2]
        await pilot.press("pageup")
        assert source_of(app) == STORY[1]
        assert app.player.view.screen == screen

    run(site(load_scenario()), act)


def test_the_last_scenario_stays_where_a_clicker_asks_for_more() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("pagedown")
        await pilot.pause()
        assert "there is no next scenario" in text_of(app)
        assert source_of(app) == STORY[-1]

    run(site(load_scenario(STORY[-1])), act)


def test_a_list_keeps_the_keys() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("o", "pagedown", "enter")
        assert source_of(app) == STORY[-1]

    run(site(load_scenario()), act)


@ON_EACH_SCREEN
def test_one_key_starts_again_as_it_was_and_one_runs_at_the_speed_of_the_clock(
    screen: ScreenName,
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        await pilot.press("plus", "asterisk", "exclamation_mark")
        assert app.player.view.speed == 1.0
        await pilot.press("f5")
        assert app.player.controls.workers == 3
        assert app.player.view.speed == 4.0
        await pilot.press("plus", "O")
        assert app.player.controls.workers == 3

    run(site(workers=3, speed=4.0), act)


@ON_EACH_SCREEN
def test_what_the_scenario_is_about_stands_on_the_screen_until_a_key(screen: ScreenName) -> None:
    about = load_scenario().about

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        assert about in text_of(app)
        assert "A hides it" in text_of(app)
        await pilot.press("A")
        await pilot.pause()
        assert about not in text_of(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert load_scenario(STORY[1]).about in text_of(app)

    run(site(load_scenario()), act, (80, 24))


@pytest.mark.sampled
@ON_EACH_SCREEN
def test_what_to_press_next_stands_below_until_something_is_changed(screen: ScreenName) -> None:
    advice = load_scenario().advice

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        assert advice in text_of(app)
        for keys, is_true in (("+", True), ("r", True), ("m c enter", False), ("r", False)):
            await pilot.press(*keys.split())
            await pilot.pause()
            assert (load_scenario().about in text_of(app)) is is_true
            assert advice not in text_of(app)
        await pilot.press("f5")
        await pilot.pause()
        assert advice in text_of(app)

    run(site(load_scenario()), act, (120, 36))


def test_a_scenario_that_says_nothing_has_no_caption() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        assert "hides it" not in text_of(app)

    run(site(), act)


@ON_EACH_SCREEN
def test_a_count_is_shown_in_large_then_another_then_none(screen: ScreenName) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        names = ("jobs done", "jobs waiting", "jobs done a second")
        for name in (*names, ""):
            await pilot.press("B")
            await pilot.pause()
            rows = [row.strip(" │") for row in text_of(app).splitlines()]
            large = [words for words in names if words in rows]
            assert large == [name] * bool(name)

    run(site(at=20.0, paused=True), act)


@pytest.mark.sampled
@pytest.mark.parametrize("key", ["b", "q", "space", "z", "ctrl+p", "F12", "ö"])
@ON_EACH_SCREEN
def test_the_screen_is_empty_until_any_key_which_does_nothing_else(
    screen: ScreenName, key: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await settle(pilot)
        before = text_of(app)
        await pilot.press("b")
        app.advance(1.0)
        await pilot.pause()
        assert not text_of(app).strip()
        view = app.player.view
        await pilot.press(key)
        await settle(pilot)
        assert app.is_running
        assert app.player.view == replace(view, blank=False)
        assert text_of(app) == before

    run(site(load_scenario(overrides={"at": 20.0}), theme="mono"), act)


def test_a_click_shows_the_run_again() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("b")
        await pilot.pause()
        await pilot.click(offset=(40, 12))
        await pilot.pause()
        assert not app.player.view.blank
        assert app.player.view.selected == NOTHING

    run(site(at=20.0), act)


@pytest.mark.sampled
@ON_EACH_SCREEN
def test_one_key_changes_between_a_dark_and_a_bright_hall_and_the_theme_is_kept(
    screen: ScreenName,
) -> None:
    kept: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.themes.keep = lambda name: kept.append(name) or ""
        show(app, screen)
        await pilot.pause()
        await pilot.press("T")
        assert app.theme == "projector"
        await pilot.press("T", "T")
        assert app.theme == "projector"
        assert kept == ["projector", "floodlight", "projector"]

    run(site(), act)


def test_only_a_theme_that_is_chosen_is_kept() -> None:
    kept: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.themes.keep = lambda name: kept.append(name) or "no room"
        await pilot.press("t", "down", "down", "escape")
        assert kept == []
        await pilot.press("t", "down", "down", "enter")
        await pilot.pause()
        assert kept == ["blueprint"]
        assert "the theme is not kept for the next time: no room" in text_of(app)

    run(site(), act)
