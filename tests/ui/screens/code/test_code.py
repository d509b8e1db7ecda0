"""The code screen: what it says is what the generators say, at every size, live and in the past."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from site_sim.inspection.listing import listing
from site_sim.inspection.native import native
from site_sim.log.events import ACCEPT, FOREMAN, NOBODY, Kind
from site_sim.log.search import Wanted
from site_sim.player.player import Player
from site_sim.player.view_state import Selection
from site_sim.program import pipeline
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.code.highlighting import CODE_ROLES, coloured
from site_sim.ui.screens.code.screen import CodeScreen
from site_sim.ui.screens.code.source import CodePanel
from site_sim.ui.screens.code.text_rows import GLUE, Names, cut, with_code, wrapped
from site_sim.ui.theme.glyphs import GLYPHS
from site_sim.ui.theme.manager import ThemeManager
from site_sim.ui.theme.registry import load_themes

SECOND = 1_000_000_000
SIZES = [(80, 24), (120, 36), (200, 50)]
MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
Steps = Callable[[Pilot[Any]], Awaitable[None]]


def made(
    *,
    theme: str = "site-dark",
    glyphs: str = "unicode",
    clock: Callable[[], float] = lambda: 0.0,
    keymap: Mapping[str, tuple[str, ...]] | None = None,
    **scenario: Any,
) -> SiteApp:
    """Return the app with its clock stopped, at the start of a run that is paused."""
    themes, _ = load_themes(None)
    return SiteApp(
        Player(Scenario(**{"paused": True} | scenario), clock),
        KeyBindings(ACTIONS, keymap or {}),
        ThemeManager(themes, themes[theme], GLYPHS[glyphs]),
        clock_runs=False,
    )


def session_of(app: SiteApp) -> Session:
    return app.player.session


async def look_at_code(pilot: Pilot[Any]) -> CodeScreen:
    """Go to the code screen, and have it drawn."""
    await pilot.pause()
    await pilot.press("3")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CodeScreen)
    return screen


def after(
    kind: Kind, job: int | None, *, who: int | None = None, then: int = 0, keys: str = ""
) -> Steps:
    """Return what leads to the code screen right after an event; it may be long past then (s)."""

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        session = session_of(app)
        while session.run_on(Wanted((kind,), who, job), 1) is False:
            pass
        seq = session.state.seq
        if then:
            session.run(session.now + then * 1_000_000_000)
            session.seek_event(seq)
        await look_at_code(pilot)
        for key in keys.split():
            await pilot.press(key)
        for _ in range(2):
            app.screens.publish()
            await pilot.pause()

    return steps


def texts(lines: RowsPanel) -> list[str]:
    """Return the visible rows of a panel as text."""
    top = lines.scroll_offset.y
    rows = range(top, min(top + lines.size.height, lines.row_count()))
    return ["".join(text for text, _ in lines.pieces(row)).rstrip() for row in rows]


def play(app: SiteApp, steps: Steps, size: tuple[int, int] = (120, 36)) -> None:
    """Run the app and do something with it."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await steps(pilot)

    asyncio.run(run())


# -- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_serial_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=5, model="serial", rate=1.5)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.HandOffStarted, 2, who=4))


@pytest.mark.parametrize("size", SIZES)
def test_serial_with_a_tower_of_callers(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=5, model="serial", rate=1.5)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.IoStarted, 6))


@pytest.mark.parametrize("size", SIZES)
def test_coroutines_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=5, model="coroutines", rate=6.0, workload="mixed")
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.HandOffStarted, 8, who=4))


@pytest.mark.parametrize("size", SIZES)
def test_the_past_in_the_midst_of_a_step(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=4, model="serial", rate=2.0)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.Accepted, 2, then=10))


@pytest.mark.parametrize("size", SIZES)
def test_the_native_explanation(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=5, model="serial", rate=1.5)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.IoStarted, 6, keys="p"))


