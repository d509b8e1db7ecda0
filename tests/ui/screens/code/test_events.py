"""The events on the code screen: the last, the next and the pending ones, with their causes."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.quantities import clock
from site_sim.base.units import SECOND
from tests.run.driving import run_to
from tests.ui.screens.code.opening import (
    SIZES,
    code_site,
    look_at_code,
    marked_rows,
    play,
    session_of,
    texts,
)


def test_the_event_that_is_marked_is_the_one_that_happens() -> None:
    app = code_site(workers=3, model="threads", rate=3.0, workload="cpu")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        for _ in range(80):
            app.action_do("step")
        for _ in range(40):
            app.action_do("back")
        for _ in range(30):
            (marked,) = marked_rows(screen.events)
            said = texts(screen.events)[marked]
            app.action_do("step")
            done = session.inspector.upcoming().done[-1]
            told = [text.replace("worker ", "w") for text in (done.text, done.brief)]
            assert said.split("▸ ")[1].strip() in told
            assert said.startswith(f"{clock(done.at, 3)} ")

    play(app, steps)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", ["serial", "processes", "hybrid"])
def test_what_is_pending_is_listed_with_its_causes(model: str, size: tuple[int, int]) -> None:
    app = code_site(workers=4, model=model, rate=3.0, workload="mixed")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        listed = 0
        for key in ["step"] * 60 + ["back"] * 30:
            app.action_do(key)
            upcoming = session_of(app).inspector.upcoming()
            rows = texts(screen.events)
            assert str(screen.events.border_title) == f"Events · {upcoming.due} pending"
            (marked,) = marked_rows(screen.events)
            if upcoming.because is not None:
                assert "after " in rows[marked] + "".join(rows[marked + 1 : marked + 2])
            pending = [row for row in rows if " · " in row]
            assert len(pending) >= min(2, len(upcoming.pending))
            for row, each in zip(pending, upcoming.pending, strict=False):
                assert row.startswith(f"{clock(each.at, 3)} · ")
                assert "after " in row or len(row) > screen.events.size.width - len("  after w1")
            listed += len(pending)
        assert listed > 60

    play(app, steps, size)


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("model", ["serial", "threads", "processes"])
def test_no_event_is_cut_off(model: str, size: tuple[int, int]) -> None:
    app = code_site(workers=9, model=model, rate=3.0, workload="mixed", defect_rate=0.3)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).playback.advance(12 * SECOND)
        app.screens.publish()
        for _ in range(60):
            app.action_do("back")
            assert not [row for row in texts(screen.events) if "…" in row]

    play(app, steps, size)


def test_how_much_is_pending_is_told_only_if_it_is_known() -> None:
    ticks = count()
    app = code_site(workers=4, rate=3.0, budget=lambda: float(next(ticks)))

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        run_to(session_of(app), 900 * SECOND)
        app.action_do("jump-back")
        assert "re-executing" in str(screen.code.border_subtitle)
        assert str(screen.events.border_title) == "Events"
        while not session_of(app).inspector.prepare():
            pass
        app.screens.publish()
        assert re.fullmatch(r"Events · \d+ pending", str(screen.events.border_title))

    play(app, steps)
