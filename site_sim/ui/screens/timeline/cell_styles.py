"""How a cell of a timeline looks: its state, what else was in it, and what is marked on it."""

from __future__ import annotations

from rich.style import Style
from textual.color import Color

from site_sim.state.entities import GONE, IDLE
from site_sim.state.history.tiles import ALONE, GUESS, UNKNOWN, first_state, second_state
from site_sim.ui.drawing.rows_panel import PLAIN_STATES, RowsPanel
from site_sim.ui.theme.glyphs import STATES

FUTURE, PATH, TOKEN, HOP, PLAYHEAD, CURSOR = 1, 2, 4, 8, 16, 32
"""What may be marked on a cell, as bits."""
TINT, FADED = 0.25, 0.4
"""How much of its colour the second state of a cell keeps, and the future."""

Ink = tuple[str, Style]
"""A glyph, and its style."""


class CellStyles:
    """The inks of a panel, each mixed once."""

    def __init__(self, panel: RowsPanel) -> None:
        self._panel = panel
        self._mixed: dict[tuple[int, int], Ink] = {}

    def clear(self) -> None:
        """Forget all inks: there are new colours."""
        self._mixed.clear()

    def of(self, pair: tuple[int, int]) -> Ink:
        """Return the ink of a cell and its marks."""
        ink = self._mixed.get(pair)
        if ink is None:
            ink = self._mixed[pair] = self._mix(*pair)
        return ink

    def _mix(self, cell: int, marks: int) -> Ink:
        panel = self._panel
        glyph, style = self._plain(cell, marks)
        if marks & HOP and not marks & PATH:
            glyph, style = panel.glyphs.vertical, self._passed(cell)
        if marks & (PATH | HOP):
            style += self._faint(panel.style_of("token"), marks)
        if marks & TOKEN:
            glyph = panel.glyphs.token
        if marks & PLAYHEAD:
            glyph = panel.glyphs.vertical if glyph == " " else glyph
            style += self._playhead()
        return self._under_cursor(glyph, style) if marks & CURSOR else (glyph, style)

    def _playhead(self) -> Style:
        """Return what the playhead adds to a cell's style."""
        panel = self._panel
        if self._blend(panel.rich_style, 1) is None:
            return Style(bold=True, reverse=True)
        return panel.style_of("hot") + Style(color=panel.rich_style.color)

    def _under_cursor(self, glyph: str, style: Style) -> Ink:
        """Return an ink turned inside out, or (where there are no colours) a cross."""
        panel = self._panel
        ground, light = panel.rich_style.bgcolor, panel.rich_style.color
        if self._blend(panel.rich_style, 1) is None:
            return panel.glyphs.tees[-1], style + Style(reverse=True, bold=True, dim=False)
        return glyph, Style(color=ground, bgcolor=light, bold=True)

    def _plain(self, cell: int, marks: int) -> Ink:
        """Return the ink of a cell by itself."""
        panel = self._panel
        if cell == UNKNOWN:
            return " ", panel.rich_style
        state, other = first_state(cell), second_state(cell)
        style = panel.rich_style + panel.style_of(PLAIN_STATES[state])
        style += self._faint(style, FUTURE if cell & GUESS or state == GONE else marks)
        if other != ALONE:
            tint = self._blend(panel.style_of(PLAIN_STATES[other]), TINT)
            style += Style(underline=True) if tint is None else Style(bgcolor=tint)
        return panel.glyphs.cells[STATES[state]], style

    def _passed(self, cell: int) -> Style:
        """Return the ground of a cell that a job passes on its way to another row."""
        panel = self._panel
        if cell == UNKNOWN or first_state(cell) == IDLE:
            return panel.rich_style
        tint = self._blend(panel.style_of(PLAIN_STATES[first_state(cell)]), TINT)
        return panel.rich_style + Style(bgcolor=tint)

    def _faint(self, style: Style, marks: int) -> Style:
        """Return a style, fainter in the future."""
        if not marks & FUTURE:
            return style
        faded = self._blend(style, FADED)
        return style + (Style(dim=True) if faded is None else Style(color=faded))

    def _blend(self, style: Style, share: float) -> str | None:
        """Return a share of a style's colour on the ground; None where one is the terminal's."""
        ground, colour = self._panel.rich_style.bgcolor, style.color
        if ground is None or colour is None or not ground.triplet or not colour.triplet:
            return None
        return Color(*ground.triplet).blend(Color(*colour.triplet), share).hex
