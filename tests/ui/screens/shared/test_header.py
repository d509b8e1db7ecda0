"""The header and the notice below it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import Restart
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import FRAME_S, drawn, look, run, settle, site
from tests.ui.replays import at, replay_of
from tests.ui.rows import BUSY_BARS, LARGE, NORMAL, SMALL, texts_of


def test_paused_and_finished_are_said() -> None:
    header, notice = texts_of("header notice", "space", size=NORMAL, **BUSY_BARS)
    assert "  ‖ paused   00:08.5" in header
    assert notice.startswith("  ‖ event 134: #17 (tiles) arrives")
    header, notice = texts_of("header notice", size=NORMAL, count=5, at=38.5)
    assert "✓ finished  00:38.5" in header
    assert notice.startswith("  ✓ finished: all 5 jobs are done")


def test_behind_says_how_fast_it_really_goes() -> None:
    app = site(speed=1024.0)

    async def lag(pilot: Pilot[int]) -> None:
        await settle(pilot)
        app.player.pacing.is_behind, app.player.pacing.real_speed = True, 312.4
        app.screens.publish()
        await pilot.pause()

    assert "► 1024× (really 312×)  00:00.0" in look(app, NORMAL, lag)[0]


def test_a_long_title_is_cut_to_the_room_there_is() -> None:
    for size in (SMALL, NORMAL, LARGE):
        [header] = texts_of("header", size=size, title="現場" * 60)
        assert cell_len(header) < size[0]
        assert header.endswith("done 0")
    assert " io-bound · The classic site  " in texts_of("header", size=NORMAL, title=CLASSIC)[0]
    assert " io-bound   " in texts_of("header", size=SMALL, title=CLASSIC)[0]


CLASSIC = "The classic site"


def test_the_header_tells_what_the_jobs_are_not_what_others_would_be() -> None:
    orders = tuple(JobOrder(0, JobCard("sums", 900_000_000, 200_000_000)) for _ in range(5))
    assert "mixed work" in look(site(orders=orders, rate=0.0, at=1.0), NORMAL)[0]
    orders = tuple(JobOrder(0, JobCard("sums", 900_000_000, 0)) for _ in range(5))
    assert "cpu-bound" in look(site(orders=orders, rate=0.0, at=1.0), NORMAL)[0]
    assert "cpu-bound" in look(site(workload="cpu", rate=0.0), NORMAL)[0]


def test_before_the_first_job_of_a_file_no_kind_of_work_is_told() -> None:
    orders = (JobOrder(2 * SECOND, JobCard("sums", 900_000_000, 0)),)
    fields: dict[str, Any] = {"jobs": "a.csv", "orders": orders, "title": "a.csv"}
    assert " real work · a.csv " in look(site(**fields), NORMAL)[0]
    assert " cpu-bound · a.csv " in look(site(**fields, at=2.5), NORMAL)[0]


def notice_of(app: SiteApp) -> str:
    return drawn(app.screens.site.query_one("#notice", RowsPanel))[0]


def test_the_queue_looks_overloaded_as_long_as_the_notice_tells_of_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        told = []
        app.player.do(OrderJobs(20))
        for _ in range(600):
            app.advance(FRAME_S)
            told.append("overloaded" in notice_of(app))
            assert told[-1] is app.screens.site.queue_panel.has_class("-overloaded")
        assert [is_told for is_told, _ in groupby(told)] == [True, False]

    run(site(rate=0.5, service_time=0.1, costs="zero"), act)


CROWD: dict[str, Any] = {"workers": 1000, "at": 40.0}
FLOOD: dict[str, Any] = {**CROWD, "wiring": "direct", "model": "coroutines", "rate": 500.0}


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("size", "fields", "told"),
    [
        ((60, 18), CROWD, "held up: up to 1,001 hops a job · i direct wiring"),
        (SMALL, CROWD, "held up: a job passes up to 1,001 hops of 100ms · i direct wiring"),
        (
            NORMAL,
            CROWD,
            "held up: 1/s arrive, 0/s are done: a job passes up to 1,001 hops of 100ms "
            "· i direct wiring · C cheaper hops",
        ),
        (
            LARGE,
            CROWD,
            "held up: 1/s arrive, 0/s are done, 60 more wait each minute: hops of 100ms take up "
            "100% of the call stack, a job passes up to 1,001 of them "
            "· i direct wiring · C cheaper hops",
        ),
        ((60, 18), FLOOD, "held up: hops keep the foreman busy · C cheaper hops"),
        ((60, 18), {"at": 40.0}, "overloaded: one I/O at a time · m model"),
        (SMALL, FLOOD, "held up: the foreman hands on one job each 100ms · C cheaper hops"),
        (
            SMALL,
            {"at": 40.0},
            "overloaded: 16 more each minute: the call stack waits for one I/O at a time",
        ),
    ],
)
def test_what_holds_up_a_site_is_said_as_fully_as_the_key_that_helps_leaves_room(
    size: tuple[int, int], fields: dict[str, Any], told: str
) -> None:
    line = look(site(**fields), size)[1]
    assert line[4 : 4 + len(told)] == told
    assert not line[4 + len(told) :].lstrip(" ").startswith("·")


def test_a_site_that_is_held_up_has_a_queue_that_looks_overloaded() -> None:
    async def act(app: SiteApp, _: Pilot[int]) -> None:
        app.advance(FRAME_S)
        assert "held up" in notice_of(app)
        assert app.screens.site.queue_panel.has_class("-overloaded")

    run(site(**CROWD), act)


def test_another_run_is_not_called_overloaded_for_the_last_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(OrderJobs(20))
        while "overloaded" not in notice_of(app):
            app.advance(FRAME_S)
        app.player.do(Restart(new_seed=False))
        app.advance(0)
        assert "overloaded" not in notice_of(app)
        assert not app.screens.site.queue_panel.has_class("-overloaded")

    run(site(rate=0.5), act)


@pytest.mark.sampled
@pytest.mark.parametrize("columns", [60, 70, 80, 100])
@pytest.mark.parametrize("name", ["masons", "fan"])
def test_no_count_of_a_recording_is_cut(name: str, columns: int) -> None:
    lines = look(replay_of(name), (columns, 24), at(1_250))
    assert re.search(r" done \d+ *$", lines[0])
    assert " paused " in lines[0]
    assert "00:01.2" in lines[0]


@pytest.mark.sampled
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_count_of_a_long_run_is_cut(columns: int) -> None:
    run_of_hours = {"workers": 3, "model": "coroutines", "rate": 0.5, "at": 40_000.0}
    header = look(site(**run_of_hours, paused=True), (columns, 24))[0]
    assert re.search(r" done (19|20),\d\d\d *$", header)


@pytest.mark.sampled
@pytest.mark.parametrize("columns", [60, 80, 120, 160])
@pytest.mark.parametrize("workers", [1, 4, 12])
def test_a_banner_always_has_the_key_that_helps_most(workers: int, columns: int) -> None:
    crew = {"workers": workers, "model": "coroutines", "rate": 3.0}
    app = site(**crew, accident_rate=0.6, supervise=False, at=60.0)
    [notice] = [line for line in look(app, (columns, 24)) if " broken: " in line]
    assert " dead" in notice
    assert "v replaces the dead" in notice
    assert notice.rstrip().endswith("▞▞▞")
