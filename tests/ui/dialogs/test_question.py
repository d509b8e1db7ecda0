"""A question is asked and answered, or not."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from site_sim.base.units import SECOND
from site_sim.player.intents import Select, SetSpeed
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS
from tests.ui.app_fixture import (
    Seconds,
    pass_time,
    run,
    site,
)


def test_escape_pressed_twice_closes_one_dialog_and_no_more() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for opener in ("help", "theme", "set-rate", "palette", "find"):
            app.action_do(opener)
            await pilot.pause()
            dialog = app.screen
            assert isinstance(dialog, ModalScreen)
            dialog.dismiss(None)
            dialog.dismiss(None)
            await pilot.pause()
            assert app.screen is app.screens.site

    run(site(), act)


def test_a_megabyte_pasted_into_a_field_is_cut() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        from textual.events import Paste

        app.action_do("set-workers")
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.post_message(Paste("7" * 1_000_000))
        await pilot.pause()
        assert len(field.value) <= FIELD_CHARACTERS

    run(site(), act)


def test_dialogs_open_while_it_runs_as_fast_as_it_can() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(SetSpeed("max"))
        for opener in ("model", "help", "palette", "story"):  # of the job selected below
            pass_time(app, 0.1)
            app.action_do(opener)
            pass_time(app, 0.1)
            await pilot.pause()
            assert isinstance(app.screen, ModalScreen)
            await pilot.press("escape")
        assert app.player.session.now > SECOND

    app = site(workers=50, rate=50.0, budget=Seconds(0.001))
    app.player.session.playback.advance(30 * SECOND)
    app.player.do(Select("job", 0))
    run(app, act)
