"""The bars above and below what a screen shows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widget import Widget

from site_sim.ui.drawing.bars import Bar, BarContent
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.header import Header, Notice
from site_sim.ui.screens.shared.key_bar import KeyBar
from site_sim.ui.screens.shared.scrubber import Scrubber


class BarsAround:
    """A header and a notice above, and the scrubber and the keys below.

    Header and notice are those of a run, unless others are given.
    """

    ROWS = 4
    """How many rows they take where none has more to say."""

    def __init__(
        self,
        context: ScreenContext,
        header: BarContent | None = None,
        notice: BarContent | None = None,
    ) -> None:
        keys, glyphs = context.keys, context.glyphs
        above = header or Header(glyphs), notice or Notice(glyphs, keys)
        self._above = Bar("header", above[0], glyphs, keys), Bar("notice", above[1], glyphs, keys)
        self._below = Scrubber(glyphs), Bar("keys", KeyBar(keys, glyphs), glyphs, keys)
        self.lines = (*self._above, *self._below)

    def around(self, talk: Sequence[Widget], *panels: Widget) -> ComposeResult:
        """Return the bars with what stands between them, first what a speaker shows."""
        yield from (*self._above, *talk, *panels, *self._below)
