"""A thousand workers are hired from the keyboard: they do their jobs, or it is said why not."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.scenario.loading import load_scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import drawn, pass_time, run, site

HIRE = ("n", *"1000", "enter")
DIRECT = ("i", "d", "enter")


def notice_of(app: SiteApp) -> str:
    return drawn(app.screens.site.query_one("#notice", RowsPanel))[0]


async def press(app: SiteApp, pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and let 40 simulated seconds pass."""
    await pilot.press(*keys)
    for _ in range(10):
        pass_time(app, 4 / app.player.view.speed)
    await pilot.pause()


def test_in_the_classic_the_hops_are_named_with_a_key_and_the_key_helps() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *HIRE)
        assert "held up" in notice_of(app)
        assert "a job passes up to 1,001 hops of 100ms · i direct wiring" in notice_of(app)
        done = app.player.session.state.statistics.done
        await press(app, pilot, *DIRECT)
        assert "held up" not in notice_of(app)
        assert app.player.session.state.statistics.done > done + 25

    run(site(load_scenario("classic", {"speed": 16.0})), act)


@pytest.mark.sampled
@pytest.mark.parametrize("model", ["serial", "coroutines", "threads", "free-threads", "processes"])
@pytest.mark.parametrize("keys", [(), DIRECT])
def test_where_hops_take_microseconds_a_thousand_do_their_jobs(
    model: str, keys: tuple[str, ...]
) -> None:
    given = {"speed": 16.0, "costs": "typical", "model": model, "rate": 0.8}

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *keys, *HIRE)
        await press(app, pilot)
        state = app.player.session.state
        assert len(state.workers) == 1000
        assert state.arrived - state.statistics.done <= 3
        assert "more" not in notice_of(app)

    run(site(load_scenario("classic", given)), act)
