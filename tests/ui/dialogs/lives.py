"""Dialogs, and the life of a job as they show it."""

from __future__ import annotations

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import text_of

SMALL = [(60, 18), (80, 24)]
SIZES = [*SMALL, (120, 36), (200, 50)]


def words_in(app: SiteApp) -> str:
    """Return what stands in a dialog, lines that were wrapped put together again."""
    inside = app.screen.query_one("#box").content_region
    lines = text_of(app).splitlines()[inside.y : inside.bottom]
    return " ".join(" ".join(line[inside.x : inside.right].split()) for line in lines)
