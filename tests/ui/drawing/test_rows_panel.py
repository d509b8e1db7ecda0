"""Rows come and go, and the panel stays what it is."""

from __future__ import annotations

from operator import attrgetter

import pytest

from site_sim.commands import Hire, OrderJobs, SetRate
from site_sim.player.intents import Seek, SetPaused, SetTheme, Wish
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.site.task_rows import PinnedRow
from tests.ui.app_fixture import lay_out, site
from tests.ui.drawing.panels import shown, whole


def test_rows_that_come_and_go_leave_the_layout_alone() -> None:
    """Where a scroll bar comes or goes it must be laid out anew, and only there."""

    def look(app: SiteApp) -> None:
        layouts = []
        app.screens.site.screen_layout_refresh_signal.subscribe(app.screens.site, layouts.append)
        height = app.screens.site.queue.size.height
        lengths = []
        for _ in range(8):
            app.advance(0.1)
            lengths.append(len(app.player.session.state.queue))
            lay_out(app.screens.site)
        assert lengths[-1] > lengths[0] > height
        assert layouts == []
        assert app.screens.site.queue.virtual_size.height == lengths[-1]
        shown_rows = int(app.screens.site.queue.vertical_scrollbar.window_virtual_size)
        assert height * height // shown_rows == height * height // lengths[-1]  # the thumb

    shown(site(rate=100.0, theme="blueprint"), (120, 36), look)


def test_a_scrolled_panel_whose_rows_go_stays_within_them() -> None:
    def look(app: SiteApp) -> None:
        queue = app.screens.site.queue
        queue.scroll_to(y=10_000, animate=False, immediate=True)
        rows = queue.row_count()
        assert queue.scroll_offset.y == rows - queue.size.height > 20
        app.player.do(Seek(app.player.session.now // 2))
        app.screens.publish()
        assert queue.row_count() < rows
        assert queue.scroll_offset.y == queue.row_count() - queue.size.height

    shown(site(rate=100.0, theme="blueprint"), (120, 36), look)


def test_another_run_shows_nothing_of_the_one_before() -> None:
    """Its jobs have the same numbers."""

    def look(app: SiteApp) -> None:
        def text() -> str:
            queue = app.screens.site.queue
            return "\n".join(strip.text for strip in queue.render_lines(whole(queue)))

        before = text()
        app.player.open(Scenario(rate=9.0, seed=7, workload="cpu", service_time=5.0))
        for _ in range(20):
            app.advance(0.1)
        assert "5.0s" in text()
        assert before != text()

    shown(site(rate=9.0, theme="blueprint"), (120, 36), look)


@pytest.mark.parametrize(
    "wish",
    [
        Hire(3),
        SetRate(0.5),
        SetPaused(on=True),
        Seek(1_000_000_000),
        SetTheme("mono"),
        OrderJobs(50),
    ],
)
def test_panels_that_stay_as_they_are_look_as_if_drawn_anew(wish: Wish) -> None:
    def look(app: SiteApp) -> None:
        app.host.wish(wish)
        panels = [panel for panel in app.screens.site.query(RowsPanel) if panel.frame]
        kept = [[panel.lines.segments(y) for y in range(panel.size.height)] for panel in panels]
        for panel in panels:
            panel.lines.forget()
        app.screens.publish()
        anew = [[panel.lines.segments(y) for y in range(panel.size.height)] for panel in panels]
        assert kept == anew

    shown(site(rate=30.0, model="coroutines", theme="blueprint"), (200, 50), look)


def test_a_panel_is_left_as_it_is_where_nothing_of_it_has_changed() -> None:
    def look(app: SiteApp) -> None:
        prepared: list[object] = []
        wall = app.screens.site.wall
        wall.prepare = prepared.append  # type: ignore[method-assign]
        for _ in range(3):
            app.screens.publish()
        assert not prepared
        wall.lines.forget()
        app.screens.publish()
        assert len(prepared) == 1

    shown(site(theme="blueprint"), (120, 36), look)


def test_a_panel_that_is_not_shown_yet_is_blank_and_keeps_no_frame() -> None:
    """Textual may paint it as soon as there is room for it, before the next frame."""

    def look(app: SiteApp) -> None:
        foreman = app.screens.site.foreman
        hidden = PinnedRow(foreman.glyphs, attrgetter("first"), lambda _: None, "hidden")
        frame = foreman.frame
        assert frame is not None
        hidden.show(frame)
        assert not any(segment.text.strip() for segment in hidden.draw_row(0))
        assert "".join(segment.text for segment in foreman.draw_row(0)).strip()

    shown(site(theme="blueprint"), (120, 36), look)
