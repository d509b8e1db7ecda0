"""The dialogs that tell the figures so far: as the summary of a run does, and as a chart."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import ScrollableContainer, Vertical
from textual.widget import Widget
from textual.widgets import Label, Static

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import Dialog

HINT = "from arrival to the end of the job; l changes the axis, escape closes"
"""What is said under the chart of response times."""
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


class ChartDialog(Dialog[None]):
    """Shows a panel with a chart. `draw` draws it and returns its title; `switch` changes its axis.

    The picture is of the moment at which it was drawn, and is drawn anew with the axis or the size.
    """

    BINDINGS = [  # noqa: RUF012
        ("l", "switch", "Axis"),
        ("q,H", "dismiss(None)", "Close"),
    ]
    DEFAULT_CSS = """
    ChartDialog #hint { color: $text-muted; }
    """

    def __init__(self, panel: Widget, draw: Callable[[], str], switch: Callable[[], None]) -> None:
        super().__init__()
        self._panel = panel
        self._draw = draw
        self._switch = switch

    @override
    def compose(self) -> ComposeResult:
        yield Vertical(self._panel, Label(HINT, id="hint", markup=False), id="box")

    def on_mount(self) -> None:
        """Draw the chart when it has a size; it has the focus."""
        self._panel.focus()
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the chart of the present moment."""
        self.query_one("#box").border_title = self._draw()

    def on_laid_out(self) -> None:
        """Draw the chart in its new size."""
        self.draw()

    def action_switch(self) -> None:
        """Draw the chart with the other axis."""
        self._switch()
        self.draw()
