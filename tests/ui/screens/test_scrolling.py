"""Pages: the panel with the focus is scrolled, or else the first that can be."""

from __future__ import annotations

from typing import cast

from textual.geometry import Offset, Size
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.player.intents import ScrollPanel, Seek
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.scrolling import place_in
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.app_fixture import run, settle, site
from tests.ui.rows import NORMAL


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


def test_a_list_says_that_there_is_more_or_which_part_of_it_is_shown() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        shown = app.screens.site
        for panel in (shown.queue, shown.accept_log):
            note = lambda panel=panel: str(panel.border_subtitle)  # noqa: E731
            rows, height = panel.row_count(), panel.size.height
            assert rows > height
            assert note() == "↓ more"
            app.host.wish(ScrollPanel(panel.scroll_name, 7))
            await settle(pilot)
            assert note() == f"8-{7 + height} of {rows}"
            app.host.wish(Seek(0))
            await settle(pilot)
            assert note() == ""
            app.host.wish(ScrollPanel(panel.scroll_name, 0), Seek(90 * SECOND))
            await settle(pilot)
            assert note() == "↓ more"

    run(site(workers=4, rate=2.0, at=90.0, paused=True), act, NORMAL)


def test_where_there_is_little_room_it_says_less() -> None:
    class Narrow:
        glyphs, size = UNICODE, Size(16, 10)
        scroll_offset, outer_size = Offset(0, 1_033), Size(18, 12)

    panel = cast("RowsPanel", Narrow())
    assert place_in(panel, 10) == ""
    assert place_in(panel, 9_812) == "1,034/9,812"
    Narrow.outer_size = Size(40, 12)
    assert place_in(panel, 9_812) == "1,034-1,043 of 9,812"
    Narrow.outer_size = Size(12, 12)
    assert place_in(panel, 9_812) == "1,034"
