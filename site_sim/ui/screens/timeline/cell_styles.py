"""The style of a timeline's cell: its state, a second state in it, and what is marked on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from site_sim.facts.states import STATES
from site_sim.state.entities import CPU, GONE, IDLE
from site_sim.state.history.tiles import ALONE, GUESS, UNKNOWN, first_state, second_state
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import MOST_SEGMENTS, PLAIN_STATES
from site_sim.ui.screens.timeline.line_contents import (
    CURSOR,
    FUTURE,
    HOP,
    LANE,
    PATH,
    PLAYHEAD,
    REJECTED,
    TOKEN,
)

RUN = re.compile(rb"((.)\2*)", re.DOTALL)
"""Equal bytes in a row, and the first of them."""
TINT, FADED = 0.25, 0.4
"""The share of its colour that a cell's second state keeps, and that the future keeps."""
TAKEN = "strong"
"""The role of a lane that is taken: whoever has it may compute, hand on or wait for I/O."""

CellStyle = tuple[str, Style]
"""A glyph, and its style."""


class CellStyles:
    """The cell styles of a panel, each worked out once."""

    def __init__(self, panel: RowsPanel) -> None:
        self._panel = panel
        self._styles: dict[tuple[int, int], CellStyle] = {}
        self._runs: defaultdict[int, dict[bytes, Segment]] = defaultdict(dict)
        """Runs of equal cells, by their marks: most are drawn again and again."""

    def clear(self) -> None:
        """Forget all styles, because the colours have changed."""
        self._styles.clear()
        self._runs.clear()

    def segments(self, cells: bytes, marks: bytes) -> Iterator[Segment]:
        """Yield a line's cells with their marks, a segment for each run of equal ones."""
        start = 0
        for marked, _ in RUN.findall(marks):
            mark, end = marked[0], start + len(marked)
            known = self._runs[mark]
            for run, _ in RUN.findall(cells, start, end):
                yield known[run] if run in known else self._make(run, mark)
            start = end

    def _make(self, run: bytes, mark: int) -> Segment:
        """Return a new segment for a run of equal cells."""
        known = self._runs[mark]
        if len(known) >= MOST_SEGMENTS:
            known.clear()
        glyph, style = self.of((run[0], mark))
        segment = known[run] = Segment(glyph * len(run), style)
        return segment

    def of(self, pair: tuple[int, int]) -> CellStyle:
        """Return the glyph and the style of a cell and its marks."""
        style = self._styles.get(pair)
        if style is None:
            style = self._styles[pair] = self._marked(*pair)
        return style

    def _marked(self, cell: int, marks: int) -> CellStyle:
        panel = self._panel
        glyph, style = self._plain(cell, marks)
        if marks & HOP and not marks & PATH:
            glyph, style = panel.glyphs.vertical, self._passed(cell)
        if marks & (PATH | HOP):
            style += self._faint(panel.segments.style_of("token"), marks)
        if marks & TOKEN:
            glyph = panel.glyphs.token
        if marks & REJECTED:
            glyph = panel.glyphs.rework
            style += self._faint(panel.segments.style_of("rejected"), marks)
        if marks & PLAYHEAD:
            glyph = panel.glyphs.vertical if glyph == " " else glyph
            style += self._playhead()
        return self._under_cursor(glyph, style) if marks & CURSOR else (glyph, style)

    def _playhead(self) -> Style:
        """Return what the playhead adds to a cell's style."""
        panel = self._panel
        if self._blend(panel.rich_style, 1) is None:
            return Style(bold=True, reverse=True)
        return panel.segments.style_of("hot") + Style(color=panel.rich_style.color)

    def _under_cursor(self, glyph: str, style: Style) -> CellStyle:
        """Return a style with its colours swapped, or (where there are no colours) a cross."""
        panel = self._panel
        ground, light = panel.rich_style.bgcolor, panel.rich_style.color
        if self._blend(panel.rich_style, 1) is None:
            return panel.glyphs.tees[-1], style + Style(reverse=True, bold=True, dim=False)
        return glyph, Style(color=ground, bgcolor=light, bold=True)

    def _plain(self, cell: int, marks: int) -> CellStyle:
        """Return the style of a cell without marks."""
        panel = self._panel
        if cell == UNKNOWN:
            return " ", panel.rich_style
        state, other = first_state(cell), second_state(cell)
        style = self._own_style(state, marks)
        is_long_gone = state == GONE and other == ALONE
        style += self._faint(style, FUTURE if cell & GUESS or is_long_gone else marks)
        if other != ALONE:
            tint = self._blend(self._own_style(other, marks), TINT)
            style += Style(underline=True) if tint is None else Style(bgcolor=tint)
        is_taken = state == CPU and marks & LANE
        return panel.glyphs.taken if is_taken else panel.glyphs.cells[STATES[state]], style

    def _own_style(self, state: int, marks: int) -> Style:
        """Return the style of a state, of a task or (as the marks tell) of a lane."""
        panel, is_taken = self._panel, state == CPU and marks & LANE
        own = panel.segments.style_of(TAKEN if is_taken else PLAIN_STATES[state])
        return panel.rich_style + own

    @property
    def sharing(self) -> str:
        """How a cell looks that a second state shares."""
        return "underlined" if self._blend(self._panel.rich_style, 1) is None else "tinted"

    def _passed(self, cell: int) -> Style:
        """Return the background of a cell that a job passes on its way to another row."""
        panel = self._panel
        if cell == UNKNOWN or first_state(cell) == IDLE:
            return panel.rich_style
        tint = self._blend(panel.segments.style_of(PLAIN_STATES[first_state(cell)]), TINT)
        return panel.rich_style + Style(bgcolor=tint)

    def _faint(self, style: Style, marks: int) -> Style:
        """Return a style, fainter in the future."""
        if not marks & FUTURE:
            return style
        faded = self._blend(style, FADED)
        return style + (Style(dim=True) if faded is None else Style(color=faded))

    def _blend(self, style: Style, share: float) -> str | None:
        """Return a style's colour mixed into the background; None for a terminal's own colour."""
        ground, colour = self._panel.rich_style.bgcolor, style.color
        if ground is None or colour is None or not ground.triplet or not colour.triplet:
            return None
        return Color(*ground.triplet).blend(Color(*colour.triplet), share).hex
