"""What actions do to the view, and to dialogs."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from tests.ui.actions.asking import SCREENS, Recorder, find
from tests.ui.app_fixture import run, show, site


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
def test_views_palette_and_help_can_be_clicked_where_there_is_room_and_help_anywhere(
    size: tuple[int, int], recorder: Recorder
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for screen in SCREENS:
            show(app, screen)
            await pilot.pause()
            app.advance(0)
            await pilot.pause()
            keys = app.screen.query_one("#keys", Bar)
            roomy = (*SCREENS, "palette") if screen != "site" or size[0] >= 120 else ()
            for wanted in ("pause", "help", "quit", *roomy):
                recorder.asked.clear()
                await pilot.click(keys, offset=(find(keys, wanted), 0))
                assert recorder.asked == [wanted]

    run(site(actions=recorder.actions), act, size)


def test_the_process_can_be_stopped_from_within_a_dialog(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stops: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        monkeypatch.setattr(app, "action_suspend_process", lambda: stops.append("stop"))
        for number, opener in enumerate(("help", "model", "find", "palette"), 1):
            app.action_do(opener)
            await pilot.pause()
            await pilot.press("ctrl+z")
            assert len(stops) == number
            await pilot.press("escape")

    run(site(), act)


def test_no_key_acts_on_the_site_behind_a_dialog() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.player.view
        for opener in ("help", "model", "set-workers", "palette", "theme", "run-to", "find"):
            app.action_do(opener)
            await pilot.pause()
            dialog = app.screen
            assert dialog.is_modal
            await pilot.press("space", "plus", "j", "x", "R")
            assert app.screen is dialog
            await pilot.press("escape")
            assert app.screen is app.screens.site
        assert app.player.view == before
        assert app.player.session.journal == []
        assert app.player.scenario.seed == 42

    run(site(), act)


def test_control_c_ends_it_also_from_within_a_dialog() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("n", "ctrl+c")

    app = site()
    run(app, act)
    assert app.return_code == 130
