"""What goes too fast to be seen is held still: chain, accept log, notice, scroll bars."""

from __future__ import annotations

import re
from itertools import pairwise

from textual.pilot import Pilot

from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.state.lints import findings
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.shared.header import CALM
from site_sim.ui.screens.site.accept_log import TURNS
from site_sim.ui.screens.site.chain import DWELL
from tests.ui.app_fixture import FRAME_S, drawn, run, site

FAST = {
    "workers": 300,
    "model": "coroutines",
    "service_time": 0.02,
    "rate": 5_000.0,
    "wiring": "direct",
    "dispatch": "least-busy",
    "costs": "zero",
}
"""Eighty jobs a frame are done; none takes two frames."""


def followed(app: SiteApp) -> int | None:
    """Return the job that the chain says it follows."""
    job = re.search(r"follows #(\d+)", str(app.screens.site.chain_panel.border_title))
    return int(job[1]) if job else None


def notice_of(app: SiteApp) -> str:
    return drawn(app.screens.site.query_one("#notice", RowsPanel))[0]


def test_the_chain_stays_with_a_job_for_a_while_though_it_is_done() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        jobs = []
        for _ in range(10 * DWELL):
            app.advance(FRAME_S)
            jobs.append(followed(app))
        changes = [n for n, (a, b) in enumerate(pairwise(jobs)) if b not in (a, None)]
        assert 2 <= len(changes) <= 10
        assert all(b - a >= DWELL for a, b in pairwise(changes))

    run(site(workers=60, model="coroutines", service_time=0.01, rate=1.0, speed=512.0), act)


def test_a_job_that_is_under_way_is_followed_from_hand_to_hand() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain, state = app.screens.site.chain, app.player.session.state
        seen = set()
        for _ in range(400):
            job = followed(app)
            app.advance(FRAME_S)
            card = state.jobs.get(job) if job is not None else None
            if card is not None and card.holder >= 0:
                row = chain.blocks.row_of(card.holder)
                assert row is not None
                assert 0 <= row - chain.scroll_offset.y < chain.size.height
                seen.add(card.holder)
        assert len(seen) > 20

    run(site(workers=60, model="coroutines", service_time=30.0), act)


def test_verdicts_that_rush_past_are_shown_now_and_then_and_the_last_at_once() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        log, state = app.screens.site.accept_log, app.player.session.state

        def newest() -> str:
            return drawn(log)[0].split("#")[1].split()[0]

        for _ in range(40):
            app.advance(FRAME_S)
        shown = []
        for _ in range(5 * TURNS):
            app.advance(FRAME_S)
            shown.append(newest())
        assert len(set(shown)) in (5, 6)
        app.player.pause()
        app.advance(FRAME_S)
        assert newest() == str(state.verdicts[-1].job)

    run(site(**FAST), act)


def test_an_overload_that_comes_and_goes_is_told_steadily() -> None:
    """The notice tells of it for as many frames as it takes to believe that it is over."""

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.controls.order(20)
        while "overloaded" not in notice_of(app):
            app.advance(FRAME_S)
        assert CALM >= 20
        calm = 0
        while "overloaded" in (told := notice_of(app)):
            assert app.screens.site.queue.has_class("-overloaded")
            app.advance(FRAME_S)
            found = [finding.condition for finding in findings(app.player.session.state)]
            calm = 0 if "overloaded" in found else calm + 1
            assert calm <= CALM or "overloaded" not in notice_of(app)
        assert calm == CALM + 1
        assert told == notice_of(app)
        assert not app.screens.site.queue.has_class("-overloaded")

    run(site(rate=0.5, service_time=0.1, costs="zero"), act)


def test_another_run_is_not_called_overloaded_for_the_last_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.controls.order(20)
        while "overloaded" not in notice_of(app):
            app.advance(FRAME_S)
        app.player.restart(new_seed=False)
        app.advance(0)
        assert "overloaded" not in notice_of(app)
        assert not app.screens.site.queue.has_class("-overloaded")

    run(site(rate=0.5), act)


def test_a_scroll_bar_stays_until_a_quarter_of_the_panel_is_free() -> None:
    jobs = tuple(JobOrder(round(n * 1e9), JobCard("wall", 10**15, 0)) for n in range(60))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue, player = app.screens.site.queue, app.player
        height = queue.size.height
        assert len(player.session.state.queue) > height + 1

        async def has_bar(rows: int) -> bool:
            for n in range(len(jobs)):
                player.navigator.seek(round(n * 1e9) + 1)
                if len(player.session.state.queue) == rows:
                    break
            app.advance(0)
            await pilot.pause()
            assert queue.row_count() == rows
            return queue.show_vertical_scrollbar

        assert await has_bar(height + 1)
        assert await has_bar(height - 1)
        assert await has_bar(height * 3 // 4 + 1)
        assert not await has_bar(height * 3 // 4)
        assert not await has_bar(height)
        assert await has_bar(height + 1)

    run(site(rate=0.0, orders=jobs, at=59.5, paused=True, workers=1), act)


def test_nothing_is_followed_where_nothing_happens() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(2 * DWELL):
            app.advance(FRAME_S)
        assert followed(app) is None
        assert app.screens.site.chain.scroll_offset.y == 0

    run(site(rate=0.0, workers=60), act)
