"""The rows of panels as text."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import Command
from site_sim.player.intents import Select
from site_sim.player.view_state import NOTHING, Selection
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.run.driving import run_to
from tests.ui.app_fixture import after, drawn, look, settle, site

SMALL, NORMAL, LARGE = (80, 24), (120, 36), (200, 50)
HOSTILE = (
    "コンクリート打設工事" * 8,
    "e\u0301" * 40,
    "👷‍♀️🏗️" * 6,
    "[/][@click=app.quit]x",
    "ｔｉｌｅｓ",
    "",
    "a" * 200,
)


def texts_of(
    panels: str, *keys: str, size: tuple[int, int] = (80, 19), **scenario: Any
) -> list[str]:
    """Return the lines of some panels (their ids) as they are drawn."""
    app = site(**scenario)
    rows: list[str] = []

    async def act(pilot: Pilot[int]) -> None:
        await after(*keys)(pilot)
        for panel in panels.split():
            rows.extend(drawn(app.screens.site.query_one(f"#{panel}", RowsPanel)))

    look(app, size, act)
    return rows


def is_as_drawn_anew(app: SiteApp, panel: RowsPanel) -> bool:
    """Draw the present frame, and say whether a panel then looks as if nothing had been drawn."""
    app.screens.publish()
    before = _looks(panel)
    panel.lines.forget()
    app.screens.publish()
    return _looks(panel) == before


def shows_selections(app: SiteApp, panel: RowsPanel) -> bool:
    """Select what is in the second row, nothing, and it again; say whether each is drawn."""
    second = panel.selection_at(1, 0)
    assert second is not None

    def is_drawn(selection: Selection) -> bool:
        app.player.do(Select(*selection))
        return is_as_drawn_anew(app, panel)

    return all(map(is_drawn, (second, NOTHING, second)))


def _looks(panel: RowsPanel) -> list[list[tuple[str, str]]]:
    return [
        [(segment.text, str(segment.style)) for segment in panel.render_line(y)]
        for y in range(panel.size.height)
    ]


def chain_of(*keys: str, **scenario: Any) -> list[str]:
    """Return foreman, chain and accept as they are drawn in 80×19."""
    return texts_of("foreman chain accept", *keys, **scenario)


def rows_at(
    at_s: float,
    *given: tuple[float, Command],
    panels: str = "foreman chain accept",
    keys: str = "",
    size: tuple[int, int] = (80, 20),
    **scenario: Any,
) -> list[str]:
    """Return the lines of some panels at a time (s), after commands that were given at others.

    `keys` are pressed then, each a letter.
    """
    app = site(**scenario)
    rows: list[str] = []

    async def act(pilot: Pilot[int]) -> None:
        await settle(pilot)
        player = app.player
        for when_s, command in given:
            run_to(player.session, round(when_s * SECOND))
            player.controls.apply(command)
        run_to(player.session, round(at_s * SECOND))
        await after(*keys)(pilot)
        for panel in panels.split():
            rows.extend(drawn(app.screens.site.query_one(f"#{panel}", RowsPanel)))

    look(app, size, act)
    return rows


BUSY_BARS = {"workers": 3, "rate": 2.0, "at": 8.5, "title": "The classic site"}
