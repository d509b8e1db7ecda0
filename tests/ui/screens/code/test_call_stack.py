"""Who waits for whom: the call stack, and lanes and inboxes in the other models."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.view_state import Selection
from tests.run.driving import run_to
from tests.ui.screens.code.opening import (
    code_site,
    look_at_code,
    play,
    session_of,
    texts,
)


def test_callers_for_whom_there_is_no_room_are_named_all_the_same() -> None:
    app = code_site(workers=5, model="serial", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        while len(session_of(app).inspector.snapshot.call_stack) < 6:  # type: ignore[union-attr]
            app.action_do("step")
        rows = texts(screen.waits)
        assert "… w1-w4, each for the one above" in rows[2]
        assert all(cell_len(row) <= screen.waits.size.width for row in rows)

    play(app, steps, (80, 24))


def test_the_job_in_hand_is_at_the_end_of_its_row_though_a_scroll_bar_was_there() -> None:
    app = code_site(workers=5, model="threads", rate=2.0, workload="cpu")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        run_to(session_of(app), 4 * SECOND)
        for _ in range(4):
            session_of(app).playback.run_on(Wanted((Kind.CpuResumed,)), 10_000)
        job = session_of(app).log[session_of(app).state.seq - 1].job
        for has_bar in (False, True, False):
            app.screens.publish()
            await pilot.pause()
            assert screen.waits.show_vertical_scrollbar is has_bar
            row = screen.waits.render_line(0).text
            assert has_bar or row.endswith(f" #{job}")
            await pilot.press("p")
            await pilot.pause()

    play(app, steps, (80, 24))


def test_a_click_on_the_call_stack_selects_a_caller() -> None:
    app = code_site(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).playback.run_on(Wanted((Kind.WorkStarted,), job=0), 10_000)
        app.screens.publish()
        await pilot.pause()
        rows = texts(screen.waits)
        row = next(number for number, text in enumerate(rows) if "worker 2" in text)
        await pilot.click(screen.waits, offset=(6, row + 1))
        assert app.player.view.selected == Selection("task", 2)
        blank = next(number for number, text in enumerate(rows) if "main" in text)
        await pilot.click(screen.waits, offset=(6, blank + 1))
        assert app.player.view.selected == Selection("task", 2)

    play(app, steps)


def test_the_call_stack_grows_and_shrinks_and_keeps_the_suspended_in_sight() -> None:
    app = code_site(workers=3, model="serial", rate=0.2, count=1)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        heights = []
        while session.playback.step():
            app.screens.publish()
            rows = texts(screen.waits)
            linked = [row for row in rows if row.startswith((" ╭", " ├"))]
            suspended = [row for row in rows if row.startswith("   ○")]
            assert len(linked) + len(suspended) == 5  # foreman, three workers, accept
            assert not any("return" in row for row in rows)
            if not heights or heights[-1] != len(linked):
                heights.append(len(linked))
        assert heights == [1, 2, 3, 4, 5, 4, 3, 2, 0]

    play(app, steps)


@pytest.mark.parametrize(
    ("keys", "note"), [(("left_square_bracket",), "[: in plain .send()"), ((), "")]
)
def test_the_key_is_shown_as_it_is_bound_whatever_it_is(keys: tuple[str, ...], note: str) -> None:
    app = code_site(keymap={"native": keys})

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        assert str(screen.waits.border_subtitle or "") == note

    play(app, steps)