@pytest.mark.parametrize("model", MODELS[1:])
def test_no_native_equivalent(snap_compare: Any, model: str) -> None:
    app = made(workers=4, model=model, rate=4.0, workload="cpu")
    assert snap_compare(
        app, terminal_size=(120, 36), run_before=after(Kind.WorkStarted, 5, keys="p")
    )


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_no_native_equivalent_at_other_sizes(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=4, model="coroutines", rate=4.0, workload="mixed")
    run_before = after(Kind.HandOffStarted, 5, keys="p")
    assert snap_compare(app, terminal_size=size, run_before=run_before)


@pytest.mark.parametrize("size", SIZES)
def test_coroutines_in_the_past(snap_compare: Any, size: tuple[int, int]) -> None:
    app = made(workers=4, model="coroutines", rate=4.0, workload="mixed")
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.Accepted, 4, then=10))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_after_a_fork(snap_compare: Any, model: str, size: tuple[int, int]) -> None:
    app = made(workers=3, model=model, rate=2.0, workload="mixed")
    run_before = after(Kind.IoStarted, 3, then=10, keys="plus full_stop full_stop full_stop")
    assert snap_compare(app, terminal_size=size, run_before=run_before)


def test_the_events_zoomed_in_the_past(snap_compare: Any) -> None:
    app = made(workers=4, model="processes", rate=3.0, workload="mixed")
    run_before = after(Kind.Preempted, None, then=10, keys="shift+tab z")
    assert snap_compare(app, terminal_size=(120, 36), run_before=run_before)


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_an_accident_closes_generators_before_others_are_hired(
    snap_compare: Any, model: str
) -> None:
    app = made(workers=4, model=model, rate=2.0, accident_rate=0.4)
    who = FOREMAN if model == "serial" else None
    run_before = after(Kind.Died, None, who=who)
    assert snap_compare(app, terminal_size=(120, 36), run_before=run_before)


def test_two_lanes_in_ascii_and_monochrome(snap_compare: Any) -> None:
    app = made(
        theme="mono", glyphs="ascii", workers=5, model="processes", rate=4.0, workload="mixed"
    )
    assert snap_compare(app, terminal_size=(120, 36), run_before=after(Kind.Blocked, 6))


def test_producer_and_consumer(snap_compare: Any) -> None:
    app = made(program="producer-consumer", theme="site-light", rate=1.0)
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(Kind.IoStarted, 2))


def test_a_large_crew(snap_compare: Any) -> None:
    app = made(workers=300, model="serial", rate=20.0, costs="zero")
    assert snap_compare(app, terminal_size=(120, 36), run_before=after(Kind.IoStarted, 170))


def test_an_accident_has_closed_the_generators(snap_compare: Any) -> None:
    app = made(workers=4, model="serial", rate=2.0, supervise=False, accident_rate=0.4)
    assert snap_compare(
        app, terminal_size=(120, 36), run_before=after(Kind.Died, None, who=FOREMAN)
    )


def test_the_run_is_being_executed_again(snap_compare: Any) -> None:
    ticks = count()
    app = made(model="coroutines", rate=5.0, clock=lambda: float(next(ticks)))

    async def steps(pilot: Pilot[Any]) -> None:
        session_of(app).run(300_000_000_000)
        session_of(app).seek(200_000_000_000)
        await look_at_code(pilot)
        for _ in range(6):
            app.screens.publish()
        await pilot.pause()

    assert snap_compare(app, terminal_size=(120, 36), run_before=steps)


# -- what it says ----------------------------------------------------------------------------


