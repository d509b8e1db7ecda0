"""However the app ends, it ends once and says why; and it finds out how large the terminal is."""

from __future__ import annotations

import asyncio
import signal

import pytest
from textual.css.query import NoMatches
from textual.pilot import Pilot

from site_sim.player.player import Player
from site_sim.ui.app import SiteApp
from site_sim.ui.terminal.app_base import MOST_NOTICES
from tests.ui.app_fixture import (
    FRAME_S,
    crash_of,
    driver_of,
    no_screen_left,
    notices_of,
    run,
    site,
)


def test_a_change_of_size_that_nobody_told_is_found_out() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        driver_of(app).terminal_size = (90, 30)
        app.advance(FRAME_S)
        await pilot.pause()
        assert app.screen.size == (120, 36)
        app.advance(0.5)
        await pilot.pause()
        assert app.size == app.screen.size == (90, 30)

    run(site(), act)


def test_while_a_panel_scrolls_by_itself_or_is_laid_out_something_moves() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.animation_level = "full"
        assert not app.is_moving
        app.screens.site.chain.scroll_to(y=5, duration=0.01, force=True)
        assert app.is_moving
        await app.animator.wait_for_idle()
        await pilot.pause()
        assert not app.is_moving
        app.screen.refresh(layout=True)
        assert app.is_moving
        await pilot.pause()
        assert not app.is_moving

    run(site(workers=40), act)


@pytest.mark.parametrize("size", [(20, 6), (120, 36)])
def test_a_frame_while_the_screen_is_taken_apart_harms_nothing(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for name in ("site", "timeline", "code"):
            app.action_do(name)
            await pilot.pause()
            app.advance(FRAME_S)
            await app.screen.remove_children()
            app.advance(FRAME_S)
            assert app.is_running
            assert app.return_code is None

    run(site(), act, size)


def test_no_frame_is_drawn_once_it_ends() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.start_clock()
        ticking = app.ticking
        assert ticking is not None
        app.end(0)
        await asyncio.wait([ticking], timeout=10)
        assert ticking.cancelled()

    run(site(), act)


def test_what_a_dialog_has_no_longer_that_opens_while_it_ends_is_passed_over() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.end(130)
        assert app.crash(NoMatches("its options are gone"))
        assert not app.report

    app = site()
    run(app, act)
    assert app.return_code == 130


def test_a_frame_when_no_screen_is_left_harms_nothing() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with no_screen_left(app):
            app.screens.site.painter.paint(app.screens.site.lines)
        assert app.is_running

    run(site(), act)


def test_a_crash_in_a_frame_ends_the_app_with_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Player, real_s: float) -> None:
        secret = "hunter2"
        raise LookupError(f"lost in {len(secret)}")

    monkeypatch.setattr(Player, "pass_time", fail)
    app = site(clock_runs=True)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await asyncio.wait_for(crash_of(app), 10)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with pytest.raises(LookupError):
        run(app, act)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert app.return_code == 1
    assert "LookupError: lost in 7" in app.report
    assert "hunter2" not in app.report


def test_what_fails_in_a_call_of_the_event_loop_is_no_secret() -> None:
    def fail() -> None:
        raise LookupError

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.wait_for(crash_of(app), 10)

    app = site()
    with pytest.raises(LookupError):
        run(app, act)
    assert app.return_code == 1
    assert "LookupError" in app.report


def test_nothing_that_fails_while_it_ends_is_a_crash() -> None:
    def fail() -> None:
        raise LookupError

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.end(0)
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)

    app = site()
    run(app, act)
    assert app.return_code == 0
    assert app.report == ""


def test_the_first_ending_counts() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.end(143)
        app.end(0)
        app.on_hangup()

    app = site()
    run(app, act)
    assert app.return_code == 143


def test_a_hang_up_ends_as_its_signal_does() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.on_hangup()

    app = site()
    run(app, act)
    assert app.return_code == 129


def test_there_are_never_more_messages_than_leave_the_screen_to_be_seen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        most = 0
        for number in range(7 * MOST_NOTICES):
            app.notify(f"number {number}", severity="error", timeout=30)
            if number % 3 == 0:
                await pilot.pause()
            most = max(most, len(notices_of(app)))
        await pilot.pause()
        assert most == MOST_NOTICES
        assert notices_of(app)[-1].message == f"number {7 * MOST_NOTICES - 1}"

    run(site(), act)


@pytest.mark.parametrize("key", ["r", "R"])
def test_a_message_about_a_run_goes_with_it(key: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("x")
        assert "an accident happens to worker" in notices_of(app)[0].message
        await pilot.press(key)
        assert notices_of(app) == []

    run(site(workers=3, at=5.0, paused=True), act)
