"""Panels that draw themselves line by line, as few of them and as cheaply as Textual allows.

What Textual does for every line of a widget (borders, titles, opacity, filters) costs more than
most lines do. Here it is asked for the borders once; a line that changed is put between them. What
is out of the ordinary (filters, opacity, a widget that is cut) is left to Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from site_sim.ui.drawing.titled import Titled

SPARE = 0.75
"""A scroll bar stays until so little of the height is filled: else it would come and go."""


class RightEdge(NamedTuple):
    """What is right of the content: room for a scroll bar, if there is one, and the border."""

    segments: list[Segment]
    strips: list[Strip]
    """The same, divided at the scroll bar."""
    cuts: tuple[int, ...]
    """Where Textual divides a line that has a scroll bar, in cells."""


class PanelStrip(Strip):
    """A strip that is drawn once or twice, and that Python forgets as soon as nobody has it.

    Textual's make seven caches each; and one that is cut at its end alone keeps itself in its own
    cache: some thousand objects a frame for the garbage collector. Here caches are made when they
    are asked for, and where a line is cut in any case, beside the scroll bar, is known beforehand.
    """

    __slots__ = ("_ending", "_head")

    def __init__(
        self, segments: list[Segment], cell_length: int, ending: RightEdge | None = None
    ) -> None:
        self._segments = segments
        self._cell_length = cell_length
        self._render_cache = None
        self._ending = ending
        self._head: PanelStrip | None = None

    def __getattr__(self, name: str) -> object:
        """Make what a strip has besides."""
        super().__init__(self._segments, self._cell_length)
        return object.__getattribute__(self, name)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Return the parts between cuts."""
        cuts = tuple(cuts)
        if cuts == (self.cell_length,):
            return [self]
        ending = self._ending
        if ending is None or cuts != ending.cuts:
            return super().divide(cuts)
        return [self.head, *ending.strips]

    @property
    def head(self) -> PanelStrip:
        """What is left of the ending."""
        if self._head is None:
            assert self._ending is not None
            segments = self._segments[: -len(self._ending.segments)]
            self._head = PanelStrip(segments, self._ending.cuts[0])
        return self._head


