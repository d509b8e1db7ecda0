"""One panel of a screen has the whole of it."""

from __future__ import annotations

from typing import Protocol

from textual.widget import Widget


class ZoomingScreen(Protocol):
    """A screen some of whose panels can be zoomed."""

    @property
    def panels(self) -> tuple[Widget, ...]:
        """The panels that can be zoomed, first the one that is when none has the focus."""

    @property
    def focused(self) -> Widget | None:
        """The widget with the focus."""

    def add_class(self, *names: str) -> object:
        """Add classes for the stylesheet."""

    def remove_class(self, *names: str) -> object:
        """Remove classes for the stylesheet."""


class PanelZoom:
    """Zooms a panel to the whole of its screen."""

    def __init__(self, screen: ZoomingScreen) -> None:
        self._screen = screen
        self.panel: Widget | None = None
        """The panel that has the whole screen."""

    @property
    def candidate(self) -> str:
        """The id of the panel with the focus, or of the first; "" where none can be zoomed."""
        screen = self._screen
        around = screen.focused.ancestors_with_self if screen.focused is not None else ()
        panels = [*(panel for panel in screen.panels if panel in around), *screen.panels]
        return panels[0].id or "" if panels else ""

    def give(self, wanted: str) -> None:
        """Zoom the panel with this id to the whole screen; "" shows all panels again."""
        panels = self._screen.panels if wanted else ()
        before, after = self.panel, next((each for each in panels if each.id == wanted), None)
        if before is after:
            return
        self.panel = after
        if before is not None:
            self._screen.remove_class("-zoom", f"-zoom-{before.id}")
            before.remove_class("-zoomed")
        if after is not None:
            self._screen.add_class("-zoom", f"-zoom-{after.id}")
            after.add_class("-zoomed")
