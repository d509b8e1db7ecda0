"""The command palette: every action, found by its words."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.errors import NoWidget
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Input, LoadingIndicator

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS, may_focus
from site_sim.ui.dialogs.options import CommandOptions


class Palette(CommandPalette):
    """Textual's command palette, but dismissed once only, quiet, and without a wide sign.

    A page of its list or a click on a place that is not there is passed over.
    """

    @override
    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield CommandOptions() if isinstance(widget, CommandList) else widget

    def on_mount(self) -> None:
        """Replace the search icon by a sign that every terminal draws one cell wide.

        The sign that it is busy does not move: it would sixteen times a second, out of sight too,
        and the commands are found before it is shown. What is typed is bounded as in all dialogs.
        Where it opens while the app ends, they may be gone already.
        """
        for icon in self.query(SearchIcon):
            icon.icon = ">"
        for field in self.query(Input):
            field.max_length = FIELD_CHARACTERS
        for indicator in self.query(LoadingIndicator):
            indicator.auto_refresh = None

    def on_click(self, event: Click) -> None:
        """Pass over a click at a place that the window has lost since."""
        try:
            self.get_widget_at(event.screen_x, event.screen_y)
        except NoWidget:
            event.prevent_default()

    @override
    def set_focus(self, widget: Widget | None, *arguments: Any, **options: Any) -> None:
        if may_focus(self, widget):
            super().set_focus(widget, *arguments, **options)

    @override
    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_current else AwaitComplete()
