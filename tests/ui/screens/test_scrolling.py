"""Pages: the panel with the focus is scrolled, or else the first that can be."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, site


def test_a_page_scrolls_the_panel_with_the_focus_or_else_the_first_that_can_be() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        shown = app.screens.site
        chain, log = shown.chain, shown.accept_log
        shown.set_focus(log)
        await pilot.press("ctrl+d", "ctrl+u")
        assert app.player.view.follow
        shown.set_focus(None)
        top = chain.scroll_offset.y
        await pilot.press("ctrl+u" if top else "ctrl+d")
        assert chain.scroll_offset.y != top
        assert not app.player.view.follow
        assert log.scroll_offset.y == 0
        shown.set_focus(log)
        top = chain.scroll_offset.y
        await pilot.press("ctrl+d")
        assert log.scroll_offset.y > 0
        assert chain.scroll_offset.y == top
        await pilot.press("ctrl+u")
        assert log.scroll_offset.y == 0

    run(site(workers=30, model="coroutines", rate=20.0, costs="zero", at=20.0, paused=True), act)
