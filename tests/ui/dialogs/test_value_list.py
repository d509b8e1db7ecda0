"""The list of a setting's values is the same by its key and from the dialog with every setting."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.scenario.settings import REBUILT, SETTINGS
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, site
from tests.ui.dialogs.lives import SIZES, words_in

KEYS = {"model": "m", "wiring": "i", "dispatch": "d", "workload": "w"}


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", KEYS)
def test_a_list_says_before_that_the_site_is_rebuilt(name: str, size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(KEYS[name])
        await pilot.pause()
        assert (REBUILT in words_in(app)) is SETTINGS[name].rebuilds
        await pilot.press("escape", "C", *name, "enter")
        await pilot.pause()
        assert (REBUILT in words_in(app)) is SETTINGS[name].rebuilds

    run(site(paused=True), act, size)


def test_some_lists_say_so_and_some_do_not() -> None:
    assert {SETTINGS[name].rebuilds for name in KEYS} == {True, False}
