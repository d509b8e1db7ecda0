"""A scroll bar comes and goes without flicker."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import Seek
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import drawn, run, site


def test_a_scroll_bar_stays_until_a_quarter_of_the_panel_is_free() -> None:
    jobs = tuple(JobOrder(round(n * 1e9), JobCard("wall", 10**15, 0)) for n in range(60))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue, player = app.screens.site.queue, app.player
        height = queue.size.height
        assert len(player.session.state.queue) > height + 1

        async def has_bar(rows: int) -> bool:
            for n in range(len(jobs)):
                player.do(Seek(round(n * 1e9) + 1))
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


def test_the_jobs_in_view_are_those_in_the_frame_however_long_the_queue_is_now() -> None:
    jobs = tuple(JobOrder(round(n * 1e9), JobCard("wall", 10**15, 0)) for n in range(60))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue, player = app.screens.site.queue, app.player
        height = queue.size.height
        queue.scroll_to(y=30, animate=False, immediate=True)
        app.advance(0)
        assert queue.snapshot is not None
        assert queue.snapshot.site.queue.places == range(30, 30 + height)
        player.do(Seek(40 * SECOND + 1))  # the queue ends in the midst of what was in view
        app.advance(0)
        waiting = len(player.session.state.queue)
        assert queue.snapshot.site.queue.places == range(waiting - height, waiting)
        assert queue.scroll_offset.y == waiting - height
        assert f"#{waiting}" in drawn(queue)[-1]

    run(site(rate=0.0, orders=jobs, at=59.5, paused=True, workers=1), act)
