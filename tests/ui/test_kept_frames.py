"""A frame that was kept is drawn as it was drawn first, however far the run has gone on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from rich.style import Style
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.player.frame import Frame
from site_sim.player.intents import Seek, Select, SetPaused
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, settle, site, strips_of
from tests.ui.replays import read_whole, replay_of

SIZES = [(80, 24), (120, 36), (200, 50)]
EVENTS = 1_000
LONG_FRAME_S = 0.2
SCREENS = ("1", "2", "3")
BUSY = {"rate": 3.0, "defect_rate": 0.2, "accident_rate": 0.05, "at": 20.0, "speed": 16.0}
RUNS: Mapping[str, Callable[[], SiteApp]] = {
    "a chain of calls": lambda: site(workers=5, model="serial", **BUSY),
    "a chain that scrolls": lambda: site(
        workers=40, model="coroutines", workload="mixed", **BUSY | {"rate": 6.0}
    ),
    "a star on many cores": lambda: site(
        workers=9, model="processes", cores=30, wiring="direct", workload="cpu", **BUSY
    ),
    "a crowd": lambda: site(
        workers=2_000, model="threads", wiring="direct", costs="zero", **BUSY | {"rate": 90.0}
    ),
}
Cell = tuple[str, Style]


def cells_of(app: SiteApp) -> list[list[Cell]]:
    """Return every cell of the screen with its style, however the segments are divided."""
    return [
        [(char, segment.style or Style()) for segment in strip for char in segment.text]
        for strip in strips_of(app)
    ]


async def cells_drawn(app: SiteApp, pilot: Pilot[int], frame: Frame) -> list[list[Cell]]:
    """Draw a frame, and return the cells that it gives."""
    app.screens.shown.show(frame)
    await pilot.pause()
    return cells_of(app)


def go_on(app: SiteApp, events: int, is_drawn: bool) -> None:
    """Let so many events happen, with frames drawn on the way or with none."""
    session = app.player.session
    end = session.state.seq + events
    while session.state.seq < end and not session.playback.ended:
        if is_drawn:
            app.advance(LONG_FRAME_S)
        else:
            session.playback.rush(1 + events // 100)


async def assert_kept(app: SiteApp, pilot: Pilot[int], events: int = EVENTS) -> None:
    """Keep a frame of the screen in front, go on, and look at what it gives then."""
    await settle(pilot)
    kept = app.player.frame(app.screens.shown.declare)
    before = await cells_drawn(app, pilot, kept)
    go_on(app, events, is_drawn=False)
    assert await cells_drawn(app, pilot, kept) == before
    go_on(app, events, is_drawn=True)
    await pilot.pause()
    assert cells_of(app) != before
    assert await cells_drawn(app, pilot, kept) == before


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", RUNS)
def test_a_kept_frame_gives_the_cells_that_it_gave(name: str, size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        selections = (Select("task", 2), Select("job", 57), Select())
        for screen, selected in zip(SCREENS, selections, strict=True):
            await pilot.press(screen)
            app.player.do(selected)
            await assert_kept(app, pilot)

    run(RUNS[name](), act, size)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
def test_one_of_the_past_does_too(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        go_on(app, 4 * EVENTS, is_drawn=False)
        for screen in SCREENS:
            await pilot.press(screen)
            app.player.do(Seek(12 * SECOND))
            app.player.do(SetPaused(False))
            await assert_kept(app, pilot)

    run(RUNS["a chain that scrolls"](), act, size)


@pytest.mark.sampled
@pytest.mark.parametrize("log", ["fan", "masons"])
@pytest.mark.parametrize("size", SIZES)
def test_one_of_a_recording_does_too(log: str, size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        read_whole(app.player)
        for screen in SCREENS:
            await pilot.press(screen)
            app.player.do(Seek(app.player.session.playhead.end // 4))
            app.player.do(SetPaused(False))
            await assert_kept(app, pilot, events=len(app.player.session.log) // 6)

    run(replay_of(log), act, size)
