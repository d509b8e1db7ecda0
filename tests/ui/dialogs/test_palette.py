"""The command palette stands what comes while the window changes, and what is pasted."""

from __future__ import annotations

import pytest
from textual.events import Click, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS
from tests.ui.app_fixture import run, site


def click_at(app: SiteApp, x: int, y: int) -> Click:
    return Click(app.screen, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)


@pytest.mark.sampled
@pytest.mark.parametrize("place", [(150, 30), (10, 18), (60, 0), (-1, -1)])
def test_a_click_at_a_place_that_the_window_has_lost_is_passed_over(
    place: tuple[int, int],
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("palette")
        await pilot.pause()
        palette = app.screen
        await pilot.resize_terminal(60, 18)
        palette.post_message(click_at(app, *place))
        await pilot.pause()
        assert app.screen is palette

    run(site(), act, (200, 50))


def test_a_click_beside_the_palette_closes_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("palette")
        await pilot.pause()
        await pilot.click(offset=(1, 30))
        await pilot.pause()
        assert app.screen is app.screens.site

    run(site(), act)


def test_no_more_is_pasted_into_it_than_into_other_fields() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("palette")
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.post_message(Paste("quit" * 100_000))
        await pilot.pause()
        assert len(field.value) <= FIELD_CHARACTERS

    run(site(), act)
