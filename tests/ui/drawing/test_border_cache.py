"""The border of a panel is drawn anew only where it changes."""

from __future__ import annotations

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import site
from tests.ui.drawing.panels import shown, whole


def test_only_the_line_of_a_new_title_is_drawn_anew() -> None:
    def look(app: SiteApp) -> None:
        panel = app.screens.site.lanes
        panel.lines.take_changes()
        before = [strip.text for strip in panel.render_lines(whole(panel))]
        panel.heading.set_title("Another title")
        assert panel.lines.take_changes() == [-1]
        after = [strip.text for strip in panel.render_lines(whole(panel))]
        assert "Another title" in after[0]
        assert after[1:] == before[1:]
        panel.heading.set_title("Another title")
        assert panel.lines.take_changes() == []

    shown(site(rate=9.0, theme="blueprint"), (120, 36), look)
