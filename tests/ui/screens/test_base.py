"""What all screens have: a size that is enough, and the keys that the person chose."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets._toast import Toast

from site_sim.base.units import SECOND
from site_sim.player.intents import ScrollPanel, Select, SetFollow
from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import (
    drawn,
    jobs_named,
    pass_time,
    run,
    settle,
    show,
    site,
    text_of,
    turn_wheel,
)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("screen", ["1", "2", "3"])
def test_what_is_said_covers_no_button_and_no_figure(size: tuple[int, int], screen: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(screen, "up", "up", "x")
        await pilot.pause()
        toast = app.screen.query_one(Toast).region
        assert toast in app.screen.region
        for bar in (*app.screen.query(Bar), *app.screen.query("#plots, #scrubber")):
            assert not toast.overlaps(bar.region), bar

    run(site(), act, size)


@pytest.mark.parametrize("opener", ["m", "n", "slash"])
def test_what_is_said_is_seen_once_behind_a_dialog(opener: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("up", "x", opener)
        await pilot.pause()
        assert isinstance(app.screen, ModalScreen)
        assert text_of(app).count("an accident happens") == 1

    run(site(), act)


def test_any_size_is_served_or_said_to_be_too_small() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for width, height in ((1, 1), (20, 6), (59, 18), (60, 17), (400, 3), (3, 120)):
            await pilot.resize_terminal(width, height)
            app.screens.publish()
            await pilot.pause()
            assert app.screen.has_class("-too-small"), (width, height)
            assert (width, height) != (59, 18) or "(f9 quits)" in text_of(app)
        for width, height in ((60, 18), (80, 24), (300, 90), (120, 36)):
            await pilot.resize_terminal(width, height)
            pass_time(app, 0.1)
            await pilot.pause()
            assert not app.screen.has_class("-too-small"), (width, height)
            assert "FOREMAN" in text_of(app)

    run(site(keymap={"quit": ("f9",)}), act)


@pytest.mark.parametrize("screen", ["site", "timeline", "code"])
def test_every_screen_names_the_keys_that_the_person_chose(screen: ScreenName) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        app.player.long_work.destination = 60 * SECOND
        app.screens.publish()
        await pilot.pause()
        text = text_of(app)
        assert "f5 stops here" in text
        assert "f5 pause" in text
        assert "space" not in text

    run(site(keymap={"pause": ("f5",)}), act)


@pytest.mark.parametrize(
    ("screen", "panel"), [("1", "chain"), ("1", "queue-list"), ("2", "timeline-rows")]
)
def test_what_a_panel_is_scrolled_to_is_there_before_the_next_frame(
    screen: str, panel: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press(screen)
        app.screens.publish()
        await pilot.pause()
        rows = app.screen.query_one(f"#{panel}", RowsPanel)
        for y in (40, 7):
            rows.scroll_to(y=y, animate=False, immediate=True)
            await pilot.pause()
            scrolled = drawn(rows)
            assert rows.scroll_offset.y == y
            app.player.do(SetFollow(False))  # as the wheel does, a little later
            app.screens.publish()
            assert drawn(rows) == scrolled
            assert all(scrolled)

    run(site(workers=200, rate=50.0, at=4.0, paused=True), act)


def test_what_was_scrolled_before_a_whole_frame_is_drawn_once() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.screens.site.queue
        queue.scroll_to(y=20, animate=False, immediate=True)
        app.screens.publish()
        drawn_with = queue.frame
        await pilot.pause()
        assert queue.frame is drawn_with
        queue.scroll_to(y=30, animate=False, immediate=True)
        await pilot.pause()
        assert queue.frame is not drawn_with

    run(site(workers=2, rate=50.0, at=4.0, paused=True), act)


def test_a_panel_stays_where_it_was_scrolled_to_by_a_person_or_by_a_script() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.screens.site.queue
        await turn_wheel(pilot, queue, queue.size.region.center, up=False)
        await pilot.pause()
        assert app.player.view.scrolls == {"queue": queue.scroll_offset.y}
        assert queue.scroll_offset.y > 0
        app.host.wish(ScrollPanel("queue", 20))
        assert queue.scroll_offset.y == 20
        app.host.wish(ScrollPanel("queue", 10_000))
        assert queue.scroll_offset.y == queue.max_scroll_y > 20

    run(site(paused=True, at=40.0, **jobs_named(*["tiles"] * 200)), act)


def test_another_size_of_the_window_and_back_leave_a_panel_where_it_was() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(ScrollPanel("chain", 30))
        app.player.do(SetFollow(False))
        await settle(pilot)
        before, view = text_of(app), app.player.view
        for size in ((200, 90), (80, 24), (120, 36)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert app.screens.site.chain.scroll_offset.y == 30
        assert (text_of(app), app.player.view) == (before, view)

    run(site(workers=60, model="coroutines", at=3.0, paused=True), act)


def test_the_chain_stays_where_it_is_when_it_stops_following() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain = app.screens.site.chain
        await settle(pilot, 30)
        before = chain.scroll_offset.y
        app.player.do(ScrollPanel("chain", before + 9))  # from when it last stood still
        await settle(pilot)
        assert chain.scroll_offset.y == before
        await pilot.press("f")
        await settle(pilot)
        assert chain.scroll_offset.y == before
        assert app.player.view.scrolls == {"chain": before}

    run(site(workers=60, model="coroutines", at=3.0, speed=1 / 16), act)


def test_a_frame_that_changes_the_layout_is_followed_by_one_for_the_new_sizes() -> None:
    """The details of who is selected take rows from the chain, whose blocks get lower."""

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        chain, frames = app.screens.site.chain, []
        before = chain.size
        app.host.wish(Select("task", 0))
        for _ in range(3):
            await pilot.pause()
            assert chain.size != before
            frames.append(drawn(chain))
            app.advance(0)
        assert frames[0] == frames[1] == frames[2]
        app.host.wish(Select())
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        frames.append(drawn(chain))
        app.advance(0)
        assert frames[-1] == drawn(chain)

    run(site(workers=10, model="coroutines", rate=6.0, at=9.0, paused=True), act, (120, 33))
