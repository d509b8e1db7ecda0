"""Sites to look at: an app on a scenario at a moment, its clock stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.kernel.config import Order
from site_sim.log.events import JobCard
from site_sim.player.player import Player
from site_sim.scenario.scenario import Scenario
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.site.crew_map import TURNS
from site_sim.ui.theme.glyphs import GLYPHS
from site_sim.ui.theme.manager import ThemeManager
from site_sim.ui.theme.registry import load_themes

THEMES, _ = load_themes()
FRAME_S = 1 / 60

Act = Callable[[Pilot[int]], Awaitable[None]]


def site(theme: str = "site-dark", glyphs: str = "unicode", **scenario: Any) -> SiteApp:
    """Return an app on a scenario, which stands at its `at`."""
    return SiteApp(
        Player(Scenario(**scenario), lambda: 0.0),
        KeyBindings(ACTIONS, {}),
        ThemeManager(THEMES, THEMES[theme], GLYPHS[glyphs]),
        clock_runs=False,
    )


async def settle(pilot: Pilot[int], frames: int = 0) -> None:
    """Let the layout come to rest, so many frames pass, and every row be drawn."""
    app = pilot.app
    assert isinstance(app, SiteApp)
    for _ in range(2):
        app.advance(0)
        await pilot.pause()
    for _ in range(frames):
        app.advance(FRAME_S)
    for _ in range(TURNS + 1):
        app.advance(0)
    await pilot.pause()


def after(*keys: str, frames: int = 0, later: int = 0) -> Act:
    """Return what lets frames pass, presses keys, and lets more frames pass."""

    async def act(pilot: Pilot[int]) -> None:
        await settle(pilot, frames)
        for key in keys:
            await pilot.press(key)
        await settle(pilot, later)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return act


def look(app: SiteApp, size: tuple[int, int], *acts: Act) -> list[str]:
    """Return what stands on the screen of that size after some acts, line by line."""

    async def run() -> list[str]:
        async with app.run_test(size=size) as pilot:
            for act in acts or (after(),):
                await act(pilot)
            return [strip.text for strip in app.screen._compositor.render_strips()]

    return asyncio.run(run())


def drawn(panel: RowsPanel) -> list[str]:
    """Return the lines of a panel as they are drawn, if they are, without blanks at their ends."""
    height = panel.size.height if panel.display else 0
    return [panel.render_line(y).text.rstrip() for y in range(height)]


def jobs_named(*names: str) -> dict[str, Any]:
    """Return what a scenario needs to have a job of each name, five a second."""
    orders = tuple(
        Order(round(number * 2e8), JobCard(name, 0, 1_000_000_000))
        for number, name in enumerate(names)
    )
    return {"orders": orders, "rate": 0.0}
