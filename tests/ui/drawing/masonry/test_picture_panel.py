"""Pile and wall on the site: drawn only where they change, and the same after a way back."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.player.intents import Seek, StepBack
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.masonry.picture_panel import PicturePanel
from tests.ui.app_fixture import drawn, run, settle, site
from tests.ui.rows import NORMAL, SMALL

BUSY = {"workers": 4, "rate": 2.0, "model": "coroutines", "defect_rate": 0.2, "paused": True}


def test_a_picture_that_stays_is_not_drawn_again() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        made: list[int] = []

        def watch(panel: PicturePanel) -> None:
            draw = panel.draw_row
            panel.draw_row = lambda row: made.append(row) or draw(row)  # type: ignore[method-assign,func-returns-value]

        await settle(pilot)
        watch(screen.pile)
        watch(screen.wall)
        for _ in range(5):
            app.screens.publish()
        assert made == []
        app.host.wish(Seek(19 * SECOND))
        assert 0 < len(made) < screen.pile.size.height + screen.wall.size.height

    run(site(at=20.0, **BUSY), act, NORMAL)


def test_a_way_back_leads_to_the_same_picture() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pictures = app.screens.site.pile, app.screens.site.wall

        def seen() -> list[list[str]]:
            return [drawn(panel) for panel in pictures]

        await settle(pilot)
        before = seen()
        assert all(any(row.strip() for row in rows) for rows in before)
        app.host.wish(Seek(2 * SECOND))
        assert seen() != before
        app.host.wish(Seek(30 * SECOND))
        assert seen() == before
        app.host.wish(*[StepBack()] * 40)
        assert seen() != before
        app.host.wish(Seek(30 * SECOND))
        assert seen() == before

    run(site(at=30.0, **BUSY), act, NORMAL)


def test_both_stand_on_the_ground_in_the_same_row() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        for size in (SMALL, NORMAL, (160, 45), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert screen.pile.region.bottom == screen.wall.region.bottom
            assert "crate" in drawn(screen.pile)[-1]
            assert "brick" in drawn(screen.wall)[-1]

    run(site(at=20.0, **BUSY), act, NORMAL)
