"""Driving the app without a terminal: simulated time passes only as told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from site_sim.base.errors import Fault
from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.scenario import Scenario
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.keymap.bindings import Action, KeyBindings
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.glyphs import GLYPHS
from site_sim.ui.theme.manager import ThemeManager
from site_sim.ui.theme.registry import load_themes

FRAME_S = 1 / 60
WIDE = (220, 50)
"""A terminal in which every button has room."""

Act = Callable[[SiteApp, Pilot[int]], Awaitable[None]]


class Seconds:
    """Real seconds, as told; `step` passes at every look."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def site(
    scenario: Scenario | None = None,
    *,
    budget: Callable[[], float] = lambda: 0.0,
    now: Callable[[], float] = lambda: 0.0,
    keymap: Mapping[str, tuple[str, ...]] | None = None,
    faults: Sequence[Fault] = (),
    themes: Mapping[str, SiteTheme] | None = None,
    theme: str = "site-dark",
    glyphs: str = "unicode",
    actions: Sequence[Action[Host]] = ACTIONS,
    is_painted: bool = True,
    tuning: PlayerTuning = DEFAULT_TUNING,
    **fields: Any,
) -> SiteApp:
    """Return an app on a scenario. `budget` is the clock that a tick's work is measured by."""
    themes = themes or load_themes()[0]
    app = SiteApp(
        Player(scenario or Scenario(**fields), budget, tuning),
        KeyBindings(actions, keymap or {}),
        ThemeManager(themes, themes[theme], GLYPHS[glyphs]),
        faults=faults,
        is_painted=is_painted,
        clock_runs=False,
        now=now,
    )
    app.animation_level = "none"
    return app


def run(app: SiteApp, act: Act, size: tuple[int, int] = (120, 36)) -> None:
    """Open the app in a terminal of that size, act, and close it."""

    async def go() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await act(app, pilot)

    asyncio.run(go())


def pass_time(app: SiteApp, real_s: float) -> None:
    """Let real seconds pass, a frame at a time."""
    for _ in range(round(real_s / FRAME_S)):
        app.advance(FRAME_S)


def text_of(app: SiteApp) -> str:
    """Return what stands on the screen."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join(line.text[:width] for line in lines[:height])


async def turn_wheel(
    pilot: Pilot[int],
    widget: Widget,
    offset: Offset,
    *,
    up: bool,
    control: bool = False,
    shift: bool = False,
) -> None:
    """Turn the mouse's wheel by a notch over a widget, with keys held or without."""
    notch = events.MouseScrollUp if up else events.MouseScrollDown
    post = pilot._post_mouse_events
    await post([notch], widget, offset, control=control, shift=shift)
