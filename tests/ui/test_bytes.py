"""Little goes over the wire: bytes are counted while time passes as a script says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.pilot import Pilot

from site_sim.base.limits import MOST_FPS
from site_sim.scenario.loading import load_scenario
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import Seconds, driver_of, site

KILOBYTE = 1_000
SECONDS = 10
"""Simulated seconds in which bytes are counted, at 1×."""


class Wire(HeadlessDriver):
    """A driver that draws for a terminal, and counts the bytes that it is sent."""

    sent = 0

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.sent += len(data.encode())


class WiredApp(SiteApp):
    def get_driver_class(self) -> type[HeadlessDriver]:
        return Wire


def bytes_a_second(scenario: str, fps: int = MOST_FPS, **options: Any) -> float:
    """Return how many bytes a second go to a terminal of 120×36 that knows synchronised output."""
    now, sent = Seconds(), list[float]()
    app = site(load_scenario(scenario), now=now, app_class=WiredApp, **options)

    async def watch() -> None:
        app.post_message(TerminalSupportsSynchronizedOutput())
        await paint(app, now, fps, 1)
        before = driver_of(app).sent
        await paint(app, now, fps, SECONDS)
        sent.append((driver_of(app).sent - before) / SECONDS)
        app.exit(0)

    async def run() -> None:
        app.call_later(lambda: watching.append(asyncio.create_task(watch())))
        await app.run_async(size=(120, 36))

    watching = list[asyncio.Task[None]]()
    asyncio.run(run())
    return sent[0]


async def paint(app: SiteApp, now: Seconds, fps: int, duration_s: int) -> None:
    """Pass time frame by frame, and let Textual paint its part of each."""
    pilot = Pilot(app)
    for _ in range(fps * duration_s):
        now.now += 1 / fps
        app.advance(1 / fps)
        await pilot.pause()


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("count", "most"),
    [
        (partial(bytes_a_second, "classic"), 16),
        (partial(bytes_a_second, "rework"), 16),
        (partial(bytes_a_second, "classic", fps=10), 16),
    ],
    ids=["classic", "rework", "classic, 10 frames a second"],
)
def test_little_is_sent(count: Callable[[], float], most: float) -> None:
    """It is 12 each time; lines written whole make it three times as much."""
    assert KILOBYTE < count() <= most * KILOBYTE
