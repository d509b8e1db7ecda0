"""Which screen shows the run: each is made when it is asked for, and stays."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.player.intents import SetFollow
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, settle, site, text_of


def test_a_screen_is_made_once_and_the_site_stays_below() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screens = app.screens
        assert screens.shown is screens.site is app.screen
        made = []
        for name in ("timeline", "code", "timeline", "code"):
            screens.show(name)
            await settle(pilot)
            assert app.screen is screens.shown is screens.get(name)
            made.append(app.screen)
            assert len(app.screen_stack) == 2
        assert made[:2] == made[2:]
        screens.show("site")
        await settle(pilot)
        assert app.screen is screens.site
        assert len(app.screen_stack) == 1

    run(site(), act)


def test_a_task_is_revealed_on_every_screen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(SetFollow(False))
        await settle(pilot)
        assert "WORKER 3 " not in text_of(app)
        app.screens.reveal_task(3)
        await settle(pilot)
        assert "WORKER 3 " in text_of(app)
        app.screens.show("timeline")
        await settle(pilot)
        assert "worker 3 " not in text_of(app)
        app.screens.reveal_task(3)
        await settle(pilot)
        assert "worker 3 " in text_of(app)

    run(site(workers=60, model="coroutines", at=3.0), act, (120, 36))
