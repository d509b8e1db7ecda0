"""The command palette: every action, found by its words."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, SearchIcon
from textual.widgets import LoadingIndicator

from site_sim.base.overriding import override


class Palette(CommandPalette):
    """Textual's command palette, but dismissed once only, quiet, and without a wide sign."""

    def on_mount(self) -> None:
        """Replace the search icon by a sign that every terminal draws one cell wide.

        The sign that it is busy does not move: it would sixteen times a second, out of sight too,
        and the commands are found before it is shown.
        """
        self.query_one(SearchIcon).icon = ">"
        self.query_one(LoadingIndicator).auto_refresh = None

    @override
    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_current else AwaitComplete()
