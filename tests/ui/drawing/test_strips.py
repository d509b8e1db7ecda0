"""A line of a panel is divided and forgotten at no cost."""

from __future__ import annotations

import gc

from textual.strip import Strip

from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.strips import PanelStrip
from tests.ui.app_fixture import site
from tests.ui.drawing.panels import shown, whole


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

    gc.freeze()  # what other tests left is not looked through again and again
    assert left_behind(Strip) > 0
    assert left_behind(PanelStrip) == 0
