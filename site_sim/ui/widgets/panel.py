"""Panels that draw themselves line by line, as few of them and as cheaply as Textual allows.

What Textual does for every line of a widget (borders, titles, opacity, filters) costs more than
most lines do. Here it is asked for the borders once; a line that changed is put between them. What
is out of the ordinary (filters, opacity, a widget that is cut) is left to Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.segment import Segment
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from site_sim.ui.widgets.titled import Titled


class Line(Strip):
    """A strip that Python forgets as soon as nobody has it.

    One of Textual's that is cut at its end alone keeps itself in its own cache: some thousand
    objects a frame for the garbage collector.
    """

    __slots__ = ()

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Return the parts between cuts."""
        cuts = tuple(cuts)
        return [self] if cuts == (self.cell_length,) else super().divide(cuts)


class Panel(Titled, ScrollView):
    """A panel of lines between borders. Subclasses say what is on a line of the visible part."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._room: Size | None = None
        self._scrolled: Offset | None = None
        self._edges: dict[int, Strip] = {}
        """The lines above and below the content, by their number."""
        self._sides: tuple[list[Segment], list[Segment]] | None = None
        """What is left and right of the content."""
        self._refreshing_lines = False

    def segments(self, y: int) -> list[Segment]:
        """Return what is on a line of the visible part."""
        raise NotImplementedError

    # -- measures --------------------------------------------------------------------------

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Take size and scroll offset once: every row asks for them, and Textual searches."""
        self._room, self._scrolled = super().size, super().scroll_offset
        try:
            yield
        finally:
            self._room = self._scrolled = None

    @property
    def size(self) -> Size:
        """The cells there are to draw in."""
        return super().size if self._room is None else self._room

    @property
    def scroll_offset(self) -> Offset:
        """How far it is scrolled."""
        return super().scroll_offset if self._scrolled is None else self._scrolled

    def fit(self, rows: int, cells: int) -> None:
        """Let there be so many rows, of so many cells, to scroll over.

        Textual lays the whole screen out when `virtual_size` changes. Only a scrollbar that comes
        or goes needs that.
        """
        size, before = Size(cells, rows), self.virtual_size
        if size == before:
            return
        needs_scrollbar = self.styles.overflow_y == "auto" and rows > self.size.height
        if size.width != before.width or needs_scrollbar != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = rows
            self.scroll_y = self.validate_scroll_y(self.scroll_y)

    # -- refreshing ------------------------------------------------------------------------

    def refresh_lines_at(self, dirty: Sequence[int]) -> None:
        """Draw these lines of the visible part anew, given in order; nothing else has changed."""
        if not dirty:
            return
        self._refreshing_lines = True
        self.refresh(*self._regions(dirty))
        self._refreshing_lines = False

    def _regions(self, dirty: Sequence[int]) -> Iterator[Region]:
        """Yield lines that are next to each other as one region, from border to border.

        Textual draws a line faster when it has not to cut its borders off.
        """
        left = self.content_offset.x
        width = left + self.size.width
        if not self.show_vertical_scrollbar:
            width += self.styles.gutter.right
        start = previous = dirty[0]
        for y in dirty[1:]:
            if y != previous + 1:
                yield Region(-left, start, width, previous + 1 - start)
                start = y
            previous = y
        yield Region(-left, start, width, previous + 1 - start)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew: regions, or (without any) all of it."""
        if self._entitling:
            self._edges.pop(0, None)
        elif not self._refreshing_lines:
            self.forget()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def forget(self) -> None:
        """Forget what was drawn, and how the borders looked."""
        self._edges.clear()
        self._sides = None

    # -- drawing ---------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region, borders included."""
        with self.measured():
            if crop.size != self.outer_size or not self.size or not self._is_ordinary:
                return super().render_lines(crop)
            top, height = self.content_offset.y, self.size.height
            return [
                self.line(y - top) if top <= y < top + height else self._edge(y)
                for y in crop.line_range
            ]

    @property
    def _is_ordinary(self) -> bool:
        """Whether nothing is to be done to a line that is not done here."""
        styles = self.styles
        return (
            self.opacity == styles.text_opacity == 1.0
            and not styles.tint.a
            and not self.get_line_filters()
        )

    def line(self, y: int) -> Strip:
        """Return a line of the visible part, with the borders beside it."""
        left, right = self.sides
        return Line([*left, *self.segments(y), *right], self.outer_size.width)

    def render_line(self, y: int) -> Strip:
        """Return a line of the visible part, without the borders."""
        return Strip(self.segments(y), self.size.width)

    def _edge(self, y: int) -> Strip:
        """Return a line above or below the content."""
        edge = self._edges.get(y)
        if edge is None:
            region = Region(0, y, self.outer_size.width, 1)
            edge = self._edges[y] = super().render_lines(region)[0]
        return edge

    @property
    def sides(self) -> tuple[list[Segment], list[Segment]]:
        """What is left and right of the content."""
        if self._sides is None:
            left, top = self.content_offset
            region = Region(0, top, self.outer_size.width, 1)
            whole = super().render_lines(region)[0]
            right = left + self.size.width
            self._sides = list(whole.crop(0, left)), list(whole.crop(right))
        return self._sides
