"""What all screens have: a size that is enough, and the keys that the person chose."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets._toast import Toast

from site_sim.base.units import SECOND
from site_sim.player.intents import SetFollow
from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import (
    drawn,
    pass_time,
    run,
    show,
    site,
    text_of,
)


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
    ("screen", "panel"), [("1", "chain"), ("1", "queue"), ("2", "timeline-rows")]
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
            scrolled = drawn(rows)
            assert rows.scroll_offset.y == y
            app.player.do(SetFollow(False))  # as the wheel does, a little later
            app.screens.publish()
            assert drawn(rows) == scrolled
            assert all(scrolled)

    run(site(workers=200, rate=50.0, at=4.0, paused=True), act)
