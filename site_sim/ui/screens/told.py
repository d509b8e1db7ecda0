"""What the panels on a screen show, each by the title that it has there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from textual.screen import Screen

from site_sim.facts.sentences import say

PANELS: Mapping[str, str] = {
    id: say(f"help.{id}")
    for id in (
        *("queue", "chain-panel", "lanes", "details", "map", "accepted"),
        *("timeline-panel", "code", "coroutine", "waits", "events"),
    )
}
"""What each panel shows, by its id."""


class ToldPanel(NamedTuple):
    """A panel that is on the screen: its title, without what it counts, and what it shows."""

    title: str
    shows: str


def told_panels(screen: Screen[Any], dot: str) -> list[ToldPanel]:
    """Return the panels on a screen; first the one with the focus, else that under the mouse.

    `dot` is what parts of a title stand between.
    """
    shown = [panel for panel in screen.query("*") if panel.id in PANELS and panel.region]
    meant = screen.focused or screen.app.mouse_over
    around = meant.ancestors_with_self if meant is not None else ()
    shown.sort(key=lambda panel: panel not in around)
    return [
        ToldPanel(str(panel.border_title).split(f" {dot} ")[0], PANELS[panel.id or ""])
        for panel in shown
    ]
