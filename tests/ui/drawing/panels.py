"""Panels of an app that is shown, and what they draw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.geometry import Region
from textual.strip import Strip

from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel


def shown(app: SiteApp, size: tuple[int, int], look: Callable[[SiteApp], object]) -> None:
    """Run the app for two simulated seconds, and have a look."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for _ in range(20):
                app.advance(0.1)
            await pilot.pause()
            look(app)

    asyncio.run(run())


def whole(panel: RowsPanel) -> Region:
    return panel.outer_size.region


def cells(strips: list[Strip]) -> list[list[tuple[str, object]]]:
    """Return every cell with its style, however the segments are divided."""
    return [
        [(char, segment.style) for segment in strip for char in segment.text] for strip in strips
    ]
