"""The lines of a panel are drawn as Textual would draw them."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.scroll_view import ScrollView

from site_sim.player.intents import Select
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.strips import PanelStrip
from tests.ui.app_fixture import site
from tests.ui.drawing.panels import cells, shown, whole

SIZES = [(80, 24), (120, 36), (200, 50)]


def panels(app: SiteApp) -> list[RowsPanel]:
    return [
        panel for panel in app.screens.site.query(RowsPanel) if panel.display and panel.outer_size
    ]


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["blueprint", "mono"])
@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
def test_lines_are_drawn_as_textual_draws_them(
    size: tuple[int, int], theme: str, glyphs: str
) -> None:
    def look(app: SiteApp) -> None:
        assert len(panels(app)) > 8
        app.player.do(Select("task", 1))
        app.screens.publish()
        for panel in panels(app):
            ours = panel.render_lines(whole(panel))
            theirs = ScrollView.render_lines(panel, whole(panel))
            assert cells(ours) == cells(theirs), panel
            is_ours = theme == "blueprint" and glyphs == "unicode"
            assert any(isinstance(line, PanelStrip) for line in ours) is is_ours, panel

    shown(site(workers=60, rate=20.0, glyphs=glyphs, theme=theme), size, look)


def test_a_panel_cut_by_its_container_is_left_to_textual() -> None:
    def look(app: SiteApp) -> None:
        queue = app.screens.site.queue
        part = Region(2, 1, 9, 3)
        rows = [strip.text for strip in queue.render_lines(whole(queue))]
        assert [strip.text for strip in queue.render_lines(part)] == [
            row[2:11] for row in rows[1:4]
        ]

    shown(site(rate=9.0, theme="blueprint"), (120, 36), look)
