"""The code screen as a whole."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.player.intents import Select, SetNative
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


@pytest.mark.sampled
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


def named(row: str, crew: int) -> set[int]:
    """Return the tasks that a row names, runs of workers too."""
    found = {who for who, name in ((FOREMAN, "foreman"), (ACCEPT, "accept")) if name in row}
    for first, last in re.findall(r"\bw(?:orker )?(\d+)(?:-w(\d+))?", row):
        found.update(range(int(first), int(last or first) + 1))
    return found & {FOREMAN, ACCEPT, *range(crew)}


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODEL_FACTS)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_no_row_calls_who_has_the_lane_suspended_without_the_reason(
    model: str, size: tuple[int, int]
) -> None:
    app = code_site(workers=4, model=model, workload="mixed", rate=2.0, at=2.0)
    suspended = 0

    async def steps(pilot: Pilot[Any]) -> None:
        nonlocal suspended
        screen = await look_at_code(pilot)
        for number in range(40):
            app.action_do("step")
            app.host.wish(SetNative(number % 2 == 1))
            snapshot = session_of(app).inspector.snapshot
            assert snapshot is not None
            running = {*snapshot.lanes, *snapshot.call_stack}
            for who in (*snapshot.lanes, FOREMAN, number % 4):
                app.host.wish(Select("task", who) if who in snapshot.detailed else Select())
                title = str(screen.coroutine.border_title)
                about = " ".join((title, *texts(screen.coroutine)))
                if "suspended" in about.lower():
                    suspended += 1
                    is_running = bool(named(title, 4) & running)
                    assert is_running is ("the simulation holds it" in about), about
                for row in texts(screen.waits):
                    if "suspended" in row.lower() and ": has " not in row:
                        assert not named(row, 4) & running, row

    play(app, steps, size)
    assert suspended > 20
