"""The value of a setting is asked for, and taken within its bounds."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.base.limits import HIGHEST_RATE
from site_sim.commands import Hire, SetRate
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import (
    run,
    site,
)
from tests.ui.dialogs.lives import SMALL, words_in


@pytest.mark.sampled
@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize(
    ("key", "bounds"), [("n", "from 1 to 10,000"), ("N", "0, or from 0.000001 to 1,000,000")]
)
def test_a_number_that_is_out_of_bounds_is_told_them(
    key: str, bounds: str, size: tuple[int, int]
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(key, *"99999999", "enter")
        await pilot.pause()
        words = words_in(app)
        assert f"▎ {bounds} must be {bounds}, not 99999999" in words

    run(site(), act, size=size)


WRONG = {
    **dict.fromkeys(("", "1.5", "1,5", "nan", "inf", "x", "1e400"), "must be a whole number"),
    **dict.fromkeys(("0", "-3", "10001", "9999999"), "must be from 1 to 10,000, not "),
}


def test_numbers_are_taken_within_their_bounds_only() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("set-workers")
        await pilot.pause()
        field = app.screen.query_one(Input)
        for wrong, what in WRONG.items():
            field.value = wrong
            await pilot.press("enter")
            assert what in words_in(app)
        field.value = "1,000"
        await pilot.press("enter")
        commands = [entry.command for entry in app.player.session.journal]
        assert commands == [Hire(996)]

    run(site(), act)


async def set_rate(app: SiteApp, pilot: Pilot[int], text: str) -> str:
    """Give the job rate as a text; return the one that was there."""
    app.action_do("set-rate")
    await pilot.pause()
    field = app.screen.query_one(Input)
    before, field.value = field.value, text or field.value
    await pilot.press("enter")
    await pilot.pause()
    return before


def test_a_rate_is_taken_as_it_is_printed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        assert await set_rate(app, pilot, "2,5") == "1/s"
        assert await set_rate(app, pilot, "54.36/h") == "2.5/s"
        assert await set_rate(app, pilot, "") == "54.36/h"
        assert await set_rate(app, pilot, "1,000/s") == "54.36/h"
        commands = [entry.command for entry in app.player.session.journal]
        assert commands == [SetRate(2.5), SetRate(0.0151), SetRate(1000.0)]

    run(site(), act)


def test_a_rate_that_a_scenario_gives_may_stay() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("N", "enter")
        await pilot.pause()
        assert app.screen is app.screens.site
        assert not app.player.session.journal

    run(site(rate=HIGHEST_RATE, paused=True), act)


def test_a_rate_that_no_scenario_can_have_is_refused() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await set_rate(app, pilot, "0.0000001")
        assert "must be 0, or from 0.000001 to 1,000,000, not 1e-07" in words_in(app)

    run(site(), act)
