"""How large a panel is and how far it is scrolled, asked for by every row and measured rarely."""

from __future__ import annotations

from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

SPARE = 0.75
"""A scroll bar goes when less than this share of the height is filled: else it would flicker."""

TOP = Offset(0, 0)


class ScrollGeometry:
    """The measures of one panel."""

    def __init__(self, panel: ScrollView) -> None:
        self._panel = panel
        self.inner: tuple[Size, Size] | None = None
        """The size with and without borders, until the styles change."""
        self.offset: Offset | None = None
        """How far the panel is scrolled, while a frame is drawn."""
        self.bar = 0
        """How many cells the scroll bar takes, when it was last measured."""

    def measure(self) -> None:
        """Take the scroll offset. It holds until `release`."""
        panel = self._panel
        if panel.show_vertical_scrollbar:
            self.offset = None
            self.offset, self.bar = panel.scroll_offset, panel.scrollbar_size_vertical
        else:
            self.offset, self.bar = TOP, 0

    def release(self) -> None:
        """Read the scroll offset anew from now on."""
        self.offset = None

    def inner_size(self, outer: Size) -> Size:
        """Return the size without borders, for the size with them."""
        inner = self.inner
        if inner is None or inner[0] is not outer:
            (width, height), gutter = outer, self._panel.styles.gutter
            size = Size(max(0, width - gutter.width), max(0, height - gutter.height))
            inner = self.inner = outer, size
        return inner[1]

    def fit(self, rows: int, cells: int) -> None:
        """Change how many rows, and how many cells of each, there are to scroll over.

        Textual lays the whole screen out when `virtual_size` changes. Only a scrollbar that comes
        or goes needs that.
        """
        panel = self._panel
        size, before = Size(cells, rows), panel.virtual_size
        if size == before:
            return
        has_bar = panel.show_vertical_scrollbar
        is_right = self.keeps_bar(rows) if has_bar else rows <= panel.size.height
        if size.width != before.width or not (is_right or panel.styles.overflow_y != "auto"):
            panel.virtual_size = size
            return
        panel.set_reactive(Widget.virtual_size, size)
        if has_bar:
            bar = panel.vertical_scrollbar
            if self._thumb(rows) != self._thumb(int(bar.window_virtual_size)):
                bar.window_virtual_size = rows
            panel.scroll_y = panel.validate_scroll_y(panel.scroll_y)

    def in_view(self, rows: int) -> range:
        """Return which rows are in view once there are so many to scroll over."""
        height = self._panel.size.height
        top = min(self._panel.scroll_offset.y, max(0, rows - height))
        return range(top, min(rows, top + height))

    def keeps_bar(self, rows: int) -> bool:
        """Return whether the scroll bar stays with this number of rows."""
        return rows > self._panel.size.height * SPARE

    def _thumb(self, rows: int) -> tuple[int, int]:
        """Return how long a scroll bar's thumb is, and where, in cells."""
        height, rows = self._panel.size.height, max(1, rows)
        return height * height // rows, int(height * self._panel.scroll_y) // rows
