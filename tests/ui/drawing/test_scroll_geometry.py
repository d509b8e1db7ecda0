"""How far a panel is scrolled, and its scroll bar, whatever was there before."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual.pilot import Pilot
from textual.scrollbar import ScrollBarRender

from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import Seek
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import drawn, run, site

JOBS = tuple(JobOrder(round(n * 1e9), JobCard("wall", 10**15, 0)) for n in range(200))
GROWING = {"rate": 0.0, "orders": JOBS, "at": 199.5, "paused": True, "workers": 1}
"""Every second the queue gets a job more."""


async def show_rows(app: SiteApp, pilot: Pilot[int], rows: int) -> None:
    """Seek to when the queue has so many jobs, and draw one frame."""
    app.player.do(Seek(rows * SECOND + 1))  # the foreman has one of the jobs that came
    app.advance(0)
    await pilot.pause()
    assert app.screens.site.queue.row_count() == rows


def looks(segments: Iterable[Segment]) -> list[tuple[str, bool]]:
    """Return the sign in each cell of a scroll bar, and whether it is the thumb all over."""
    return [(segment.text, bool(segment.style and segment.style.reverse)) for segment in segments]


def test_there_is_a_scroll_bar_if_and_only_if_not_all_rows_are_in_view() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.screens.site.queue
        height = queue.size.height
        for rows in (height + 1, height, height + 9, height - 1, height // 2, height + 1, height):
            await show_rows(app, pilot, rows)
            assert queue.show_vertical_scrollbar is (rows > height)

    run(site(**GROWING), act)


@given(moves=st.lists(st.tuples(st.integers(30, 198), st.none() | st.integers(0, 198)), min_size=8))
@settings(max_examples=4, deadline=None)
def test_the_thumb_does_not_depend_on_how_long_the_queue_was(
    moves: list[tuple[int, int | None]],
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.screens.site.queue
        bar, height = queue.vertical_scrollbar, queue.size.height
        for rows, top in moves:
            await show_rows(app, pilot, rows)
            if top is not None:
                queue.scroll_to(y=top, animate=False, immediate=True)
            await pilot.pause()
            drawn_now = [segment for line in bar.render_lines(bar.size.region) for segment in line]
            at = queue.scroll_offset.y
            assert looks(drawn_now) == looks(
                ScrollBarRender.render_bar(height, rows, height, at).segments
            )

    run(site(**GROWING), act)


def test_what_was_scrolled_to_is_in_view_again_as_soon_as_it_is_there() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.screens.site.queue
        height = queue.size.height
        queue.scroll_to(y=40, animate=False, immediate=True)
        for rows in (150, 60, height + 3, 3, 41 + height, 150):
            await show_rows(app, pilot, rows)
            assert queue.scroll_offset.y == max(0, min(40, rows - height))
        await pilot.resize_terminal(120, 300)
        assert queue.scroll_offset.y < 40
        await pilot.resize_terminal(120, 36)
        assert queue.scroll_offset.y == 40

    run(site(**GROWING), act)


def test_the_jobs_in_view_are_those_in_the_frame_however_long_the_queue_is_now() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue, player = app.screens.site.queue, app.player
        height = queue.size.height
        queue.scroll_to(y=30, animate=False, immediate=True)
        app.advance(0)
        assert queue.frame is not None
        assert queue.frame.site.queue.places == range(30, 30 + height)
        player.do(Seek(40 * SECOND + 1))  # the queue ends in the midst of what was in view
        app.advance(0)
        waiting = len(player.session.state.queue)
        assert queue.frame.site.queue.places == range(waiting - height, waiting)
        assert queue.scroll_offset.y == waiting - height
        assert f"#{waiting}" in drawn(queue)[-1]

    run(site(**GROWING), act)
