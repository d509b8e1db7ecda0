"""The line below tells what the cursor is on."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from site_sim.base.quantities import clock
from site_sim.base.units import SECOND
from site_sim.facts.programs import FOREMAN
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.player.intents import PutCursor, ShowTimes
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, site, text_of
from tests.ui.screens.timeline.opening import open_at, press


def test_the_cursor_tells_what_went_on_and_enter_goes_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 3)
        await press(app, pilot, "up down left left left left")
        text = text_of(app)
        row, at = app.player.view.timeline.cursor or (0, 0)
        assert row == 3
        span = rows.span()
        assert span is not None
        assert f"job #{span.job}" in text
        assert " to " in text
        await press(app, pilot, "enter")
        session = app.player.session
        assert session.now // rows.window.step == at // rows.window.step
        assert not session.playhead.is_live
        assert session.state.task(row).state == span.state

    run(site(workers=4), act)


def test_blocked_is_told_with_job_and_for_whom() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 0, then_s=3)
        log = app.player.session.log
        blocked = next(e for e in log.rows() if e[1] == Kind.HandedOff and e[2] == 1)
        back = next(e for e in log.rows() if e[1] == Kind.Resumed and e[2] == 1)
        app.player.do(PutCursor(1, blocked[0] + rows.window.step))
        await press(app, pilot, "")
        wanted = (
            f"worker 1 · ◐ blocked, waits for worker 0 · job #0 {log.jobs[0].name} · "
            f"{clock(blocked[0], 3)} to {clock(back[0], 3)} (1.1s)"
        )
        assert wanted in text_of(app)

    run(site(workers=2, rate=0.25), act)


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
def test_whom_one_waits_for_and_how_long_are_told_in_few_cells(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 330)
        session = app.player.session
        waits = [
            event for event in session.log.rows(0, len(session.log) - 100)
            if event[1] == Kind.HandedOff and event[2] >= 0 and event[4] >= 0
        ]  # fmt: skip
        at, _, who, _, to, _ = waits[-1]
        app.player.do(PutCursor(who, at + 20_000_000))
        app.host.obey([ShowTimes(rows.window.step, at // rows.window.step)])
        await press(app, pilot, "z z z z z z")
        [line] = [line for line in text_of(app).splitlines() if " blocked, " in line]
        assert f" w{who} · ◐ " in line
        assert f"blocked, waits for w{to} · job #3" in line
        assert re.search(r" (for [\d.]+m?s|\([\d.]+m?s\)) *│", line)

    run(site(workers=12, rate=0.4, service_time=0.1), act, size=size)


def test_the_cursor_begins_where_time_has_passed_and_says_what_was_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.WorkStarted, 1)
        end = app.player.session.playhead.end
        assert end % rows.window.step == 0  # the cell that begins here is empty yet
        await press(app, pilot, "up right right")
        assert app.player.view.timeline.cursor == (FOREMAN, end - rows.window.step)
        assert "foreman · " in text_of(app)
        assert "foreman · out of sight" not in text_of(app)

    run(site(workers=4, model="serial", paused=True), act)


def test_of_a_cell_of_which_nothing_is_known_it_is_told_why() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_at(app, pilot, Kind.Accepted, 3)
        session = app.player.session

        def told(row: int, at: int) -> str:
            app.player.do(PutCursor(row, at))
            app.screens.publish()
            return next(x for x in text_of(app).splitlines() if "worker 0 · " in x)

        assert "no time has passed here yet" in told(0, session.playhead.end + SECOND)
        app.player.do(PutCursor(NOBODY, 0))
        await press(app, pilot, "z z z z z z")
        assert "out of sight" in told(0, 2 * SECOND)

    run(site(workers=4, paused=True), act)


def test_a_death_and_a_rejected_result_are_told() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "2")
        rows = list(app.player.session.log.rows())
        told = {Kind.Died: "× comes or goes", Kind.Rejected: "↺ a result is rejected"}
        for kind, words in told.items():
            at, _, who, *_ = next(row for row in rows if row[1] == kind)
            app.player.do(PutCursor(who, at))
            app.host.obey([ShowTimes(SECOND, 0)])
            await press(app, pilot, "")
            assert words in text_of(app)

    run(site(workers=4, rate=2.0, accident_rate=0.1, defect_rate=0.2, at=60.0), act)
