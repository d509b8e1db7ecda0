"""The code screen: the program's source, and how its coroutines really stand in it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from site_sim.player.view_state import Snapshot
from site_sim.ui.drawing.cached_containers import CachedContainer
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.code.call_stack import CallStack
from site_sim.ui.screens.code.coroutine import Coroutine
from site_sim.ui.screens.code.events import Events
from site_sim.ui.screens.code.source import CodePanel
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.controls import KeyBar
from site_sim.ui.screens.shared.header import Header, Notice
from site_sim.ui.screens.shared.scrubber import Scrubber


class CodeScreen(RunScreen):
    """The source, one coroutine in full, who waits for whom, and the events to come."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall"), (44, "-high")]  # noqa: RUF012

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        keys = context.keys
        self.code = CodePanel()
        self.coroutine = Coroutine()
        self.tower = CallStack(keys.keys_of)
        self.events = Events()
        self.lines: tuple[RowsPanel, ...] = (
            Header("header", keys),
            Notice("notice", keys),
            self.code,
            self.coroutine,
            self.tower,
            self.events,
            Scrubber(),
            KeyBar("keys", keys),
        )

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        header, notice, *_, scrubber, keys = self.lines
        yield header
        yield notice
        yield CachedContainer(
            self.code,
            CachedContainer(self.coroutine, self.tower, self.events, id="code-side"),
            id="code-floor",
        )
        yield scrubber
        yield keys
        yield self.too_small

    @property
    def panels(self) -> tuple[Widget, ...]:
        """The panels that can be zoomed; by itself the tower is."""
        return (self.tower, self.code, self.coroutine, self.events)

    def furnish(self, snapshot: Snapshot) -> None:
        """Show the coroutine as it is, or its moment in plain calls."""
        self.set_class(snapshot.view.native, "-native")

    def show_lines(self, snapshot: Snapshot, in_passing: bool) -> None:
        """Let the panels find out what has changed."""
        self.furnish(snapshot)
        snapshot.view.details_in_notice = False
        for lines in self.lines:
            lines.show(snapshot)
