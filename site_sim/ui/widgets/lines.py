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
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from site_sim.ui.glyphs import STATES, UNICODE, Glyphs
from site_sim.ui.view import Scene
from site_sim.ui.widgets.titled import Titled

ROLES = (
    "muted",
    "strong",
    "accent",
    "key",
    "token",
    "line",
    "accepted",
    "accepted-text",
    "rejected",
    "rejected-text",
    "hazard",
    "hazard-text",
    "banner",
    "plate",
    "hot",
    *(f"state-{name}" for name in STATES),
    *(f"state-{name}-text" for name in STATES),
    *(f"state-{name}-plate" for name in STATES),
)
"""What a piece of text is for; the stylesheet gives each its colour."""

Piece = tuple[str, str]
"""A text and its role ("" for plain text)."""

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


class Lines(Titled, ScrollView):
    """A scrolling panel of rows, drawn by the Line API."""

    COMPONENT_CLASSES = {f"lines--{role}" for role in ROLES} | {"lines--selected"}
    DEFAULT_CSS = """
    Lines {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .lines--muted { color: $text-muted; }
        & > .lines--strong { text-style: bold; }
        & > .lines--accent { color: $text-accent; }
        & > .lines--key { color: $footer-key-foreground; text-style: bold; }
        & > .lines--token { color: $text-accent; text-style: bold; }
        & > .lines--line { color: $line; }
        & > .lines--accepted { color: $accepted; }
        & > .lines--accepted-text { color: $accepted-text; }
        & > .lines--rejected { color: $rejected; }
        & > .lines--rejected-text { color: $rejected-text; }
        & > .lines--hazard { color: $hazard; text-style: $hazard-text-style; }
        & > .lines--hazard-text { color: $hazard-text; text-style: $hazard-text-style; }
        & > .lines--banner {
            color: $on-hazard; background: $hazard-fill; text-style: $hazard-text-style;
        }
        & > .lines--plate {
            color: $background; background: $foreground; text-style: $hazard-text-style;
        }
        & > .lines--hot { background: $selected; text-style: bold; }
        & > .lines--selected { background: $selected; text-style: $selected-text-style; }
        & > .lines--state-idle { color: $state-idle; }
        & > .lines--state-ready { color: $state-ready; }
        & > .lines--state-blocked { color: $state-blocked; }
        & > .lines--state-io { color: $state-io; }
        & > .lines--state-working { color: $state-working; }
        & > .lines--state-handing-off { color: $state-handing-off; }
        & > .lines--state-gone { color: $state-gone; }
        & > .lines--state-idle-text { color: $state-idle-text; }
        & > .lines--state-ready-text { color: $state-ready-text; }
        & > .lines--state-blocked-text { color: $state-blocked-text; }
        & > .lines--state-io-text { color: $state-io-text; }
        & > .lines--state-working-text { color: $state-working-text; }
        & > .lines--state-handing-off-text { color: $state-handing-off-text; }
        & > .lines--state-gone-text { color: $state-gone-text; }
        & > .lines--state-idle-plate {
            color: $background; background: $state-idle-text; text-style: $hazard-text-style;
        }
        & > .lines--state-ready-plate {
            color: $background; background: $state-ready-text; text-style: $hazard-text-style;
        }
        & > .lines--state-blocked-plate {
            color: $background; background: $state-blocked-text; text-style: $hazard-text-style;
        }
        & > .lines--state-io-plate {
            color: $background; background: $state-io-text; text-style: $hazard-text-style;
        }
        & > .lines--state-working-plate {
            color: $background; background: $state-working-text; text-style: $hazard-text-style;
        }
        & > .lines--state-handing-off-plate {
            color: $background; background: $state-handing-off-text; text-style: $hazard-text-style;
        }
        & > .lines--state-gone-plate {
            color: $background; background: $state-gone-text; text-style: $hazard-text-style;
        }
    }
    """

    scene: Scene | None = None
    bar_cells = 0
    """Cells kept for a scroll bar, shown or not: rows do not move when it comes and goes."""
    glyphs: Glyphs = UNICODE
    """The set to draw with; the app chooses it for all panels."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._keys: dict[int, Hashable] = {}
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}
        self.cells = 0
        """The width of a row, beside the scroll bar's column."""

    # -- what a panel is made of -----------------------------------------------------------

    def prepare(self, scene: Scene) -> None:
        """Take what the rows need from the scene, once a frame."""

    def row_count(self) -> int:
        """Return how many rows there are."""
        return self.size.height

    def key(self, row: int) -> Hashable:
        """Return all that the looks of a row depend on."""
        raise NotImplementedError

    def pieces(self, row: int) -> Iterable[Piece]:
        """Return what a row is made of."""
        raise NotImplementedError

    def is_marked(self, row: int) -> bool:
        """Return whether a row is drawn as selected."""
        return False

    def skips(self, row: int) -> bool:
        """Return whether a row may wait for the next frame."""
        return False

    # -- drawing ---------------------------------------------------------------------------

    def show(self, scene: Scene) -> None:
        """Draw what has changed since the last frame."""
        self.scene = scene
        if not self.is_attached or not self.display:
            return
        self.cells = max(0, self.size.width - self.bar_cells)
        self.prepare(scene)
        self._fit(Size(self.cells, max(self.row_count(), 0)))
        self.refresh_changes()

    def _fit(self, size: Size) -> None:
        """Let there be as many rows as there are.

        Textual lays the whole screen out when `virtual_size` changes. Only a scrollbar that comes
        or goes needs that.
        """
        if size == self.virtual_size:
            return
        needs_scrollbar = self.styles.overflow_y == "auto" and size.height > self.size.height
        if size.width != self.virtual_size.width or needs_scrollbar != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height
            self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def refresh_changes(self) -> None:
        """Refresh the visible rows whose keys have changed."""
        top, width = self.scroll_offset.y, self.size.width
        rows, keys = self.row_count(), self._keys
        dirty = []
        for y in range(self.size.height):
            row = top + y
            if self.skips(row):
                continue
            key = self.key(row) if row < rows else None
            if keys.get(row, self) != key:
                keys[row] = key
                self._strips.pop(row, None)
                dirty.append(Region(0, y, width, 1))
        if dirty:
            self.refresh(*dirty)
        if len(keys) > 4 * self.size.height + 64:
            self.forget()

    def forget(self) -> None:
        """Forget what was drawn."""
        self._keys.clear()
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Take new colours into account."""
        super().notify_style_update()
        self._styles.clear()
        self.forget()

    def render_line(self, y: int) -> Strip:
        """Return a line of the visible part."""
        row = self.scroll_offset.y + y
        strip = self._strips.get(row)
        width = self.size.width
        if strip is None or strip.cell_length != width:
            strip = self._strips[row] = self._draw(row, width)
        return strip

    def _draw(self, row: int, width: int) -> Strip:
        ground = self.rich_style
        if self.scene is None or not 0 <= row < self.row_count():
            return Strip.blank(width, ground)
        if self.is_marked(row):
            ground += self.style_of("selected")
        segments = []
        left = width
        for text, role in self.pieces(row):
            cells = len(text) if text.isascii() else cell_len(text)
            if cells > left:
                text, cells = set_cell_size(text, left), left  # noqa: PLW2901
            if cells:
                style = ground + self.style_of(role) if role else ground
                segments.append(Segment(text, style))
                left -= cells
        if left:
            segments.append(Segment(" " * left, ground))
        return Strip(segments, width)

    def style_of(self, role: str) -> Style:
        """Return the style of a role."""
        style = self._styles.get(role)
        if style is None:
            style = self.get_component_rich_style(f"lines--{role}", partial=True)
            self._styles[role] = style
        return style

    def on_resize(self) -> None:
        """Draw everything anew."""
        self.forget()
        if self.scene is not None:
            self.show(self.scene)
