"""Panels made of lines: only lines that changed are drawn, however many there are.

A panel knows how many rows it has and, for each, a *key* (all that its looks depend on) and the
pieces of text it is made of. Once a frame `show` compares the keys of the visible rows with those
last drawn, and refreshes the rows that differ.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from site_sim.facts.states import STATES
from site_sim.player.view_state import Snapshot
from site_sim.ui.drawing.panel import Panel, PanelStrip
from site_sim.ui.theme.glyphs import UNICODE, Glyphs
from site_sim.ui.theme.text_styles import role_style

StyledText = tuple[str, str]
"""A text and its role (`ROLES` in `roles`; "" for plain text)."""


BEYOND = object()
"""The key of a line below the last row."""
MOST_SEGMENTS = 1024
"""Pieces that a panel remembers."""

PLAIN_STATES = tuple(f"state-{name}" for name in STATES)
TEXT_STATES = tuple(f"state-{name}-text" for name in STATES)
PLATES = tuple(f"state-{name}-plate" for name in STATES)
"""The roles of the states' marks, words and plates (words on the state's colour), by `State`."""


@lru_cache(maxsize=4096)
def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return a text in exactly `width` cells: padded, or cut with an ellipsis."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + ellipsis if width > 0 else ""


class Row:
    """A row as it was drawn: its key, what it is made of, and that with the borders beside it."""

    __slots__ = ("key", "line", "segments")

    def __init__(self, key: Hashable, segments: list[Segment]) -> None:
        self.key = key
        self.segments = segments
        self.line: PanelStrip | None = None


class RowsPanel(Panel):
    """A scrolling panel of rows, drawn by the Line API."""

    DEFAULT_CSS = "RowsPanel { overflow: hidden auto; scrollbar-size-vertical: 1; }"

    snapshot: Snapshot | None = None
    bar_cells = 0
    """Cells kept for a scroll bar, shown or not: rows do not move when it comes and goes."""
    busy_rows = 0
    """Where so many rows change at once, each is drawn in every other frame; 0 is never."""
    rows_move = False
    """Whether rows with equal keys look alike wherever they stand; then none is drawn twice."""
    glyphs: Glyphs = UNICODE
    """The set to draw with; the app chooses it for all panels."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: dict[int, Row] = {}
        """The visible rows as they were drawn last."""
        self._drawn_for: Size | None = None
        """The size that they were drawn for, borders included."""
        self._styles: dict[str, Style] = {}
        self._looks: dict[tuple[str, bool], Style] = {}
        self._segments: dict[tuple[str, str, bool], tuple[Segment, int]] = {}
        """Pieces and how wide they are: most are drawn again and again."""
        self.cells = 0
        """The width of a row, beside the scroll bar's column."""
        self._frame = 0
        self._is_busy = False

    # -- what a panel is made of -----------------------------------------------------------

    def prepare(self, snapshot: Snapshot) -> None:
        """Take what the rows need from the scene, once a frame."""

    def row_count(self) -> int:
        """Return how many rows there are."""
        return self.size.height

    def key(self, row: int) -> Hashable:
        """Return all that the looks of a row depend on."""
        raise NotImplementedError

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return what a row is made of."""
        raise NotImplementedError

    def is_marked(self, row: int) -> bool:
        """Return whether a row is drawn as selected."""
        return False

    def skips(self, row: int) -> bool:
        """Return whether a row may wait for the next frame."""
        return self._is_busy and (row + self._frame) % 2 == 1

    def bring(self, row: int) -> None:
        """Have a row in sight: in the middle, unless it is in sight already."""
        top, height = self.scroll_offset.y, self.size.height
        if not top <= row < top + height:
            self.scroll_to(y=max(0, row - height // 2), animate=False, immediate=True)

    # -- drawing ---------------------------------------------------------------------------

    def show(self, snapshot: Snapshot) -> None:
        """Draw what has changed since the last frame; a painter takes these changes."""
        if self.snapshot is None or snapshot.state.log is not self.snapshot.state.log:
            self.forget()
        self.snapshot = snapshot
        if not self.is_attached or not self.display:
            return
        try:
            self.measure()
            before = self.scroll_offset
            self._prepare(snapshot)
            self.measure()
            if self.scroll_offset != before:
                self._prepare(snapshot)  # other rows are in sight now
            self._compare()
        finally:
            self.measured()

    def _prepare(self, snapshot: Snapshot) -> None:
        """Take what the rows need, and let there be so many."""
        self.cells = max(0, self.size.width - self.bar_cells)
        self.prepare(snapshot)
        self.fit(max(self.row_count(), 0), self.cells)

    def refresh_changes(self) -> None:
        """Refresh the visible rows whose keys have changed."""
        self.measure()
        try:
            self._compare()
            self.refresh_lines_at(self.take_changes())
        finally:
            self.measured()

    def _compare(self) -> None:
        """Draw the rows whose keys have changed."""
        top, height, rows = self.scroll_offset.y, self.size.height, self.row_count()
        before, now = self._drawn, {}
        if not before:
            self._drawn_for = self._size
        moved = {drawn.key: drawn for drawn in before.values()} if self.rows_move else {}
        dirty = []
        for row in range(top, top + height):
            drawn = before.get(row)
            if drawn is not None and self.skips(row):
                now[row] = drawn
                continue
            key = self.key(row) if row < rows else BEYOND
            if drawn is None or drawn.key != key:
                dirty.append(row - top)
                drawn = moved.get(key) if moved else None
            now[row] = drawn or Row(key, self._draw(row))
        self._drawn = now
        self._frame += 1
        self._is_busy = 0 < self.busy_rows <= len(dirty) * (1 + self._is_busy)
        self._changes += dirty

    def forget(self) -> None:
        """Forget what was drawn."""
        super().forget()
        self._drawn.clear()

    def notify_style_update(self) -> None:
        """Take new colours into account."""
        super().notify_style_update()
        self._styles.clear()
        self._looks.clear()
        self._segments.clear()
        self.forget()

    def line(self, y: int) -> Strip:
        """Return a line of the visible part, with the borders beside it."""
        drawn = self._drawn.get(self.scroll_offset.y + y)
        if drawn is None:
            return super().line(y)
        if drawn.line is None:
            drawn.line = self.bordered(drawn.segments)
        return drawn.line

    def segments(self, y: int) -> list[Segment]:
        """Return what is on a line of the visible part."""
        row = self.scroll_offset.y + y
        drawn = self._drawn.get(row)
        return self._draw(row) if drawn is None else drawn.segments

    def _draw(self, row: int) -> list[Segment]:
        """Return what a row is made of, exactly as wide as there is room beside a scroll bar."""
        left = self.line_width
        if self.snapshot is None or not 0 <= row < self.row_count():
            return [self._segment(" " * left, "", False)[0]]
        marked = self.is_marked(row)
        segments = []
        known = self._segments.get
        for text, role in self.pieces(row):
            segment, cells = known((text, role, marked)) or self._segment(text, role, marked)
            if cells > left:
                segment, cells = self._segment(set_cell_size(text, left), role, marked)
            if cells:
                segments.append(segment)
                left -= cells
        if left:
            segments.append(self._segment(" " * left, "", marked)[0])
        return segments

    def _segment(self, text: str, role: str, marked: bool) -> tuple[Segment, int]:
        """Return a piece as Textual draws it, and how many cells it takes."""
        if len(self._segments) >= MOST_SEGMENTS:
            self._segments.clear()
        segment = Segment(text, self._look(role, marked))
        self._segments[text, role, marked] = segment, cell_len(text)
        return segment, cell_len(text)

    def _look(self, role: str, marked: bool) -> Style:
        """Return the style of a role on its ground."""
        look = self._looks.get((role, marked))
        if look is None:
            look = self.rich_style
            if marked:
                look += self.style_of("selected")
            if role:
                look += self.style_of(role)
            self._looks[role, marked] = look
        return look

    def style_of(self, role: str) -> Style:
        """Return the style of a role."""
        style = self._styles.get(role)
        if style is None:
            style = self._styles[role] = role_style(role, self.app.theme_variables)
        return style

    def on_resize(self) -> None:
        """Draw everything anew, unless it was drawn for this size before one heard of it."""
        if self._drawn and self._drawn_for == self._size:
            return
        self.forget()
        if self.snapshot is not None:
            self.show(self.snapshot)
            self.refresh_lines_at(self.take_changes())
