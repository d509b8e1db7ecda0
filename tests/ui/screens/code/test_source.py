"""The source on the code screen: the lines, who is at them, and the one that is marked."""

from __future__ import annotations

import inspect
from random import Random
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.facts.sentences import say
from site_sim.inspection.listing import listing
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.intents import Seek, Select
from site_sim.player.view_state import Selection
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.code.screen import CodeScreen
from site_sim.ui.screens.code.source import CodePanel
from site_sim.ui.screens.code.text_rows import Names
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.app_fixture import drawn, run, show, site, text_of
from tests.ui.screens.code.opening import (
    code_site,
    look_at_code,
    marked_rows,
    play,
    session_of,
    texts,
)


def test_the_marked_line_is_where_the_generator_of_the_selected_worker_stands() -> None:
    app = code_site(workers=4, model="coroutines", rate=3.0, workload="mixed")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        seen = set()
        for step in range(160):
            app.player.do(Select("task", step % 4))
            app.action_do("step")
            while not session.playhead.is_live:
                app.action_do("step")
            assert session.inspector.snapshot is not None
            coroutine = session.inspector.snapshot.detailed[step % 4]
            assert lines_marked(screen.code) == [coroutine.line]
            title, rows = screen.coroutine.border_title, texts(screen.coroutine)
            assert str(title).startswith(f"worker {step % 4} · ")
            for name, _ in coroutine.locals:
                assert any(name in row for row in rows), (name, rows)
            seen.add(coroutine.line)
        assert len(seen) == 4  # every yield of the worker

    play(app, steps)


def lines_marked(panel: RowsPanel) -> list[int]:
    """Return the line numbers of the marked rows, as they are on screen."""
    rows = ["".join(text for text, _ in panel.pieces(row)) for row in marked_rows(panel)]
    return [int(row.partition("│")[0].split()[-1]) for row in rows]


def test_everyone_is_in_the_margin_beside_the_line_they_stand_at() -> None:
    app = code_site(workers=4, model="coroutines", rate=3.0, workload="mixed")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        for _ in range(60):
            app.action_do("step")
            snapshot, rows = session_of(app).inspector.snapshot, texts(screen.code)
            assert snapshot is not None
            for who, (function, line) in snapshot.lines.items():
                row = snapshot.source.row_of(function, line)
                assert row is not None
                margin, _, rest = rows[row].partition("│")
                assert margin.split()[-1] == str(line)
                assert "yield" in rest or snapshot.in_midst
                name = Names(PROGRAM_FACTS["pipeline"].cast).short(who)
                assert any(name in part or "-" in part or "+" in part for part in margin.split())

    play(app, steps)


