"""Panels stay where the view says that they were scrolled to, as far as they have rows."""

from __future__ import annotations

from collections.abc import Iterable

from site_sim.player.view_state import ViewState
from site_sim.ui.drawing.rows_panel import RowsPanel


def is_where_wanted(panel: RowsPanel, view: ViewState) -> bool:
    """Return whether a panel is scrolled to where the view says, or to its end before that."""
    row = view.scrolls.get(panel.id or "", 0)
    return panel.scroll_offset.y == min(row, panel.max_scroll_y)


def scroll_back(panels: Iterable[RowsPanel], view: ViewState) -> None:
    """Scroll panels to where the view says, those of which it says anything."""
    for panel in panels if view.scrolls else ():
        row = view.scrolls.get(panel.id or "")
        if row is not None and not is_where_wanted(panel, view):
            panel.scroll_to(y=min(row, panel.max_scroll_y), animate=False, immediate=True)
