"""What happens on the site is seen in its rows for a moment, which log and time alone decide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
)
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.events import Kind
from site_sim.player.intents import Seek, SetPaused, SetSpeed, Step, StepBack
from site_sim.run.simulated import simulation_of
from site_sim.ui.app import SiteApp
from tests.export.written import written
from tests.run.driving import run_to
from tests.ui.app_fixture import drawn, run, settle, site
from tests.ui.replays import read_whole, replay_of
from tests.ui.rows import NORMAL, rows_at

MODEL = {"model": "coroutines", "size": NORMAL}
CREW = {"workers": 3, "model": "coroutines"}

# -- hand-offs ---------------------------------------------------------------------------------


def test_a_job_travels_from_the_givers_row_to_the_receivers_row_while_the_hop_lasts() -> None:
    seen = []
    for at_s in (0.01, 0.04, 0.07, 0.099):
        rows = rows_at(at_s, workers=2, model="coroutines", size=NORMAL)
        seen += [place for place, row in enumerate(rows) if row.startswith("◆")]
    assert seen == [0, 1, 2, 3]
    assert rows[3].startswith("◆━ WORKER 1")


@pytest.mark.sampled
@pytest.mark.parametrize("model", ["serial", "coroutines", "threads"])
@pytest.mark.parametrize("wiring", ["chain", "direct"])
def test_a_job_is_seen_where_it_went_though_its_hop_takes_no_time(model: str, wiring: str) -> None:
    rows = rows_at(2.1, workers=4, model=model, costs="zero", wiring=wiring)
    assert [row[:11] for row in rows if row.startswith("◆")] == ["◆━ WORKER 2", "◆━ ACCEPT  "]
    past = "┣━ WORKER 3" if wiring == "chain" else "┠━ WORKER 3"
    assert [row[:11] for row in rows[:2]] == ["┏━ FOREMAN ", past]
    rows = rows_at(2.3, workers=4, model=model, costs="zero", wiring=wiring)
    assert not [row for row in rows if row.startswith("◆")]


def test_how_long_it_is_seen_there_is_counted_in_time_at_the_speed_of_the_view() -> None:
    fields = {"workers": 4, "model": "coroutines", "costs": "zero", "rate": 0.1}
    for speed, at_s, is_seen in ((1.0, 10.3, False), (4.0, 10.3, True), (4.0, 11.1, False)):
        rows = rows_at(at_s, speed=speed, **fields)
        assert any(row.startswith("◆━ WORKER 1") for row in rows) is is_seen


def test_no_ways_are_drawn_where_jobs_are_handed_on_faster_than_one_can_see() -> None:
    fields = {"workers": 9, "model": "coroutines", "costs": "zero", "wiring": "direct"}
    for rate, is_drawn in ((2.0, True), (20.0, False)):
        rows = rows_at(3.02, rate=rate, service_time=0.04, **fields)
        assert any(row[0] == "◆" for row in rows)
        assert any(row[0] in "┠┃" for row in rows) is is_drawn


def test_a_result_is_seen_to_come_to_accept() -> None:
    for at_s, is_seen in ((1.39, False), (1.4, True), (1.64, True), (1.66, False)):
        assert rows_at(at_s, **CREW)[-1].startswith("◆━ ACCEPT") is is_seen


# -- accidents ---------------------------------------------------------------------------------


def test_an_accident_flashes_its_row_and_leaves_its_trace() -> None:
    accident = (2.5, CauseAccident(2))
    assert "├─ WORKER 2  ▲ accident, with #2 in hand" in rows_at(2.9, accident, **CREW)
    for at_s in (2.9, 4.1, 6.0, 9.0):
        strips = [row[12:] for row in rows_at(at_s, accident, **CREW)[2:4]]
        assert strips[1].count("×") == 1
        assert ("▲" in strips[0]) is (at_s < 3.75)


def test_in_a_call_stack_all_whom_the_exception_closes_flash() -> None:
    rows = rows_at(5.3, (5.0, CauseAccident(0)), workers=3, size=NORMAL)
    told = [row[3:] for row in rows if "▲" in row]
    closed = "▲ the exception closes it too"
    assert told == [
        f"FOREMAN   {closed}",
        f"WORKER 2  {closed}",
        f"WORKER 1  {closed}",
        "WORKER 0  ▲ accident, with #3 in hand",
    ]
    rows = rows_at(5.3, (5.0, CauseAccident(0)), workers=3)
    assert [row[13:] for row in rows if "closed" in row] == ["▲ closed too"] * 3


def test_an_accident_to_an_idle_worker_names_no_job() -> None:
    rows = rows_at(2.6, (2.5, CauseAccident(0)), glyphs="ascii", theme="mono", **CREW)
    assert "+- WORKER 0  % accident" in rows


# -- hires and lay-offs ------------------------------------------------------------------------


def test_a_hire_walks_in_along_its_row() -> None:
    hire, places = (2.5, Hire(1)), []
    for at_s in (2.5, 2.9, 3.3, 3.7):
        (row,) = [row for row in rows_at(at_s, hire, size=NORMAL, **CREW) if "WORKER 3" in row]
        assert " arrives " in row
        places.append(row.index("←"))
    assert places == sorted(places, reverse=True)
    assert len({*places}) == 4
    assert "arrives" not in "".join(rows_at(3.8, hire, **CREW))


def test_one_who_is_laid_off_finishes_first_and_then_walks_off() -> None:
    fields = {**CREW, "rate": 2.0}
    lay_off, places = (4.5, LayOff(1)), []
    assert "leaves after #8" in "".join(rows_at(5.2, lay_off, **fields))
    for at_s in (6.0, 6.2, 6.7):
        rows = rows_at(at_s, lay_off, **fields)
        (row,) = [row for row in rows if "WORKER 2" in row]
        assert "× gone     walks off" in row
        places.append(row.index("→"))
    assert places == sorted({*places})
    assert "WORKER 2" not in "".join(rows_at(7.2, lay_off, **fields))


def test_one_who_waits_in_a_send_leaves_once_that_is_over() -> None:
    rows = rows_at(6.1, (6.0, LayOff(1)), workers=3, rate=2.0, size=NORMAL)
    assert any("↓ in send()" in row and "leaves as soon as it can" in row for row in rows)


@pytest.mark.parametrize("wiring", ["chain", "direct"])
def test_jobs_go_past_the_row_of_one_who_walks_off(wiring: str) -> None:
    places = []
    for at_s in (3.03, 3.08):
        rows = rows_at(at_s, (2.9, LayOff(1)), wiring=wiring, workers=4, model="coroutines")
        assert "  WORKER 3  × gone     walks off" in rows[1]
        places += [place for place, row in enumerate(rows) if row.startswith("◆")]
        assert {row[0] for row in rows[1 : places[-1]]} <= {*"┃┠"}
    assert places == ([1, 3] if wiring == "chain" else [2, 6])


def test_of_many_who_leave_at_once_a_few_are_seen_to_walk() -> None:
    rows = rows_at(2.1, (2.0, LayOff(20)), workers=25, wiring="direct", **MODEL)
    assert sum("walks off" in row for row in rows) == 3


def test_nobody_walks_where_the_crew_is_there_from_the_start_or_the_model_changes() -> None:
    for model in ("coroutines", "processes"):
        rows = "".join(rows_at(2.4, (2.0, ChooseModel(model)), workers=3))
        assert "arrives" not in rows
        assert "walks off" not in rows
    for at_s in (0.0, 0.2):
        assert "arrives" not in "".join(rows_at(at_s, workers=3, model="processes"))


# -- another model -----------------------------------------------------------------------------


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODEL_FACTS)
def test_a_change_of_model_is_announced_for_some_seconds(model: str) -> None:
    change = (2.0, ChooseModel(model))
    before = "threads" if model == "serial" else "serial"
    for at_s, is_told in ((2.0, True), (7.9, True), (8.1, False)):
        (notice,) = rows_at(at_s, change, workers=3, model=before, panels="notice")
        told = notice == f"  │ {MODEL_FACTS[model].announcement}"
        assert told is is_told


def test_what_else_builds_the_site_anew_is_announced_too() -> None:
    (notice,) = rows_at(3.0, (2.0, ChooseWiring("direct")), workers=3, panels="notice")
    assert notice == "  │ now wiring is direct: unfinished jobs are back in the queue"


def test_the_strips_keep_the_past_and_a_mark_and_the_legend_names_it() -> None:
    change, fields = (5.0, ChooseModel("coroutines")), {"workers": 3, "size": NORMAL}
    for at_s in (5.5, 8.0, 11.0):
        rows = rows_at(at_s, change, panels="chain", **fields)
        strips = [row.ljust(60)[3:] for row in rows if "WORKER" not in row and len(row) > 3]
        assert len(strips) == 9
        assert len({row.index("│") for row in strips}) == 1
        assert all("▞" in row[: row.index("│")] for row in strips[:6])
    (census,) = rows_at(8.0, change, panels="census", keys="c", **fields)
    assert census.endswith("│ built anew")
    assert "built anew" not in "".join(rows_at(4.0, panels="census", keys="c", **fields))


def test_while_paused_it_is_announced_until_something_happens() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        def notice() -> str:
            app.screens.publish()
            return drawn(app.screens.site.query_one("#notice"))[0]  # type: ignore[arg-type]

        app.player.controls.apply(ChooseModel("coroutines"))
        await pilot.pause()
        assert notice() == f"  │ {MODEL_FACTS['coroutines'].announcement}"
        for _ in range(9):
            app.player.do(Step())
        assert notice().startswith("  ‖ event ")
        app.player.do(SetPaused(False))
        assert notice().startswith("  │ now coroutines")

    run(site(at=5.0, paused=True, workers=3), act)


def test_overload_is_told_only_once_the_queue_has_grown() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        waiting = []
        for second in range(1, 30):
            run_to(app.player.session, second * SECOND)
            app.screens.publish()
            frame = app.screens.site.queue.frame
            assert frame is not None
            waiting.append(frame.site.queue.length)
            if frame.site.finding.condition == "overloaded":
                break
        assert waiting[-1] >= 2
        assert second > 5

    run(site(workers=4, model="serial"), act)


# -- whichever way one came --------------------------------------------------------------------

HAPPENINGS: dict[str, Command] = {
    "accident": CauseAccident(1),
    "hire": Hire(1),
    "lay-off": LayOff(1),
    "model": ChooseModel("threads"),
}


@pytest.mark.sampled
@pytest.mark.parametrize("name", HAPPENINGS)
def test_it_looks_the_same_run_there_sought_stepped_back_and_at_other_speeds(name: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        player, session = app.player, app.player.session

        async def picture() -> list[str]:
            for _ in range(2):
                app.screens.publish()
                await pilot.pause()
            shown = app.screens.site
            panels = (shown.foreman, shown.chain, shown.accept)
            return [line for panel in panels for line in drawn(panel)]

        run_to(session, 4 * SECOND)
        player.controls.apply(HAPPENINGS[name])
        run_to(session, 4_700_000_000)
        wanted = await picture()
        for way in (Seek(0), Seek(4 * SECOND), StepBack(), SetSpeed(8.0), SetPaused(True)):
            player.do(way)
            app.advance(0)
            await picture()
            player.do(SetSpeed(1.0))
            player.do(Seek(4_700_000_000))
            assert await picture() == wanted, way
        run_to(session, 30 * SECOND)
        player.do(Seek(4_700_000_000))
        assert await picture() == wanted
        assert Kind.Left not in session.log.kinds(0, 20)

    run(site(workers=3, model="coroutines", paused=True), act)


@pytest.mark.sampled
@pytest.mark.parametrize("name", HAPPENINGS)
def test_it_looks_the_same_replayed_from_a_recording(tmp_path: Path, name: str) -> None:
    pictures, log = [], tmp_path / "log.jsonl"

    async def take_picture(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(SetPaused(True))
        app.player.do(Seek(4_700_000_000))
        for _ in range(2):
            app.screens.publish()
            await pilot.pause()
        panels = (app.screens.site.foreman, app.screens.site.chain, app.screens.site.accept)
        pictures.append([line for panel in panels for line in drawn(panel)])

    async def live(app: SiteApp, pilot: Pilot[int]) -> None:
        session = app.player.session
        run_to(session, 4 * SECOND)
        app.player.controls.apply(HAPPENINGS[name])
        run_to(session, 8 * SECOND)
        log.write_bytes(written(simulation_of(session.branch)))
        await take_picture(app, pilot)

    async def recorded(app: SiteApp, pilot: Pilot[int]) -> None:
        read_whole(app.player)
        await take_picture(app, pilot)

    run(site(workers=3, model="coroutines", paused=True), live)
    run(replay_of(log), recorded)
    assert pictures[0] == pictures[1]


# -- out of view -------------------------------------------------------------------------------


def note_at(at_s: float, *given: tuple[float, Command], **scenario: Any) -> str:
    """Return the note below the crew at a time (s), after commands that were given at others."""
    notes: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        for when_s, command in given:
            run_to(app.player.session, round(when_s * SECOND))
            app.player.controls.apply(command)
        run_to(app.player.session, round(at_s * SECOND))
        await settle(pilot)
        notes.append(str(app.screens.site.chain_panel.border_subtitle))

    run(site(model="coroutines", wiring="direct", **scenario), act, NORMAL)
    return notes[0]


def test_who_comes_and_goes_out_of_view_is_told_below_the_crew() -> None:
    crew = {"workers": 60, "rate": 1.0, "costs": "zero"}
    assert note_at(9.1, (9.0, Hire(3)), **crew) == "out of view: 3 arrive"
    assert note_at(9.1, (9.0, Hire(1)), **crew) == "out of view: 1 arrives"
    assert note_at(9.1, (9.0, LayOff(2)), **crew) == "out of view: 2 leave"
    assert note_at(12.0, (9.0, Hire(3)), **crew) == "None"
    hurt = (9.0, CauseAccident(59)), (9.05, Hire(1))
    assert note_at(9.1, *hurt, supervise=False, **crew) == (
        "out of view: 1 arrives, 1 had an accident"
    )


def test_more_than_are_known_one_by_one_are_told_to_be_more() -> None:
    assert note_at(9.1, (9.0, Hire(900)), workers=60, rate=1.0, costs="zero") == (
        "out of view: 64 or more arrive"
    )


def test_what_is_in_view_is_told_in_its_row_alone() -> None:
    assert note_at(9.1, (9.0, Hire(1)), workers=4, rate=1.0).startswith("the strips show the last")
