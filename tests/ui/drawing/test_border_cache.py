"""The border of a panel is drawn anew only where it changes."""

from __future__ import annotations

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import site
from tests.ui.drawing.panels import shown, whole


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
