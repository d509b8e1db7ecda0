"""How large a panel is and how far it is scrolled, asked for by every row and measured rarely."""

from __future__ import annotations

from typing import Self

from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from site_sim.ui.drawing.thumb import Thumb

SPARE = 0.75
"""A scroll bar that takes no cell goes when less than this share of the height is filled: nobody
sees it, and the screen is laid out when it comes or goes."""
TOP = Offset(0, 0)


class ScrollGeometry:
    """The measures of one panel."""

    def __init__(self, panel: ScrollView) -> None:
        self._panel = panel
        self._fitted = (0, 0)
        """The cells and rows that there were to scroll over last."""
        self.inner: tuple[Size, Size] | None = None
        """The size with and without borders, until the styles change."""
        self.offset: Offset | None = None
        """How far the panel is scrolled, while a frame is drawn."""
        self.bar = 0
        """How many cells the scroll bar takes, when it was last measured."""
        self._measured = TOP
        """How far the panel was scrolled when that was last measured."""
        self.may_have_moved = True
        """Whether the panel may be scrolled otherwise, or have another bar, than was measured."""
        self.wanted = 0.0
        """The row that the person scrolled to. While there are too few rows the panel is scrolled
        less far, and to it again as soon as there are enough."""
        self.was_asked = False
        """Whether somebody wanted another row since this was set to False."""
        self.thumb = Thumb(panel)
        self._is_displayed: bool | None = None
        """Whether the panel is displayed, until the styles change."""

    def forget_styles(self) -> None:
        """Forget what depends on the styles, as they may be others."""
        self.inner = self._is_displayed = None
        self.may_have_moved = True

    @property
    def is_displayed(self) -> bool:
        """Whether the panel is attached and displayed; Textual takes long to find out."""
        if self._is_displayed is None:
            if not self._panel.is_attached:
                return False
            self._is_displayed = self._panel.display
        return self._is_displayed

    def __enter__(self) -> Self:
        """Measure the panel, if need be. The scroll offset holds while the block is executed."""
        if self.may_have_moved:
            self.measure()
        else:
            self.offset = self._measured
        return self

    def __exit__(self, *error: object) -> None:
        """Read the scroll offset anew from now on."""
        self.offset = None

    def measure(self) -> None:
        """Take the scroll offset and the scroll bar's cells as they are now."""
        panel, self.may_have_moved = self._panel, False
        if panel.show_vertical_scrollbar:
            self.offset = None
            self.offset, self.bar = panel.scroll_offset, panel.scrollbar_size_vertical
        else:
            self.offset, self.bar = TOP, 0
        self._measured = self.offset

    def inner_size(self, outer: Size) -> Size:
        """Return the size without borders, for the size with them."""
        inner = self.inner
        if inner is None or inner[0] is not outer:
            (width, height), gutter = outer, self._panel.styles.gutter
            size = Size(max(0, width - gutter.width), max(0, height - gutter.height))
            inner = self.inner = outer, size
        return inner[1]

    def settle(self) -> bool:
        """Measure the panel again if it was scrolled, or its bars changed; return whether it was.

        To ask Textual for either takes longer than to note that it may be another.
        """
        if not self.may_have_moved:
            return False
        before = self.offset, self.bar
        self.measure()
        return (self.offset, self.bar) != before

    def fit(self, rows: int, cells: int) -> None:
        """Change how many rows, and how many cells of each, there are to scroll over.

        Textual lays the whole screen out when `virtual_size` changes. Only a scrollbar that comes
        or goes needs that.
        """
        panel = self._panel
        if (cells, rows) != self._fitted:
            size, before = Size(cells, rows), panel.virtual_size
            self._fitted = cells, rows
            if size != before:
                self._fit(size, is_as_wide=size.width == before.width)
        if self.wanted or self.offset != TOP:
            panel.scroll_y = panel.scroll_y  # as far as is wanted, and as there are rows for it

    def _fit(self, size: Size, is_as_wide: bool) -> None:
        panel, rows = self._panel, size.height
        has_bar = panel.show_vertical_scrollbar
        is_right = self.keeps_bar(rows) if has_bar else rows <= panel.size.height
        if is_as_wide and (is_right or panel.styles.overflow_y != "auto"):
            panel.set_reactive(Widget.virtual_size, size)
            if has_bar and panel.styles.scrollbar_size_vertical:
                self.thumb.fit(rows)
        else:
            panel.virtual_size = size
            panel._refresh_scrollbars()

    def move(self, before: float, top: float) -> None:
        """Take note of which row is at the top now, and which one was before."""
        self.may_have_moved = True
        self.thumb.move(before, top)

    def want_row(self, row: int) -> None:
        """Scroll to a row the next time the panel is drawn, as far as there are rows then."""
        if row != self.wanted:
            self.wanted, self.may_have_moved = row, True

    def want(self, y: float, most: int) -> float:
        """Return how far to scroll when asked to scroll to `y`, with `most` as the farthest.

        To be asked for the present place, or for what this returned, is no new wish.
        """
        if y not in (self._panel.scroll_y, min(self.wanted, most)):
            self.wanted, self.was_asked = max(0.0, min(y, most)), True
        return min(self.wanted, most)

    def in_view(self, rows: int) -> range:
        """Return which rows are in view once there are so many to scroll over."""
        height = self._panel.size.height
        top = round(min(self.wanted, max(0, rows - height)))
        return range(top, min(rows, top + height))

    def keeps_bar(self, rows: int) -> bool:
        """Return whether the scroll bar stays with this number of rows."""
        is_seen = self._panel.styles.scrollbar_size_vertical > 0
        return rows > self._panel.size.height * (1.0 if is_seen else SPARE)
