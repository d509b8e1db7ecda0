"""Which screen shows the run: each is made when it is asked for, and stays."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.player.intents import SetFollow, SetTheme, ShowScreen, Zoom
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import FRAME_S, run, settle, show, site, text_of


def test_a_screen_is_made_once_and_the_site_stays_below() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screens = app.screens
        assert screens.shown is screens.site is app.screen
        made = []
        for name in ("timeline", "code", "timeline", "code"):
            show(app, name)
            await settle(pilot)
            assert app.screen is screens.shown is screens.get(name)
            made.append(app.screen)
            assert len(app.screen_stack) == 2
        assert made[:2] == made[2:]
        show(app, "site")
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
        show(app, "timeline")
        await settle(pilot)
        assert "worker 3 " not in text_of(app)
        app.screens.reveal_task(3)
        await settle(pilot)
        assert "worker 3 " in text_of(app)

    run(site(workers=60, model="coroutines", at=3.0), act, (120, 36))


def test_a_frame_shows_what_the_view_says_whoever_changed_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for intent in (ShowScreen("code"), Zoom("waits"), SetTheme("mono")):
            app.player.do(intent)
        app.advance(FRAME_S)
        await settle(pilot)
        assert app.screen is app.screens.get("code")
        assert app.screen.has_class("-zoom-waits")
        assert app.theme == "mono"
        for intent in (Zoom("nothing of the kind"), SetTheme("nor this")):
            app.player.do(intent)
        app.advance(FRAME_S)
        assert not app.screen.has_class("-zoom")
        assert app.theme == "site-dark"

    run(site(), act)


def test_another_screen_waits_until_a_dialog_is_closed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        dialog = app.screen
        show(app, "code")
        app.advance(FRAME_S)
        await pilot.pause()
        assert app.screen is dialog
        await pilot.press("escape")
        app.advance(FRAME_S)
        await settle(pilot)
        assert app.screen is app.screens.get("code")
        assert app.screen_stack[:-1] == [app.screens.site]

    run(site(), act)
