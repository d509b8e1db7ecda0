"""The keys that a scenario names as the next ones lead to what it says."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.scenario.loading import load_scenario, shipped_names
from site_sim.ui.app import SiteApp
from tests.scenario.points import NEXT
from tests.ui.app_fixture import pass_time, run, site

KEYS = {".": "full_stop"}
"""What Textual calls keys that have other names."""


@pytest.mark.sampled
@pytest.mark.parametrize("name", shipped_names())
def test_the_next_keys_of_a_scenario_do_what_it_says(name: str) -> None:
    scenario = load_scenario(name, {"workers": 40} if name == "crowd" else {})
    keys, _, _ = scenario.next.partition(":")
    said = keys.replace(", then", "").replace(" again and again", "").split()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1.0)
        before = app.player.session.state.seq
        await pilot.press(*(KEYS.get(key, key) for key in said))
        state = app.player.session.state
        if name not in NEXT:
            assert app.player.view.screen == "code"
            assert app.player.view.paused
            assert state.seq > before
            return
        changed, _ = NEXT[name]
        for key, value in changed.items():
            field = key.replace("-", "_")
            assert getattr(state.settings, field) == value != getattr(scenario, field)
        assert (state.at == 0) is ("r" in said)

    run(site(scenario), act)
