"""The code screen as a whole."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.ui.screens.code.screen import CodeScreen
from tests.run.driving import run_to
from tests.ui.screens.code.opening import (
    code_site,
    look_at_code,
    marked_rows,
    play,
    session_of,
    texts,
)


def test_the_snapshot_is_let_go_when_another_screen_is_shown() -> None:
    app = code_site(model="coroutines", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        session = session_of(app)
        run_to(session, 20_000_000_000)
        session.playhead.seek(10_000_000_000)
        await look_at_code(pilot)
        assert session.inspector.snapshot is not None
        for _ in range(3):
            await pilot.press("1")
            await pilot.pause()
            assert app.screen is app.screens.site
            assert session.inspector.snapshot is None
            assert isinstance(await look_at_code(pilot), CodeScreen)

    play(app, steps)


def test_while_the_run_is_executed_again_nothing_old_is_shown() -> None:
    ticks = count()
    app = code_site(model="coroutines", rate=5.0, budget=lambda: float(next(ticks)))

    async def steps(pilot: Pilot[Any]) -> None:
        session = session_of(app)
        run_to(session, 200_000_000_000)
        screen = await look_at_code(pilot)
        assert texts(screen.waits)[0].startswith("lane 0")
        session.playhead.seek(150_000_000_000)
        app.screens.publish()
        shown = []
        while session.inspector.snapshot is None or not session.inspector.snapshot.shows(
            session.playhead.position
        ):
            assert not marked_rows(screen.code)
            assert not any(texts(screen.waits))
            shown.append(screen.code.border_subtitle)
            app.screens.publish()
        assert shown[0].startswith("re-executing ")
        assert len(set(shown)) > 5
        assert marked_rows(screen.code)

    play(app, steps)


def test_too_small_a_window_says_so() -> None:
    app = code_site()

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        app.screens.publish()
        await pilot.pause()
        assert screen.has_class("-too-small")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        app.screens.publish()
        assert not screen.has_class("-too-small")

    play(app, steps)


@pytest.mark.parametrize("panel", ["waits", "code", "coroutine", "events"])
def test_each_panel_can_be_zoomed(panel: str) -> None:
    app = code_site(workers=3, rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        zoomed = getattr(screen, panel)
        zoomed.focus()
        await pilot.pause()
        small = zoomed.outer_size
        await pilot.press("z")
        await pilot.pause()
        assert zoomed.outer_size.width == 80
        assert zoomed.outer_size.height == 20
        assert [each for each in screen.panels if each.region.area] == [zoomed]
        await pilot.press("escape")
        await pilot.pause()
        assert zoomed.outer_size == small

    play(app, steps, (80, 24))
