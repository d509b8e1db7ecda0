"""The coroutine that is told in full: which one, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from site_sim.facts.models import MODEL_FACTS
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.intents import Select
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.code.coroutine import write_coroutine
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.screens.code.opening import (
    code_site,
    look_at_code,
    marked_rows,
    play,
    session_of,
    texts,
)


def test_without_a_selection_it_shows_the_one_that_acts() -> None:
    app = code_site(workers=4, model="serial", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        for _ in range(60):
            app.action_do("step")
            snapshot = session_of(app).inspector.snapshot
            assert snapshot is not None
            top = snapshot.call_stack[-1] if snapshot.call_stack else snapshot.acting
            assert screen.coroutine.border_title.startswith(snapshot.name_of(top))

    play(app, steps)


def test_after_the_head_has_left_someone_else_is_shown() -> None:
    app = code_site(workers=4, model="coroutines", rate=0.0, at=3.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("minus")
        app.screens.publish()
        session = session_of(app)
        assert Kind(session.log[session.state.seq - 1].kind) is Kind.Left
        assert str(screen.coroutine.border_title).endswith("· GEN_SUSPENDED")
        assert texts(screen.coroutine)[0].startswith("at its bare yield")
        assert marked_rows(screen.code)

    play(app, steps)


def test_a_selected_job_shows_who_has_it() -> None:
    app = code_site(workers=4, model="serial", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        session.playback.run_on(Wanted((Kind.WorkStarted,), job=2), 10_000)
        app.player.do(Select("job", 2))
        app.screens.publish()
        assert screen.coroutine.border_title == "worker 2 · the simulation holds it"
        app.player.do(Select("job", 3))  # still in the queue
        app.screens.publish()
        assert screen.coroutine.border_title == "worker 2 · the simulation holds it"

    play(app, steps)


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODEL_FACTS)
def test_who_has_a_lane_is_never_called_suspended_without_the_reason(model: str) -> None:
    app = code_site(workers=3, model=model, workload="mixed", rate=2.0, at=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        said = set()
        for _ in range(80):
            app.action_do("step")
            snapshot = session_of(app).inspector.snapshot
            assert snapshot is not None
            running = {*snapshot.lanes, *snapshot.call_stack}
            for who in snapshot.detailed:
                app.player.do(Select("task", who))
                app.screens.publish()
                title = str(screen.coroutine.border_title)
                is_suspended = snapshot.detailed[who].generator == "GEN_SUSPENDED"
                assert title.endswith("the simulation holds it") is (
                    is_suspended and who in running
                )
                line = snapshot.detailed[who].line
                holds = f"so it is GEN_SUSPENDED at line {line}" in " ".join(
                    texts(screen.coroutine)
                )
                assert holds is title.endswith("holds it")
                said.add(holds)
        assert said == {True, False}

    play(app, steps)


def test_a_run_that_can_not_be_repeated_is_said_to_be_so() -> None:
    app = code_site(model="coroutines", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        await look_at_code(pilot)
        fault = "event 12: running it again gave another log"
        snapshot = app.player.frame(app.screens.shown.declare)
        assert snapshot.code is not None
        sheet = TextSheet(30, 12, UNICODE)
        write_coroutine(
            sheet, replace(snapshot, code=replace(snapshot.code, coroutines=None, fault=fault))
        )
        words = " ".join(text for row in sheet.rows for text, _ in row)
        assert " ".join(words.split()) == f"{UNICODE.hazard} {fault}"

    play(app, steps)