class Panel(Titled, ScrollView):
    """A panel of lines between borders. Subclasses say what is on a line of the visible part."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._inner: tuple[Size, Size] | None = None
        """The size with and without borders, until the styles change."""
        self._scrolled: Offset | None = None
        self._bar = 0
        """How many cells a scroll bar takes, when it was last measured."""
        self._edges: dict[int, Strip] = {}
        """The lines above and below the content, by their number."""
        self._sides: tuple[list[Segment], RightEdge] | None = None
        """What is left and right of the content."""
        self._is_ordinary: bool | None = None
        self._refreshing_lines = False
        self._changes: list[int] = []
        """The lines of the visible part that are to be drawn anew, in order; the title's first."""

    def segments(self, y: int) -> list[Segment]:
        """Return what is on a line of the visible part, up to the scroll bar."""
        raise NotImplementedError

    # -- measures --------------------------------------------------------------------------

    def measure(self) -> None:
        """Take the scroll offset now: every row asks for it. It holds until `measured`."""
        self._scrolled = None
        self._scrolled = self.scroll_offset
        self._bar = self.scrollbar_size_vertical if self.show_vertical_scrollbar else 0

    def measured(self) -> None:
        """Let the scroll offset change."""
        self._scrolled = None

    def notify_style_update(self) -> None:
        """Take new borders into account."""
        super().notify_style_update()
        self._inner = None

    @property
    def size(self) -> Size:
        """The cells there are to draw in, a scroll bar included.

        Textual has to look for the widget on the screen, which may mean to lay all of it out.
        """
        if self._inner is None or self._inner[0] is not self._size:
            (width, height), gutter = self._size, self.styles.gutter
            inner = Size(max(0, width - gutter.width), max(0, height - gutter.height))
            self._inner = self._size, inner
        return self._inner[1]

    @property
    def line_width(self) -> int:
        """How many cells a line takes, beside a scroll bar."""
        return self.size.width - self._bar

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
        has_bar = self.show_vertical_scrollbar
        is_right = self._keeps_bar(rows) if has_bar else rows <= self.size.height
        if size.width != before.width or not (is_right or self.styles.overflow_y != "auto"):
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)
        if has_bar:
            bar = self.vertical_scrollbar
            if self._thumb(rows) != self._thumb(int(bar.window_virtual_size)):
                bar.window_virtual_size = rows
            self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def _keeps_bar(self, rows: int) -> bool:
        """Whether a scroll bar that is there stays with so many rows."""
        return rows > self.size.height * SPARE

    def _refresh_scrollbars(self) -> None:
        """Let a scroll bar stay as long as it is right, whatever the screen is laid out for."""
        has_bar = self.show_vertical_scrollbar and self.styles.overflow_y == "auto"
        if not has_bar or not self._keeps_bar(self.virtual_size.height):
            super()._refresh_scrollbars()

    def _thumb(self, rows: int) -> tuple[int, int]:
        """Return how long a scroll bar's thumb is, and where, in cells."""
        height, rows = self.size.height, max(1, rows)
        return height * height // rows, int(height * self.scroll_y) // rows

    # -- refreshing ------------------------------------------------------------------------

    def take_changes(self) -> list[int]:
        """Return the lines that have changed since they were taken last."""
        changes, self._changes = self._changes, []
        return changes

    def drawn(self, lines: Iterable[int]) -> Iterator[tuple[int, Strip]]:
        """Yield lines, borders included and a scroll bar left out, and how far down each is."""
        top, has_bar = self.styles.gutter.top, self._bar > 0
        self._styles_cache.set_dirty(self.outer_size.region)  # Textual has not seen them
        for y in lines:
            line = self._edge(y + top) if y < 0 else self.line(y)
            yield y + top, line.head if has_bar and isinstance(line, PanelStrip) else line

    def refresh_lines_at(self, dirty: Sequence[int]) -> None:
        """Have Textual draw lines of the visible part, given in order; nothing else has changed."""
        if not dirty:
            return
        self._refreshing_lines = True
        self.refresh(*self._regions(dirty))
        self._refreshing_lines = False

    def _regions(self, dirty: Sequence[int]) -> Iterator[Region]:
        """Yield lines that are next to each other as one region, from border to border.

        Textual draws a line faster when it has not to cut its borders off.
        """
        gutter = self.styles.gutter
        left = gutter.left
        width = left + self.line_width + (0 if self._bar else gutter.right)
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
            self._retitle(self._edges.pop(0, None), f" {self._title} ")
            self._styles_cache.set_dirty(self.outer_size.region)
            self._changes.insert(0, -self.styles.gutter.top)
            return self
        if not self._refreshing_lines:
            self.forget()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def forget(self) -> None:
        """Forget what was drawn, and how the borders looked."""
        self._edges.clear()
        self._sides = self._is_ordinary = None

    # -- drawing ---------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region, borders included."""
        self.measure()
        try:
            if crop.size != self.outer_size or not self.size or not self.is_ordinary:
                return super().render_lines(crop)
            top, height = self.styles.gutter.top, self.size.height
            return [
                self.line(y - top) if top <= y < top + height else self._edge(y)
                for y in crop.line_range
            ]
        finally:
            self.measured()

    @property
    def is_ordinary(self) -> bool:
        """Whether nothing is to be done to a line that is not done here."""
        if self._is_ordinary is None:
            styles = self.styles
            opacity = self.opacity * styles.text_opacity
            is_tinted = styles.tint.a > 0 or styles.has_rule("hatch")
            self._is_ordinary = opacity == 1.0 and not is_tinted and not self.get_line_filters()
        return self._is_ordinary

    def line(self, y: int) -> Strip:
        """Return a line of the visible part, with the borders beside it."""
        return self.bordered(self.segments(y))

    def bordered(self, segments: list[Segment]) -> PanelStrip:
        """Return segments with the borders beside them."""
        left, ending = self._borders()
        return PanelStrip([*left, *segments, *ending.segments], self.outer_size.width, ending)

    def render_line(self, y: int) -> Strip:
        """Return a line of the visible part, without the borders."""
        strip = Strip(self.segments(y), self.line_width)
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def _edge(self, y: int) -> Strip:
        """Return a line above or below the content."""
        edge = self._edges.get(y)
        if edge is None:
            region = Region(0, y, self.outer_size.width, 1)
            edge = self._edges[y] = super().render_lines(region)[0]
        return edge

    def _retitle(self, edge: Strip | None, label: str) -> None:
        """Keep a border's line with another label in it: to have it drawn anew takes Textual long.

        Such a line is a corner, a cell of border, the label, the rest of the border, and a corner.
        """
        segments = list(edge) if edge is not None else []
        if len(segments) != 5:
            return
        before, rest = segments[2:4]
        left = cell_len(before.text) + len(rest.text) - cell_len(label)
        if left > 0:
            segments[2] = Segment(label, before.style)
            segments[3] = Segment(rest.text[0] * left, rest.style)
            self._edges[0] = Strip(segments, self.outer_size.width)

    def _borders(self) -> tuple[list[Segment], RightEdge]:
        """Return what is left and right of the content."""
        if self._sides is None:
            gutter, width = self.styles.gutter, self.outer_size.width
            whole = super().render_lines(Region(0, gutter.top, width, 1))[0]
            end = gutter.left + self.line_width
            cuts = tuple(sorted({end, end + self._bar, width}))
            strips = [whole.crop(*pair) for pair in pairwise(cuts)]
            ending = RightEdge([segment for strip in strips for segment in strip], strips, cuts)
            self._sides = list(whole.crop(0, gutter.left)), ending
        return self._sides
