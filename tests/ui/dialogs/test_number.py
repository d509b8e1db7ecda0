"""A number within bounds is asked for."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.commands import Hire, SetRate
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import (
    run,
    site,
    text_of,
)
from tests.ui.dialogs.lives import SMALL, words_in


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("key", ["n", "N"])
def test_a_number_that_is_out_of_bounds_is_told_them(key: str, size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(key, *"99999999", "enter")
        await pilot.pause()
        assert words_in(app).endswith(", please")

    run(site(), act, size=size)


def test_numbers_are_taken_within_their_bounds_only() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("set-workers")
        await pilot.pause()
        field = app.screen.query_one(Input)
        for wrong in ("", "0", "10001", "1.5", "1,5", "nan", "inf", "-3", "x", "1e400"):
            field.value = wrong
            await pilot.press("enter")
            assert "a whole number from 1 to 10,000, please" in text_of(app)
        field.value = "1,000"
        await pilot.press("enter")
        app.action_do("set-rate")
        await pilot.pause()
        app.screen.query_one(Input).value = "1,001/s"
        await pilot.press("enter")
        assert "a number from 0/s to 1,000/s, please" in text_of(app)
        app.screen.query_one(Input).value = "2,5"
        await pilot.press("enter")
        app.action_do("set-rate")
        await pilot.pause()
        app.screen.query_one(Input).value = "54.36/h"
        await pilot.press("enter")
        app.action_do("set-rate")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "54.36/h"
        await pilot.press("enter")
        commands = [entry.command for entry in app.player.session.journal]
        assert commands == [Hire(996), SetRate(2.5), SetRate(0.0151)]

    run(site(), act)
