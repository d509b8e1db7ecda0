"""Panels stay where the view says that they were scrolled to, as far as they have rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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


class MovedPanels:
    """The panels that were scrolled since the last frame, which has only what was in view.

    `soon` calls something once the message that scrolled them is done with; if no whole frame was
    drawn until then, `show` draws them.
    """

    def __init__(
        self,
        soon: Callable[[Callable[[], None]], object],
        show: Callable[[Iterable[RowsPanel]], None],
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
