"""Panels stay where the view says that they were scrolled to, as far as they have rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from site_sim.player.view_state import ViewState
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.title import MARGIN


def scroll_back(panels: Iterable[RowsPanel], view: ViewState) -> None:
    """Scroll panels to where the view says, those of which it says anything."""
    for panel in panels if view.scrolls else ():
        row = view.scrolls.get(panel.scroll_name)
        if row is not None:
            panel.want_row(row)


def show_row(panel: RowsPanel, row: int) -> None:
    """Scroll a panel to a row: to the middle, unless it is in view already."""
    top, height = panel.scroll_offset.y, panel.size.height
    if not top <= row < top + height:
        panel.scroll_to(y=max(0, row - height // 2), animate=False, immediate=True)


def place_in(panel: RowsPanel, rows: int) -> str:
    """Return which of its rows a panel shows: `35-46 of 981`; that there are more; or "" for all.

    Where there is little room it is only the first of them.
    """
    top, height = panel.scroll_offset.y, panel.size.height
    if rows <= height:
        return ""
    if not top:
        return f"{panel.glyphs.down} more"
    room = panel.outer_size.width - MARGIN
    whole = f"{top + 1:,}-{min(rows, top + height):,} of {rows:,}"
    texts = whole, f"{top + 1:,}/{rows:,}"
    return next((text for text in texts if len(text) <= room), f"{top + 1:,}")


class MovedPanels:
    """The panels that were scrolled since the last frame, which has only what was in view.

    `soon` calls something once the message that scrolled them is done with; if no whole frame was
    drawn until then, `show` draws them.
    """

    def __init__(
        self,
        soon: Callable[[Callable[[], None]], object],
        show: Callable[[Collection[RowsPanel]], None],
    ) -> None:
        self._soon = soon
        self._show = show
        self._panels: dict[RowsPanel, None] = {}

    def add(self, panel: RowsPanel) -> None:
        """Add a panel, to be drawn soon."""
        if not self._panels:
            self._soon(self._show_rest)
        self._panels[panel] = None

    def clear(self) -> None:
        """Forget the panels, as a whole frame was drawn."""
        self._panels = {}

    def _show_rest(self) -> None:
        panels, self._panels = self._panels, {}
        if panels:
            self._show(panels)


def panel_to_scroll(screen: Screen[Any], panels: Iterable[Widget]) -> RowsPanel | None:
    """Return the panel with the focus, or else the first of some, that can be scrolled."""
    around = screen.focused.ancestors_with_self if screen.focused is not None else ()
    focused = (widget for widget in around if isinstance(widget, RowsPanel))
    others = (each for panel in panels for each in panel.walk_children(RowsPanel, with_self=True))
    return next((each for each in chain(focused, others) if each.allow_vertical_scroll), None)
