"""The code screen: the program's source, and how its coroutines really stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.widget import Widget

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.player.needs import CodeNeeds, Needs
from site_sim.player.outline import Outline
from site_sim.player.view_state import ViewState
from site_sim.ui.drawing.cached_containers import CachedContainer
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.text_panel import TextPanel, Write
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.code.call_stack import write_waits
from site_sim.ui.screens.code.coroutine import write_coroutine
from site_sim.ui.screens.code.events import write_events
from site_sim.ui.screens.code.source import CodePanel
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.bars_around import BarsAround
from site_sim.ui.theme.glyphs import Glyphs


class CodeScreen(RunScreen):
    """The source, one coroutine in full, who waits for whom, and the events to come."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall"), (44, "-high")]  # noqa: RUF012

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        keys, glyphs = context.keys, context.glyphs
        self.code = CodePanel(glyphs, keys)
        self.coroutine = _side_panel(glyphs, write_coroutine, "coroutine")
        self.waits = _side_panel(glyphs, partial(write_waits, bindings=keys), "waits")
        self.events = _side_panel(glyphs, write_events, "events")
        self._bars = BarsAround(context)
        panels = (self.code, self.coroutine, self.waits, self.events)
        self.lines: tuple[RowsPanel, ...] = (*panels, *self._bars.lines)

    @override
    def compose(self) -> ComposeResult:
        floor = CachedContainer(
            self.code,
            CachedContainer(self.coroutine, self.waits, self.events, id="code-side"),
            id="code-floor",
        )
        yield from self._bars.around(self.talk.panels, floor)
        yield self.too_small

    @override
    def scrolled(self, view: ViewState) -> Sequence[RowsPanel]:
        return (self.code, self.coroutine, self.waits, self.events)

    @property
    @override
    def panels(self) -> tuple[Widget, ...]:
        return (self.waits, self.code, self.coroutine, self.events)

    @override
    def arrange_panels(self, outline: Outline) -> bool:
        was_native = self.has_class("-native")
        self.set_class(outline.view.native, "-native")
        return was_native is not outline.view.native

    @override
    def needs(self, outline: Outline) -> Needs:
        return Needs(code=CodeNeeds(self.waits.size.height))

    @override
    def show_lines(self, frame: Frame) -> None:
        for lines in self.lines:
            lines.show(frame)


def _side_panel(glyphs: Glyphs, write: Write, id: str) -> TextPanel:
    return TextPanel(glyphs, write, id=id, classes="panel", can_focus=True)
