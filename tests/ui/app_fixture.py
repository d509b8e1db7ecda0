"""Build the app and drive it without a terminal: simulated time passes only as told.

The touches of what is private to Textual and asyncio stand at the end, each with its reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from textual import events
from textual.app import App
from textual.geometry import Offset, Size
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from site_sim.base.errors import Fault
from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import SetPaused, SetSpeed, ShowScreen
from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.race import Race
from site_sim.player.race_tracks import RaceRun
from site_sim.player.replay import Replay
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ScreenName
from site_sim.scenario.scenario import Scenario
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import Begin, SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.keymap.bindings import Action, KeyBindings
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.glyphs import GLYPHS
from site_sim.ui.theme.manager import ThemeManager
from site_sim.ui.theme.registry import load_themes

FRAME_S = 1 / 60
WIDE = (220, 50)
"""A terminal in which every button has room."""

Act = Callable[[SiteApp, Pilot[int]], Awaitable[None]]
PilotAct = Callable[[Pilot[int]], Awaitable[None]]
"""What is done before a picture is taken."""


class Seconds:
    """Real seconds, as told; `step` passes at every look."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def site(
    scenario: Scenario | Replay | None = None,
    *,
    beside: Sequence[Scenario] = (),
    budget: Callable[[], float] = lambda: 0.0,
    now: Callable[[], float] | None = None,
    keymap: Mapping[str, tuple[str, ...]] | None = None,
    faults: Sequence[Fault] = (),
    themes: Mapping[str, SiteTheme] | None = None,
    theme: str = "site-dark",
    glyphs: str = "unicode",
    actions: Sequence[Action[Host]] = ACTIONS,
    is_painted: bool = True,
    clock_runs: bool = False,
    tuning: PlayerTuning = DEFAULT_TUNING,
    app_class: Callable[..., SiteApp] = SiteApp,
    race: Sequence[RaceRun] | None = None,
    **fields: Any,
) -> SiteApp:
    """Return an app on a scenario, which stands at its `at`, on a recording, or on a race.

    Each scenario of `beside` has a player too, behind that one. `budget` is the clock that a tick's
    work is measured by. By default a second passes from one look at `now` to the next, so that
    every frame is drawn.
    """
    themes = themes or load_themes()[0]
    if race is None:
        start: Begin = partial(Player, scenario or Scenario(**fields), budget, tuning=tuning)
    else:
        start = partial(Race, race, budget, tuning=tuning)
    app = app_class(
        start,
        KeyBindings(actions, keymap or {}),
        ThemeManager(themes, themes[theme], GLYPHS[glyphs]),
        beside=[partial(Player, each, budget, tuning=tuning) for each in beside],
        faults=faults,
        is_painted=is_painted,
        clock_runs=clock_runs,
        now=now or Seconds(1.0),
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
    """Pass real seconds, a frame at a time."""
    for _ in range(round(real_s / FRAME_S)):
        app.advance(FRAME_S)


def run_until(app: SiteApp, at: int, speed: float = 64.0) -> None:
    """Let time pass up to a time (ns), at some speed, in few frames."""
    app.player.do(SetSpeed(speed))
    app.player.do(SetPaused(False))
    frame = max(SECOND // 4, round(SECOND * FRAME_S * speed))
    session = app.player.session
    while session.now < at and not session.playback.ended:
        left = at - session.now
        app.advance(min(left, frame) / SECOND / speed)


def show(app: SiteApp, screen: ScreenName) -> None:
    """Show the run on a screen."""
    app.player.do(ShowScreen(screen))
    app.screens.publish()


async def settle(pilot: Pilot[int], frames: int = 0) -> None:
    """Wait until the layout is at rest, and pass that many frames."""
    app = pilot.app
    assert isinstance(app, SiteApp)
    for _ in range(2):
        app.advance(0)
        await pilot.pause()
    for _ in range(frames):
        app.advance(FRAME_S)
    app.advance(0)
    await pilot.pause()


def after(*keys: str, frames: int = 0, later: int = 0) -> PilotAct:
    """Return an act that passes frames, presses keys, and passes more frames."""

    async def act(pilot: Pilot[int]) -> None:
        await settle(pilot, frames)
        for key in keys:
            await pilot.press(key)
        await settle(pilot, later)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return act


def look(app: SiteApp, size: tuple[int, int], *acts: PilotAct) -> list[str]:
    """Return what stands on the screen of that size after some acts, line by line."""

    async def see() -> list[str]:
        async with app.run_test(size=size) as pilot:
            for act in acts or (after(),):
                await act(pilot)
            return [strip.text for strip in strips_of(app)]

    return asyncio.run(see())


def text_of(app: SiteApp) -> str:
    """Return what stands on the screen."""
    width, height = app.size
    return "\n".join(strip.text[:width] for strip in strips_of(app)[:height])


def drawn(panel: RowsPanel) -> list[str]:
    """Return the lines of a panel as they are drawn, if they are, without blanks at their ends."""
    height = panel.size.height if panel.display else 0
    return [panel.render_line(y).text.rstrip() for y in range(height)]


def jobs_named(*names: str) -> dict[str, Any]:
    """Return what a scenario needs to have a job of each name, five a second."""
    orders = tuple(
        JobOrder(round(number * 2e8), JobCard(name, 0, 1_000_000_000))
        for number, name in enumerate(names)
    )
    return {"orders": orders, "rate": 0.0}


def strips_of(app: App[Any]) -> list[Strip]:
    """Return the lines of the whole screen, as Textual composes them."""
    return app.screen._compositor.render_strips()  # noqa: SLF001 - no public way to the lines


def painted_whole(app: App[Any]) -> str:
    """Return the codes that Textual would send to paint the whole screen now."""
    update = app.screen._compositor.render_update(full=True)  # noqa: SLF001 - as its screen does
    assert update is not None
    return update.render_segments(app.console)  # type: ignore[union-attr]


def has_work(loop: asyncio.AbstractEventLoop) -> bool:
    """Say whether a callback of the event loop could run now."""
    return bool(loop._ready)  # noqa: SLF001 - asyncio tells nobody whether it is at rest


def next_timer(loop: asyncio.AbstractEventLoop) -> float | None:
    """Return the loop's time, in real seconds, at which its next timer is due."""
    timers = loop._scheduled  # noqa: SLF001 - as above
    return min((timer.when() for timer in timers if not timer.cancelled()), default=None)


def lay_out(screen: Screen[Any]) -> None:
    """Do now what Textual does at a screen's next idle moment."""
    screen._on_timer_update()  # noqa: SLF001 - a pause would let more happen than the layout


def driver_of(app: App[Any]) -> Any:
    """Return what stands for the terminal of an app in a test."""
    return app._driver  # noqa: SLF001 - a terminal that is slow, or changes its size by itself


def notices_of(app: App[Any]) -> list[Notification]:
    """Return the notices that the app shows."""
    return list(app._notifications)  # noqa: SLF001 - Textual has no public list of them


@contextmanager
def no_screen_left(app: App[Any]) -> Iterator[None]:
    """Take all screens away for a while, as Textual does when an app ends."""
    stack = app._screen_stack  # noqa: SLF001 - only the end of an app empties it
    screens = list(stack)
    stack.clear()
    try:
        yield
    finally:
        stack.extend(screens)


async def crash_of(app: App[Any]) -> None:
    """Wait until the app has crashed."""
    await app._exception_event.wait()  # noqa: SLF001 - a test's app has no other sign of it


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
    post = pilot._post_mouse_events  # noqa: SLF001 - the pilot turns no wheel in public
    await post([notch], widget, offset, control=control, shift=shift)


def error_of(app: App[Any]) -> Exception | None:
    """Return the error that ended the app, if one did."""
    return app._exception  # noqa: SLF001 - else it is told only once the app is closed


def resize_at_once(app: App[Any], size: tuple[int, int]) -> None:
    """Let the terminal have another size, and the app hear of it in its turn."""
    driver_of(app)._size = Size(*size)  # noqa: SLF001 - the pilot does so too, and waits then
    app.post_message(events.Resize(Size(*size), Size(*size)))