def test_a_click_selects_whoever_stands_there_one_after_the_other() -> None:
    app = code_site(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        row = next(r for r, text in enumerate(texts(screen.code)) if "w0-w2" in text)
        chosen = []
        for _ in range(4):
            await pilot.click(screen.code, offset=(5, row + 1))
            chosen.append(app.player.view.selected)
        assert chosen == [Selection("task", who) for who in (0, 1, 2, 0)]
        await pilot.click(screen.code, offset=(5, 1))  # nobody stands at the decorator
        assert app.player.view.selected == Selection("task", 0)

    play(app, steps)


def test_the_line_in_question_is_kept_in_view_on_a_low_screen() -> None:
    app = code_site(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        for _ in range(60):
            app.action_do("step")
            await pilot.pause()
            marked = marked_rows(screen.code)
            top = screen.code.scroll_offset.y
            assert top <= marked[0] < top + screen.code.size.height

    play(app, steps, (80, 24))


def test_the_source_is_scrolled_alike_whatever_was_in_question_before() -> None:
    app = code_site(workers=3, model="serial", rate=1.0, at=9.0)

    async def steps(pilot: Pilot[Any]) -> None:
        code = (await look_at_code(pilot)).code
        tops: dict[int, set[int]] = {}
        chance = Random(1)
        for _ in range(60):
            app.host.wish(Seek(chance.randrange(9 * SECOND)))
            [row] = marked_rows(code)
            tops.setdefault(row, set()).add(code.scroll_offset.y)
        assert len(tops) > 2
        assert all(len(found) == 1 for found in tops.values())

    play(app, steps, (80, 24))


def test_who_scrolls_the_source_stays_there_until_another_line_is_in_question() -> None:
    app = code_site(workers=3, model="serial", rate=1.0, at=9.0)

    async def steps(pilot: Pilot[Any]) -> None:
        code = (await look_at_code(pilot)).code
        before = code.scroll_offset.y
        app.screens.shown.set_focus(code)
        await pilot.press(*["ctrl+d"] * 9)
        there = code.scroll_offset.y
        assert there == code.max_scroll_y != before
        app.advance(0)
        assert code.scroll_offset.y == there
        [row] = marked_rows(code)
        while marked_rows(code) == [row]:
            app.action_do("back")
        [other] = marked_rows(code)
        assert 0 <= other - code.scroll_offset.y < code.size.height
        app.host.wish(Seek(9 * SECOND))
        assert code.scroll_offset.y == there

    play(app, steps, (80, 24))


def test_a_source_that_is_not_installed_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: object) -> tuple[list[str], int]:
        raise OSError("could not get source code")

    listing.cache_clear()
    monkeypatch.setattr(inspect, "getsourcelines", missing)
    app = code_site(workers=2, rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).playback.run_on(Wanted((Kind.IoStarted,), job=0), 10_000)
        app.screens.publish()
        assert texts(screen.code)[0] == " the program's source is not installed"
        assert texts(screen.coroutine)[0].startswith("at yield: waits for I/O")

    try:
        play(app, steps)
    finally:
        listing.cache_clear()


def test_the_source_is_there_before_the_first_frame() -> None:
    panel = CodePanel(UNICODE, KeyBindings(ACTIONS, {}))
    assert panel.row_count() == len(listing("pipeline").lines)
    assert not any(panel.is_marked(row) for row in range(panel.row_count()))


@pytest.mark.sampled
@pytest.mark.parametrize("program", PROGRAM_FACTS)
@pytest.mark.parametrize(
    ("size", "smaller"),
    [((120, 36), (27, 36)), ((200, 50), (29, 50)), ((80, 24), (17, 24)), ((80, 24), (1, 1))],
)
def test_a_window_that_becomes_too_narrow_in_one_step_says_what_it_needs(
    program: str, size: tuple[int, int], smaller: tuple[int, int]
) -> None:
    workers = {} if program == "producer-consumer" else {"workers": 4}
    app = code_site(program=program, **workers)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.resize_terminal(*smaller)
        app.screens.publish()
        await pilot.pause()
        assert screen.has_class("-too-small")
        assert smaller[0] < 20 or "site-sim needs 60 x 18" in text_of(app)

    play(app, steps, size)


@pytest.mark.parametrize("program", PROGRAM_FACTS)
def test_each_line_of_the_source_can_be_written_in_any_width(program: str) -> None:
    workers = {} if program == "producer-consumer" else {"workers": 4}
    app = code_site(program=program, **workers)

    async def steps(pilot: Pilot[Any]) -> None:
        code = (await look_at_code(pilot)).code
        for width in (2, 9, 18, 19, 20, 24, 30, 44):
            code.styles.width = width
            await pilot.pause()
            assert code.size.width <= width
            for row in range(code.row_count()):
                text = "".join(text for text, _ in code.pieces(row))
                assert len(text) <= max(width, 18)

    play(app, steps)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
def test_the_line_of_the_selected_coroutine_is_in_view_at_any_size(size: tuple[int, int]) -> None:
    app = code_site(workers=4, model="serial", rate=2.0, at=15.4)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        seen = set()
        for _ in range(40):
            app.action_do("step")
            for who in (*range(4), -1, -2):
                app.player.do(Select("task", who))
                app.screens.publish()
                await pilot.pause()
                (row,) = [row for row in drawn(screen.code) if row.startswith("▸")]
                _, line = session_of(app).inspector.snapshot.lines[who]  # type: ignore[union-attr]
                assert f" {line} " in row
                seen.add(line)
        assert len(seen) > 4

    play(app, steps, size)


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("size", "title"),
    [
        ((60, 18), "Code · pipeline.py"),
        ((80, 24), f"Code · {say('code.send-brief')} · p: plain"),
        ((120, 36), f"Code · {say('code.send-brief')} · p: plain"),
        ((200, 50), f"Code · {say('code.send')} · p: plain"),
    ],
)
def test_the_title_says_that_a_yielded_send_is_not_the_generators(
    size: tuple[int, int], title: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, "code")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        assert screen.code.border_title == title
        assert title in text_of(app)
        assert screen.waits.border_subtitle == "p: in plain .send()"
        await pilot.press("p")
        await pilot.pause()
        assert str(screen.code.border_title).endswith(" · p: back") is (size[0] >= 80)

    run(site(at=3.0), act, size)
