"""What a frame of the timeline costs: 10,000 workers, ten million events, 200×50.

The app is the real one, and so is all that is drawn for the terminal; only there is none. Each
figure is the median of the CPU time of whole frames, the simulation left out. Ten million events
take a minute or so to make.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import Any

from site_sim.log.event_log import EventLog
from site_sim.player.intents import SetPaused, ShowScreen, ShowTimes
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.tiles import TileBuilder
from site_sim.ui import startup  # noqa: F401 - sets the frame cap before Textual is imported
from tests.benchmarks.measure import Figure
from tests.oracles.memory import bytes_held

from textual.drivers.headless_driver import HeadlessDriver  # isort: skip

from site_sim.ui import app as site_app  # isort: skip
from site_sim.player.player import Player  # isort: skip
from site_sim.ui.actions.registry import ACTIONS  # isort: skip
from site_sim.ui.keymap.bindings import KeyBindings  # isort: skip
from site_sim.ui.theme.manager import ThemeManager  # isort: skip
from site_sim.ui.theme.glyphs import UNICODE  # isort: skip
from site_sim.ui.theme.registry import load_themes  # isort: skip

EVENTS = 10_000_000
WORKERS = 10_000
FRAMES = 60
REST_S = 0.01
"""Real time after a frame in which it is painted."""

Act = Callable[[int], None]


def frames() -> Iterator[Figure]:
    """Yield what frames cost, and the memory that an event takes when all are indexed."""
    yield from asyncio.run(_measured())


def _crowd() -> dict[str, Any]:
    """Return a site of 10,000 workers, half of them at work, on jobs of 5 s that come at random."""
    return {
        "model": "coroutines", "workers": WORKERS, "rate": WORKERS / 10, "service_time": 5.0,
        "service": "exponential", "dispatch": "least-busy", "wiring": "direct",
        "arrivals": "poisson", "costs": "zero",
    }  # fmt: skip


class Void(HeadlessDriver):
    """A driver that draws for a terminal, and writes nowhere."""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        pass


class Bench(site_app.SiteApp):
    def get_driver_class(self) -> type[HeadlessDriver]:
        return Void


async def _measured() -> list[Figure]:
    themes, _ = load_themes()
    app = Bench(
        partial(Player, Scenario(**_crowd()), perf_counter),
        KeyBindings(ACTIONS, {}),
        ThemeManager(themes, themes["site-dark"], UNICODE),
        clock_runs=False,
    )
    found: list[Figure] = []

    async def measure() -> None:
        try:
            found.extend(await _all_frames(app))
        finally:
            app.exit(0)

    app.call_later(lambda: asyncio.create_task(measure()))
    await app.run_async(headless=False, size=(200, 50))
    return found


async def _all_frames(app: site_app.SiteApp) -> list[Figure]:
    await asyncio.sleep(0.5)
    session = app.player.session
    while len(session.log) < EVENTS:
        session.playback.rush(100_000)
    gc.collect()
    gc.freeze()

    async def cost(act: Act, runs: bool = False) -> float:
        costs = []
        for number in range(FRAMES):
            if runs:
                app.player.tick(1 / 60)
            began = process_time()
            act(number)
            app.screens.publish()
            await asyncio.sleep(REST_S)
            costs.append((process_time() - began) * 1e3)
        return median(costs)

    def nothing(number: int) -> None:
        pass

    app.player.do(SetPaused(False))
    site_ms = await cost(nothing, runs=True)
    app.player.do(ShowScreen("timeline"))
    app.screens.publish()
    await asyncio.sleep(0.5)
    rows = app.screens.timeline.grid
    live_ms = await cost(nothing, runs=True)
    app.player.do(SetPaused(True))

    def pan(number: int) -> None:
        window = rows.window
        app.player.do(ShowTimes(window.step, window.first + 1))

    def page(number: int) -> None:
        rows.scroll_to(y=number * 131 % 9_000, animate=False, immediate=True)

    def work_out() -> float:
        """Return how much CPU time (ms) the frames take in which all that is in view is read."""
        began = process_time()
        app.screens.publish()
        while not app.player.has_whole_frame:
            app.screens.publish()
        return (process_time() - began) * 1e3

    def zoom(number: int) -> None:
        for wish in rows.viewport.zoom(app.player.view.timeline, number % 20 < 10):
            app.player.do(wish)  # the frame follows

    def frame(what: str, cost_ms: float) -> Figure:
        return Figure(f"timeline frame, {what}", cost_ms, "ms of CPU", limit=10)

    figures = [
        Figure("timeline frame : main screen's, live", live_ms, "ms", site_ms, live_ms / site_ms),
        frame("live", live_ms),
        frame("panned", await cost(pan)),
        frame("other rows each time", await cost(page)),
    ]
    app.action_do("fit")
    work_out()  # once the events were read
    page(FRAMES)
    figures += [
        Figure("timeline, to work out a page of the whole run", work_out(), "ms of CPU"),
        frame("the whole run worked out", await cost(nothing)),
        frame("zoomed in and out", await cost(zoom)),
    ]
    timeline = session.timeline
    timeline.aim([0], session.playhead.end // 100, 0, 101)
    timeline.work()
    each = bytes_held(timeline, besides=(EventLog, TileBuilder)) / len(session.log)
    return [*figures, Figure("memory of the timeline, an event", each, "bytes", limit=4.5)]