def test_the_marked_line_is_where_the_generator_of_the_selected_worker_stands() -> None:
    app = made(workers=4, model="coroutines", rate=3.0, workload="mixed")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        seen = set()
        for step in range(160):
            app.player.view.selected = Selection("task", step % 4)
            app.action_do("step")
            while not session.is_live:
                app.action_do("step")
            generator = session._branch.simulation.crew.workers[step % 4].generator
            line = generator.gi_frame.f_lineno
            marked = [r for r in range(screen.code.row_count()) if screen.code.is_marked(r)]
            assert [screen.code._listing.lines[row].number for row in marked] == [line]
            title, rows = screen.coroutine.border_title, texts(screen.coroutine)
            assert title == f"worker {step % 4} · {inspect.getgeneratorstate(generator)}"
            for name in inspect.getgeneratorlocals(generator):
                assert any(name in row for row in rows), (name, rows)
            seen.add(line)
        assert len(seen) == 4  # every yield of the worker

    play(app, steps)


def test_without_a_selection_it_shows_the_one_that_acts() -> None:
    app = made(workers=4, model="serial", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        for _ in range(60):
            app.action_do("step")
            stage = session_of(app).stage
            assert stage is not None
            top = stage.tower[-1] if stage.tower else stage.acting
            assert screen.coroutine.border_title.startswith(stage.name_of(top))

    play(app, steps)


def test_after_the_head_has_left_someone_else_is_shown() -> None:
    app = made(workers=4, model="coroutines", rate=0.0, at=3.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("minus")
        app.screens.publish()
        session = session_of(app)
        assert Kind(session.log[session.state.seq - 1].kind) is Kind.Left
        assert str(screen.coroutine.border_title).endswith("· GEN_SUSPENDED")
        assert texts(screen.coroutine)[0].startswith("at its bare yield")
        assert any(screen.code.is_marked(row) for row in range(screen.code.row_count()))

    play(app, steps)


def test_a_selected_job_shows_who_has_it() -> None:
    app = made(workers=4, model="serial", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        session.run_on(Wanted((Kind.WorkStarted,), job=2), 10_000)
        app.player.view.selected = Selection("job", 2)
        app.screens.publish()
        assert screen.coroutine.border_title == "worker 2 · GEN_SUSPENDED"
        app.player.view.selected = Selection("job", 3)  # still in the queue
        app.screens.publish()
        assert screen.coroutine.border_title == "worker 2 · GEN_SUSPENDED"

    play(app, steps)


def test_everyone_is_in_the_margin_beside_the_line_they_stand_at() -> None:
    app = made(workers=4, model="coroutines", rate=3.0, workload="mixed")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        for _ in range(60):
            app.action_do("step")
            stage, rows = session_of(app).stage, texts(screen.code)
            assert stage is not None
            for who, (function, line) in stage.lines.items():
                row = stage.source.row_of(function, line)
                assert row is not None
                margin, _, rest = rows[row].partition("│")
                assert margin.split()[-1] == str(line)
                assert "yield" in rest or stage.in_midst
                name = Names("pipeline").short(who)
                assert any(name in part or "-" in part or "+" in part for part in margin.split())

    play(app, steps)


def test_the_event_that_is_marked_is_the_one_that_happens() -> None:
    app = made(workers=3, model="threads", rate=3.0, workload="cpu")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        for _ in range(80):
            app.action_do("step")
        for _ in range(40):
            app.action_do("back")
        for _ in range(30):
            (marked,) = screen.events._marked
            said = texts(screen.events)[marked]
            app.action_do("step")
            done = session.upcoming().done[-1]
            told = [text.replace("worker ", "w") for text in (done.text, done.brief)]
            assert said.split("▸ ")[1].strip() in told
            assert said.startswith(f"{done.at / 1e9:.3f} ")

    play(app, steps)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", ["serial", "processes", "hybrid"])
def test_what_is_pending_is_listed_with_its_causes(model: str, size: tuple[int, int]) -> None:
    app = made(workers=4, model=model, rate=3.0, workload="mixed")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        listed = 0
        for key in ["step"] * 60 + ["back"] * 30:
            app.action_do(key)
            upcoming = session_of(app).upcoming()
            rows = texts(screen.events)
            assert str(screen.events.border_title) == f"Events · {upcoming.due} pending"
            (marked,) = screen.events._marked
            if upcoming.because is not None:
                assert "← " in rows[marked] + "".join(rows[marked + 1 : marked + 2])
            pending = [row for row in rows if " · " in row]
            assert len(pending) >= min(2, len(upcoming.pending))
            for row, each in zip(pending, upcoming.pending, strict=False):
                assert row.startswith(f"{each.at / 1e9:.3f} · ")
                assert "← " in row
            listed += len(pending)
        assert listed > 60

    play(app, steps, size)


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("model", ["serial", "threads", "processes"])
def test_no_event_is_cut_off(model: str, size: tuple[int, int]) -> None:
    app = made(workers=9, model=model, rate=3.0, workload="mixed", defect_rate=0.3)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).advance(12 * SECOND)
        app.screens.publish()
        for _ in range(60):
            app.action_do("back")
            assert not [row for row in texts(screen.events) if "…" in row]

    play(app, steps, size)


def test_how_much_is_pending_is_told_only_if_it_is_known() -> None:
    clock = count()
    app = made(workers=4, rate=3.0, clock=lambda: float(next(clock)))

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).run(900 * SECOND)
        app.action_do("jump-back")
        assert "re-executing" in str(screen.code.border_subtitle)
        assert str(screen.events.border_title) == "Events"
        while not session_of(app).prepare_stage():
            pass
        app.screens.publish()
        assert re.fullmatch(r"Events · \d+ pending", str(screen.events.border_title))

    play(app, steps)


def test_a_click_selects_whoever_stands_there_one_after_the_other() -> None:
    app = made(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        row = next(r for r, whos in screen.code._standing.items() if len(whos) == 3)
        chosen = []
        for _ in range(4):
            await pilot.click(screen.code, offset=(5, row + 1))
            chosen.append(app.player.view.selected)
        assert chosen == [Selection("task", who) for who in (0, 1, 2, 0)]
        await pilot.click(screen.code, offset=(5, 1))  # nobody stands at the decorator
        assert app.player.view.selected == Selection("task", 0)

    play(app, steps)


def test_callers_for_whom_there_is_no_room_are_named_all_the_same() -> None:
    app = made(workers=5, model="serial", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        while len(session_of(app).stage.tower) < 6:  # type: ignore[union-attr]
            app.action_do("step")
        rows = texts(screen.tower)
        assert "… w1-w4, each for the one above" in rows[2]
        assert all(cell_len(row) <= screen.tower.size.width for row in rows)

    play(app, steps, (80, 24))


def test_the_job_in_hand_is_beside_a_scroll_bar_that_stays() -> None:
    app = made(workers=5, model="threads", rate=2.0, workload="cpu")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("p")
        await pilot.pause()
        session_of(app).run(4 * SECOND)
        for _ in range(4):
            session_of(app).run_on(Wanted((Kind.CpuResumed,)), 10_000)
        app.screens.publish()
        await pilot.pause()
        assert screen.tower.show_vertical_scrollbar
        await pilot.press("p")
        await pilot.pause()
        app.screens.publish()
        assert screen.tower.show_vertical_scrollbar
        job = session_of(app).log[session_of(app).state.seq - 1].job
        assert screen.tower.render_line(0).text.rstrip().endswith(f" #{job}")

    play(app, steps, (80, 24))


def test_a_click_on_the_tower_selects_a_caller() -> None:
    app = made(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).run_on(Wanted((Kind.WorkStarted,), job=0), 10_000)
        app.screens.publish()
        await pilot.pause()
        rows = texts(screen.tower)
        row = next(number for number, text in enumerate(rows) if "worker 2" in text)
        await pilot.click(screen.tower, offset=(6, row + 1))
        assert app.player.view.selected == Selection("task", 2)
        blank = next(number for number, text in enumerate(rows) if "main" in text)
        await pilot.click(screen.tower, offset=(6, blank + 1))
        assert app.player.view.selected == Selection("task", 2)

    play(app, steps)


def test_the_tower_grows_and_shrinks_and_keeps_the_suspended_in_sight() -> None:
    app = made(workers=3, model="serial", rate=0.2, count=1)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session = session_of(app)
        heights = []
        while session.step():
            app.screens.publish()
            rows = texts(screen.tower)
            linked = [row for row in rows if row.startswith((" ╭", " ├"))]
            suspended = [row for row in rows if row.startswith("   ○")]
            assert len(linked) + len(suspended) == 5  # foreman, three workers, accept
            assert not any("return" in row for row in rows)
            if not heights or heights[-1] != len(linked):
                heights.append(len(linked))
        assert heights == [1, 2, 3, 4, 5, 4, 3, 2, 0]

    play(app, steps)


def test_the_line_in_question_is_kept_in_view_on_a_low_screen() -> None:
    app = made(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        for _ in range(60):
            app.action_do("step")
            await pilot.pause()
            marked = [r for r in range(screen.code.row_count()) if screen.code.is_marked(r)]
            top = screen.code.scroll_offset.y
            assert top <= marked[0] < top + screen.code.size.height

    play(app, steps, (80, 24))


def test_the_toggle_explains_the_moment_in_plain_python_and_back() -> None:
    app = made(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.press("p")  # from the site
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        session_of(app).run_on(Wanted((Kind.WorkStarted,), job=0), 10_000)
        app.screens.publish()
        rows = texts(screen.tower)
        assert screen.tower.border_title == "In plain Python · 4 sends deep"
        assert rows[0] == " main  in foreman.send(...)"
        assert rows[1].startswith("  foreman")
        assert "GEN_RUNNING   foreman w0-w2" in rows
        assert "GEN_SUSPENDED accept" in rows
        await pilot.press("p")
        assert screen.tower.border_title == "Who waits for whom · 4 deep"

    play(app, steps)


@pytest.mark.parametrize("model", MODELS)
def test_in_plain_python_every_generators_state_is_on_screen(model: str) -> None:
    app = made(workers=4, model=model, rate=3.0, workload="mixed", accident_rate=0.7)

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
            stage = session_of(app).stage
            assert stage is not None
            states = states_on(texts(screen.tower))
            assert states == dict.fromkeys(stage.starting, "no generator") | native(stage).states
            seen |= {*states.values()}
        assert {inspect.GEN_RUNNING, inspect.GEN_SUSPENDED, inspect.GEN_CLOSED} <= seen

    play(app, steps)


def states_on(rows: list[str]) -> dict[int, str]:
    """Return whose state is which, as a person reads it in the rows of the native view."""
    who_is = {"foreman": FOREMAN, "accept": ACCEPT}
    states = {}
    for row in rows:
        frame = re.match(r" *(foreman|accept|worker \d+)  (GEN_\w+)", row)
        listed = re.match(r"(GEN_\w+|no generator) +(.*)", row)
        if frame:
            name = frame[1].removeprefix("worker ")
            states[who_is[name] if name in who_is else int(name)] = frame[2]
        for name in listed[2].split() if listed else ():
            first, _, last = name.replace("w", "").partition("-")
            whos = [who_is[name]] if name in who_is else range(int(first), int(last or first) + 1)
            states |= dict.fromkeys(whos, listed[1] if listed else "")
    return states


def test_a_send_is_counted_as_one() -> None:
    app = made(workers=3, model="serial", rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("p")
        session_of(app).run_on(Wanted((Kind.JobTaken,), job=0), 10_000)
        app.screens.publish()
        assert screen.tower.border_title == "In plain Python · 1 send deep"

    play(app, steps)


@pytest.mark.parametrize("model", ["coroutines", "threads", "free-threads", "processes", "hybrid"])
def test_in_the_midst_of_a_hand_off_the_sender_runs(model: str) -> None:
    app = made(workers=3, model=model, rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        await pilot.press("p")
        session_of(app).run_on(Wanted((Kind.HandOffStarted,), who=2), 10_000)
        app.screens.publish()
        rows = texts(screen.tower)
        assert "GEN_RUNNING   w2" in rows
        assert not any("nobody" in row for row in rows)
        assert any("worker 2" in row for row in rows)

    play(app, steps)


def test_the_key_is_shown_as_it_is_bound_whatever_it_is() -> None:
    app = made(keymap={"native": ("left_square_bracket",)})

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        assert str(screen.tower.border_subtitle) == "[: in plain .send()"

    play(app, steps)


def test_no_key_is_shown_where_the_person_left_none() -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        assert str(screen.tower.border_subtitle) == ""

    play(made(keymap={"native": ()}), steps)


def test_the_stage_is_let_go_when_another_screen_is_shown() -> None:
    app = made(model="coroutines", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        session = session_of(app)
        session.run(20_000_000_000)
        session.seek(10_000_000_000)
        await look_at_code(pilot)
        assert session.stage is not None
        for _ in range(3):
            await pilot.press("1")
            await pilot.pause()
            assert app.screen is app.screens.site
            assert session.stage is None
            assert isinstance(await look_at_code(pilot), CodeScreen)

    play(app, steps)


def test_while_the_run_is_executed_again_nothing_old_is_shown() -> None:
    ticks = count()
    app = made(model="coroutines", rate=5.0, clock=lambda: float(next(ticks)))

    async def steps(pilot: Pilot[Any]) -> None:
        session = session_of(app)
        session.run(200_000_000_000)
        screen = await look_at_code(pilot)
        assert texts(screen.tower)[0].startswith("lane 0")
        session.seek(150_000_000_000)
        app.screens.publish()
        shown = []
        while session.stage is None or not session.stage.shows(session.position):
            assert not any(screen.code.is_marked(r) for r in range(screen.code.row_count()))
            assert not any(texts(screen.tower))
            shown.append(screen.code.border_subtitle)
            app.screens.publish()
        assert shown[0].startswith("re-executing ")
        assert len(set(shown)) > 5
        assert any(screen.code.is_marked(r) for r in range(screen.code.row_count()))

    play(app, steps)


def test_a_run_that_can_not_be_repeated_is_said_to_be_so() -> None:
    app = made(model="coroutines", rate=2.0)

    async def steps(pilot: Pilot[Any]) -> None:
        session = session_of(app)
        session.run(20_000_000_000)
        session.seek(10_000_000_000)
        other = Scenario(model="coroutines", rate=2.0, seed=7, arrivals="poisson")
        session._config = other.to_config()
        screen = await look_at_code(pilot)
        said = " ".join(" ".join(texts(screen.coroutine)).split())
        assert "running it again gave another log" in said

    play(app, steps)


def test_a_large_crew_is_looked_at_now_and_then_while_it_runs_and_exactly_when_it_stands() -> None:
    app = made(
        workers=1500, model="free-threads", wiring="direct", rate=300.0, costs="zero", paused=False
    )

    async def steps(pilot: Pilot[Any]) -> None:
        await look_at_code(pilot)
        seen = []
        for _ in range(36):
            app.advance(1 / 60)
            seen.append(session_of(app).stage)
        assert 4 <= len({id(stage) for stage in seen}) <= 8
        await pilot.press("space")
        stage = session_of(app).stage
        assert stage is not None
        assert stage.shows(session_of(app).position)
        app.action_do("step")
        assert session_of(app).stage is not stage

    play(app, steps)


def test_too_small_a_window_says_so() -> None:
    app = made()

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


@pytest.mark.parametrize("panel", ["tower", "code", "coroutine", "events"])
def test_each_panel_can_be_zoomed(panel: str) -> None:
    app = made(workers=3, rate=1.0)

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


def test_a_source_that_is_not_installed_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: object) -> tuple[list[str], int]:
        raise OSError("could not get source code")

    listing.cache_clear()
    monkeypatch.setattr(inspect, "getsourcelines", missing)
    app = made(workers=2, rate=1.0)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await look_at_code(pilot)
        session_of(app).run_on(Wanted((Kind.IoStarted,), job=0), 10_000)
        app.screens.publish()
        assert texts(screen.code)[0] == " the program's source is not installed"
        assert texts(screen.coroutine)[0].startswith("suspended in yield: waits for I/O")

    try:
        play(app, steps)
    finally:
        listing.cache_clear()


# -- parts -----------------------------------------------------------------------------------


def test_coloured_source_is_the_source() -> None:
    source = tuple(Path(pipeline.__file__).read_text().splitlines())
    lines = coloured(source)
    assert ["".join(text for text, _ in line) for line in lines] == list(source)
    roles = {role for line in lines for _, role in line if role}
    assert roles == {f"code-{role}" for role in CODE_ROLES}
    yields = [text for line in lines for text, role in line if role == "code-yield"]
    assert yields == ["yield"] * 9


def test_source_that_does_not_parse_is_left_plain() -> None:
    source = ("def broken(:", '    text = """', "    return")
    assert coloured(source) == tuple(((line, ""),) for line in source)


def test_strings_and_docstrings_differ() -> None:
    (_, docstring, value) = coloured(("def f():", '    """Say."""', '    return "so"'))
    assert ('"""Say."""', "code-comment") in docstring
    assert ('"so"', "code-text") in value


@pytest.mark.parametrize(
    ("whos", "cells", "text"),
    [
        ((3,), 9, "w3"),
        ((2, 3), 9, "w2 w3"),
        ((0, 1, 2, 3), 9, "w0-w3"),
        ((0, 1, 2, 5, 6), 9, "w0-w2 +2"),
        ((0, 1, 2, 5, 6), 12, "w0-w2 w5 w6"),
        ((*range(10), 20, 30, 40), 9, "w0-w9 +3"),
        ((FOREMAN,), 9, "foreman"),
        ((ACCEPT, FOREMAN, 0, 1, 2), 20, "accept foreman w0-w2"),
        ((1000, 1001), 4, "+2"),
        ((), 9, ""),
    ],
)
def test_many_names_in_few_cells(whos: tuple[int, ...], cells: int, text: str) -> None:
    assert Names("pipeline").all(whos, cells) == text


def test_producer_and_consumer_have_names_of_their_own() -> None:
    names = Names("producer-consumer")
    assert [names.short(FOREMAN), names.short(0)] == ["producer", "consumer"]


@pytest.mark.parametrize("width", [12, 20, 33, 60])
def test_rows_are_broken_between_words_and_lose_none(width: int) -> None:
    row = with_code("suspended in `yield f.send(...)`: #17 is on its way to worker 3 until 12.5 s")
    rows = wrapped(row, width)
    joined = " ".join("".join(text for text, _ in each).strip() for each in rows)
    assert joined.split() == "".join(text for text, _ in row).split()
    for each in rows:
        text = "".join(text for text, _ in each).rstrip()
        assert cell_len(text) <= width or " " not in text.strip() or "yield" in text
        assert not text.endswith("worker")
        assert GLUE not in text


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    row = [("result = ", ""), ("yield", "code-yield"), (" work(job)", "")]
    assert list(cut(row, 24, "…")) == row
    assert "".join(text for text, _ in cut(row, 14, "…")) == "result = yiel…"
    assert "".join(text for text, _ in cut(row, 16, "…")) == "result = yield …"
    for width in range(1, 30):
        text = "".join(text for text, _ in cut(row, width, "…"))
        assert cell_len(text) == min(width, 24)


def test_nobody_is_shown_before_there_is_a_scene() -> None:
    panel = CodePanel()
    assert panel._focus == NOBODY
    assert panel.row_count() == len(listing("pipeline").lines)
