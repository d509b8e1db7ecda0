"""One of a list is picked."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from site_sim.commands import ChooseModel
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import (
    run,
    site,
)
from tests.ui.dialogs.lives import SMALL, words_in


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("key", ["m", "w", "d", "i", "o", "t"])
def test_a_picker_keeps_its_hint_and_scrolls_to_its_last_choice(
    key: str, size: tuple[int, int]
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(key)
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        for where in ("home", "end"):
            await pilot.press(where)
            await pilot.pause()
            assert "enter chooses, escape leaves it as it is" in words_in(app)
            number = 0 if where == "home" else options.option_count - 1
            assert options.highlighted == number
            assert words_in(app).count(str(options.get_option_at_index(number).prompt).split()[0])

    run(site(), act, size=size)


def test_a_picker_applies_what_is_picked_once_however_often_enter_is_pressed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("m")
        options = app.screen.query_one(OptionList)
        assert options.highlighted == 0
        options.post_message(OptionList.OptionSelected(options, options.get_option_at_index(1), 1))
        options.post_message(OptionList.OptionSelected(options, options.get_option_at_index(1), 1))
        await pilot.pause()
        assert [entry.command for entry in app.player.session.journal] == [
            ChooseModel("coroutines")
        ]
        assert app.screen is app.screens.site

    run(site(), act)


def test_a_theme_is_tried_on_and_taken_off_again() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("theme")
        await pilot.pause()
        await pilot.press("down")
        assert app.theme != "site-dark"
        await pilot.press("escape")
        assert app.theme == "site-dark"
        app.action_do("theme")
        await pilot.pause()
        await pilot.press("down", "enter")
        assert app.theme != "site-dark"

    run(site(), act)
