"""The same moment in plain Python: its call stacks, and every generator's state."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.inspection.native import native
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.ui.screens.code.screen import CodeScreen
from tests.ui.screens.code.opening import (
    MODELS,
    SIZES,
    code_site,
    look_at_code,
    play,
    session_of,
    texts,
)


def test_the_toggle_explains_the_moment_in_plain_python_and_back() -> None:
    app = code_site(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.press("p")  # from the site
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        session_of(app).playback.run_on(Wanted((Kind.WorkStarted,), job=0), 10_000)
        app.screens.publish()
        rows = texts(screen.waits)
        assert screen.waits.border_title == "In plain Python · 4 sends deep"
        assert rows[0] == " main  in foreman.send(...)"
        assert rows[1].startswith("  foreman")
        assert "GEN_RUNNING   foreman w0-w2" in rows
        assert "GEN_SUSPENDED accept" in rows
        await pilot.press("p")
        assert screen.waits.border_title == "Who waits for whom · 4 deep"

    play(app, steps)


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
def test_in_plain_python_every_generators_state_is_on_screen(model: str) -> None:
    app = code_site(workers=4, model=model, rate=3.0, workload="mixed", accident_rate=0.7)

    async def steps(pilot: Pilot[Any]) -> None:
        await look_at_code(pilot)
        await pilot.press("p")
        await pilot.pause()
        screen, seen = pilot.app.screen, set()
        assert isinstance(screen, CodeScreen)
        for step in range(150):
            if step % 25 == 0:
                await pilot.resize_terminal(*SIZES[step // 25 % len(SIZES)])
                await pilot.pause()
            app.action_do("step")
            snapshot = session_of(app).inspector.snapshot
            assert snapshot is not None
            states = states_on(texts(screen.waits))
            assert (
                states == dict.fromkeys(snapshot.starting, "no generator") | native(snapshot).states
            )
            seen |= {*states.values()}
        assert {inspect.GEN_RUNNING, inspect.GEN_SUSPENDED, inspect.GEN_CLOSED} <= seen

    play(app, steps)


def states_on(rows: list[str]) -> dict[int, str]:
    """Return whose state is which, as a person reads it in the rows of the native view."""
    who_is = {"foreman": FOREMAN, "accept": ACCEPT}
    states = {}
    for row in rows:
        frame = re.match(r" *(foreman|accept|worker \d+)  (GEN_\w+)", row)
        listed = re.match(r"(GEN_\w+|no generator) +([^:]*)", row)
        if frame:
            name = frame[1].removeprefix("worker ")
            states[who_is[name] if name in who_is else int(name)] = frame[2]
        for name in listed[2].split() if listed else ():
            first, _, last = name.replace("w", "").partition("-")
            whos = [who_is[name]] if name in who_is else range(int(first), int(last or first) + 1)
            states |= dict.fromkeys(whos, listed[1] if listed else "")
    return states


def test_a_send_is_counted_as_one() -> None:
    app = code_site(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("p")
        session_of(app).playback.run_on(Wanted((Kind.JobTaken,), job=0), 10_000)
        app.screens.publish()
        assert screen.waits.border_title == "In plain Python · 1 send deep"

    play(app, steps)


@pytest.mark.sampled
@pytest.mark.parametrize("model", ["coroutines", "threads", "free-threads", "processes", "hybrid"])
def test_in_the_midst_of_a_hand_off_the_sender_runs(model: str) -> None:
    app = code_site(workers=3, model=model, rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("p")
        session_of(app).playback.run_on(Wanted((Kind.HandOffStarted,), who=2), 10_000)
        app.screens.publish()
        rows = texts(screen.waits)
        assert any(re.fullmatch("GEN_RUNNING .*w2", row) for row in rows)
        assert not any("nobody" in row for row in rows)
        assert any("worker 2" in row for row in rows)

    play(app, steps)
