"""Every setting is reached by its key and by a click on its value, and changed by commands."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from site_sim.scenario.settings import SETTINGS
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.settings import SettingsDialog
from site_sim.ui.drawing.bars import Bar
from tests.ui.actions.asking import find
from tests.ui.app_fixture import WIDE, run, site, text_of
from tests.ui.replays import replay_of


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["workers", "rate", "model", "workload", "wiring", "supervise"])
def test_a_click_on_a_value_shows_it_among_all_settings(name: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        action = f"settings:{name}"
        bar = next(bar for bar in app.screen.query(Bar) if action in str(bar.items))
        await pilot.hover(bar, offset=(find(bar, action) + 1, 0))
        assert str(bar.tooltip) == f"Change any setting: {name} (C)"
        await pilot.click(bar, offset=(find(bar, action) + 1, 0))
        await pilot.pause()
        assert isinstance(app.screen, SettingsDialog)
        highlighted = app.screen.query_one(OptionList).highlighted
        assert highlighted == [*SETTINGS].index(name)
        await pilot.press("escape", "C")
        await pilot.pause()
        assert app.screen.query_one(OptionList).highlighted == 0, "the key shows the first"

    run(site(paused=True), act, WIDE)


def test_a_producer_and_a_consumer_have_no_crew_among_their_settings() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C")
        await pilot.pause()
        assert "workers" not in text_of(app)

    run(site(paused=True, program="producer-consumer", workers=1), act, (80, 24))


def test_a_recording_says_why_none_can_be_changed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("C")
        await pilot.pause()
        assert not isinstance(app.screen, SettingsDialog)
        assert "recording" in text_of(app)

    run(replay_of("masons"), act)
