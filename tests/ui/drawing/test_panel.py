"""Panels draw their own lines: what is seen must be what Textual would have drawn."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

import pytest
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from site_sim.player.view_state import Selection
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.cached_containers import (
    CachedContainer,
    CachedHorizontal,
    CachedVertical,
    TitledVertical,
)
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.strips import PanelStrip
from tests.ui.app_fixture import lay_out, site

SIZES = [(80, 24), (120, 36), (200, 50)]


def shown(app: SiteApp, size: tuple[int, int], look: Callable[[SiteApp], object]) -> None:
    """Run the app for two simulated seconds, and have a look."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for _ in range(20):
                app.advance(0.1)
            await pilot.pause()
            look(app)

    asyncio.run(run())


def panels(app: SiteApp) -> list[RowsPanel]:
    return [
        panel for panel in app.screens.site.query(RowsPanel) if panel.display and panel.outer_size
    ]


def whole(panel: RowsPanel) -> Region:
    return panel.outer_size.region


def cells(strips: list[Strip]) -> list[list[tuple[str, object]]]:
    """Return every cell with its style, however the segments are divided."""
    return [
        [(char, segment.style) for segment in strip for char in segment.text] for strip in strips
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["blueprint", "mono"])
@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
def test_lines_are_drawn_as_textual_draws_them(
    size: tuple[int, int], theme: str, glyphs: str
) -> None:
    def look(app: SiteApp) -> None:
        assert len(panels(app)) > 8
        app.player.select(Selection("task", 1))
        app.screens.publish()
        for panel in panels(app):
            ours = panel.render_lines(whole(panel))
            theirs = ScrollView.render_lines(panel, whole(panel))
            assert cells(ours) == cells(theirs), panel
            is_ours = theme == "blueprint" and glyphs == "unicode"
            assert any(isinstance(line, PanelStrip) for line in ours) is is_ours, panel

    shown(site(workers=60, rate=20.0, glyphs=glyphs, theme=theme), size, look)


@pytest.mark.parametrize("theme", ["blueprint", "mono"])
def test_containers_are_drawn_as_textual_draws_them(theme: str) -> None:
    def look(app: SiteApp) -> None:
        kinds = (CachedContainer, CachedHorizontal, CachedVertical, TitledVertical)
        inside = [each for each in app.screen.walk_children() if isinstance(each, kinds)]
        containers = [*inside, app.screen]
        assert len(containers) == 5
        for container in containers:
            width, height = container.outer_size
            for crop in (
                Region(0, 0, width, height),
                Region(0, height - 1, width, 1),
                Region(2, 0, width - 4, height - 2),
                Region(0, 1, width, height - 1),
            ):
                container.refresh()
                drawn = container.render_lines(crop)
                assert cells(drawn) == cells(Widget.render_lines(container, crop)), container

    shown(site(theme=theme), (120, 36), look)


def test_a_panel_cut_by_its_container_is_left_to_textual() -> None:
    def look(app: SiteApp) -> None:
        queue = app.screens.site.queue
        part = Region(2, 1, 9, 3)
        rows = [strip.text for strip in queue.render_lines(whole(queue))]
        assert [strip.text for strip in queue.render_lines(part)] == [
            row[2:11] for row in rows[1:4]
        ]

    shown(site(rate=9.0, theme="blueprint"), (120, 36), look)


def test_only_the_line_of_a_new_title_is_drawn_anew() -> None:
    def look(app: SiteApp) -> None:
        queue = app.screens.site.queue
        queue.lines.take_changes()
        before = [strip.text for strip in queue.render_lines(whole(queue))]
        queue.heading.set_title("Another title")
        assert queue.lines.take_changes() == [-1]
        after = [strip.text for strip in queue.render_lines(whole(queue))]
        assert "Another title" in after[0]
        assert after[1:] == before[1:]
        queue.heading.set_title("Another title")
        assert queue.lines.take_changes() == []

    shown(site(rate=9.0, theme="blueprint"), (120, 36), look)


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
        app.player.navigator.seek(app.player.session.now // 2)
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


def test_a_line_is_divided_beside_the_scroll_bar_without_being_looked_through() -> None:
    def look(app: SiteApp) -> None:
        queue = app.screens.site.queue
        bar, whole_region = queue.vertical_scrollbar.region, queue.region
        assert queue.show_vertical_scrollbar
        cuts = [bar.x - whole_region.x, bar.right - whole_region.x, whole_region.width]
        first, second = queue.render_lines(whole(queue))[1:3]
        assert isinstance(first, PanelStrip)
        parts = first.divide(cuts)
        assert "".join(part.text for part in parts) == first.text
        assert [part.cell_length for part in parts] == [cuts[0], 1, 1]
        assert first.divide(cuts)[0] is parts[0]
        assert all(a is b for a, b in zip(parts[1:], second.divide(cuts)[1:], strict=True))

    shown(site(rate=100.0, theme="blueprint"), (120, 36), look)


def test_a_line_is_forgotten_without_the_garbage_collector() -> None:
    """Textual's strips, once divided, are not: thousands of objects a frame."""

    def left_behind(kind: type[Strip]) -> int:
        strip = kind(list(Strip.blank(8)), 8)
        assert strip.divide([8]) == [strip]
        assert [part.cell_length for part in strip.divide([3, 8])] == [3, 5]
        gc.collect()
        del strip
        return gc.collect()

    assert left_behind(Strip) > 0
    assert left_behind(PanelStrip) == 0
