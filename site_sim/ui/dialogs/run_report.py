"""The dialog that tells the figures so far and what shaped them, as the summary of a run does."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import ScrollableContainer, Vertical
from textual.widgets import Static

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import Dialog

BOX, FRAME = 94, 6
"""The share of the screen that a dialog has, in percent, and the cells of its frame and its bar."""


class RunReport(Dialog[None]):
    """Shows the summary of the run up to the playhead."""

    BINDINGS = [("q,F", "dismiss(None)", "Close")]  # noqa: RUF012
    DEFAULT_CSS = """
    RunReport ScrollableContainer { height: auto; max-height: 80vh; }
    RunReport Static { width: auto; }
    """

    def __init__(self, write: Callable[[int], str], title: str) -> None:
        super().__init__()
        self._write = write
        """Returns the summary in lines of some cells at most."""
        self._title = title

    @override
    def compose(self) -> ComposeResult:
        text = self._write(self.app.size.width * BOX // 100 - FRAME)
        box = Vertical(ScrollableContainer(Static(text, markup=False)), id="box")
        box.border_title = self._title
        box.border_subtitle = "escape closes"
        yield box

    def on_mount(self) -> None:
        """Focus the scrolling part, so that the arrow keys scroll it."""
        self.query_one(ScrollableContainer).focus()
