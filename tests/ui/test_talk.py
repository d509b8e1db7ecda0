"""A talk: the keys of a speaker, on every screen."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.player.view_state import ScreenName
from site_sim.scenario.loading import STORY, load_scenario
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, show, site, text_of

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
