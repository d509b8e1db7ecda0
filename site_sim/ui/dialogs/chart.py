"""The dialog in front of the run that has the distribution of its response times in it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Label

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import Dialog

HINT = "from arrival until done or scrapped; l: logarithmic axis or not, escape closes"


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
        """Draw the chart when it has a size."""
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
