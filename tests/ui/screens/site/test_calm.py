"""What goes too fast to be seen is held still: chain, accept log, notice, scroll bars."""

from __future__ import annotations

from itertools import pairwise

from textual.pilot import Pilot

from site_sim.log.events import NO_JOB
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.shared.header import CALM
from site_sim.ui.screens.site.accept_log import TURNS
from site_sim.ui.screens.site.chain import DWELL
from tests.ui.app_fixture import FRAME_S, run, site

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


def test_the_chain_stays_with_a_job_for_a_while_though_it_is_done() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        jobs = []
        for _ in range(10 * DWELL):
            app.advance(FRAME_S)
            jobs.append(app.site.chain._followed)
        changes = [n for n, (a, b) in enumerate(pairwise(jobs)) if b not in (a, NO_JOB)]
        assert 2 <= len(changes) <= 10
        assert all(b - a >= DWELL for a, b in pairwise(changes))

    run(site(workers=60, model="coroutines", service_time=0.01, rate=1.0, speed=512.0), act)


def test_a_job_that_is_under_way_is_followed_from_hand_to_hand() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain, state = app.site.chain, app.player.session.state
        seen = set()
        for _ in range(400):
            app.advance(FRAME_S)
            card = state.jobs.get(chain._followed)
            if card is not None and card.holder >= 0:
                row = chain.row_of(card.holder)
                assert row is not None
                assert 0 <= row - chain.scroll_offset.y < chain.size.height
                seen.add(card.holder)
        assert len(seen) > 20

    run(site(workers=60, model="coroutines", service_time=30.0), act)


def test_verdicts_that_rush_past_are_shown_now_and_then_and_the_last_at_once() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        log, state = app.site.accept_log, app.player.session.state

        def newest() -> int:
            return log._verdicts[0].job

        for _ in range(40):
            app.advance(FRAME_S)
        shown = []
        for _ in range(5 * TURNS):
            app.advance(FRAME_S)
            shown.append(newest())
        assert len(set(shown)) in (5, 6)
        app.player.pause()
        app.advance(FRAME_S)
        assert newest() == state.verdicts[-1].job

    run(site(**FAST), act)


def test_an_overload_that_comes_and_goes_is_told_steadily() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        notice = app.site.notice
        app.player.controls.order(20)
        while notice.condition != "overloaded":
            app.advance(FRAME_S)
        told = notice._zones
        assert CALM >= 20
        app.player.session.state.queue.clear()
        for _ in range(CALM):
            notice.show(app.player.snapshot)
            assert notice.condition == "overloaded"
            assert notice._zones == told
        notice.show(app.player.snapshot)
        assert notice.condition == "fine"

    run(site(rate=0.5), act)


def test_another_run_is_not_called_overloaded_for_the_last_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.controls.order(20)
        while app.site.notice.condition != "overloaded":
            app.advance(FRAME_S)
        app.player.restart(new_seed=False)
        app.advance(0)
        assert app.site.notice.condition == "fine"

    run(site(rate=0.5), act)


def test_a_scroll_bar_stays_until_a_quarter_of_the_panel_is_free() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.site.queue
        height = queue.size.height

        async def has_bar(jobs: int) -> bool:
            state = app.player.session.state
            while len(state.queue) < jobs:
                app.player.controls.order(1)
            while len(state.queue) > jobs:
                state.queue.pop()
            app.advance(0)
            await pilot.pause()
            return queue.show_vertical_scrollbar

        assert not await has_bar(height)
        assert await has_bar(height + 1)
        assert await has_bar(height - 1)
        assert await has_bar(height * 3 // 4 + 1)
        assert not await has_bar(height * 3 // 4)
        assert not await has_bar(height)

    run(site(rate=0.0, paused=True, workers=1), act)


def test_nothing_is_followed_where_nothing_happens() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(2 * DWELL):
            app.advance(FRAME_S)
        assert app.site.chain._followed == NO_JOB
        assert app.site.chain.scroll_offset.y == 0

    run(site(rate=0.0, workers=60), act)
