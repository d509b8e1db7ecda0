"""Panels made of rows: only rows that changed are drawn, however many there are.

A panel knows how many rows it has and, for each, a *key* (everything that its look depends on) and
the pieces of text it is made of. Once a frame `show` compares the keys of the visible rows with
those last drawn, and draws the rows that differ.

It takes no keys: they are all the registry's, and do the same wherever the focus is.

What Textual does for every line of a widget (borders, titles, opacity, filters) costs more than
most lines do. Here it is asked for the borders once; a line that changed is put between them. What
is out of the ordinary (filters, opacity, a widget that is cut) is left to Textual.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Self

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.player.view_state import Selection
from site_sim.ui.drawing.messages import LaidOut, Selected
from site_sim.ui.drawing.panel_lines import PanelLines
from site_sim.ui.drawing.scroll_geometry import ScrollGeometry
from site_sim.ui.drawing.segments import SegmentCache, StyledText
from site_sim.ui.drawing.title import Title
from site_sim.ui.theme.glyphs import Glyphs


class RowsPanel(ScrollView, can_focus=False, inherit_bindings=False):
    """A scrolling panel of rows. Subclasses say how many there are, and what is on each."""

    DEFAULT_CSS = "RowsPanel { overflow: hidden auto; scrollbar-size-vertical: 1; }"

    frame: Frame | None = None
    bar_cells = 0  # kept for a scroll bar, shown or not: rows do not move when it comes and goes
    rows_move = rows_pass = False
    """Whether rows with equal keys look alike wherever they stand, and pass from line to line."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None, classes: str = "") -> None:
        self.glyphs = glyphs
        self.cells = 0  # the width of a row, beside the scroll bar's column
        self.segments = SegmentCache(self, glyphs.ellipsis)
        self.heading = Title(self)
        self._geometry = ScrollGeometry(self)
        self.thumb = self._geometry.thumb
        self.lines = PanelLines(self, self, self._geometry, super().render_lines)
        self._refreshing_lines = False
        super().__init__(id=id, classes=classes)

    # -- what a panel is made of -----------------------------------------------------------

    def depends_on(self, frame: Frame) -> object:
        """Return what all rows in view depend on besides the panel's size; None if unknown."""

    def prepare(self, frame: Frame) -> None:
        """Take what the rows need from the frame, once a frame."""

    def row_count(self) -> int:
        """Return how many rows there are."""
        return self.size.height

    def key(self, row: int) -> Hashable:
        """Return everything that the look of a row depends on."""
        raise NotImplementedError

    def keys(self, top: int, stop: int) -> Sequence[Hashable]:
        """Return the keys of the rows from `top` up to `stop`, as far as there are rows."""
        return [*map(self.key, range(top, min(stop, self.row_count())))]

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the text of a row."""
        raise NotImplementedError

    def is_marked(self, row: int) -> bool:
        """Return whether a row is drawn as selected."""
        return False

    def selection_at(self, row: int, column: int) -> Selection | None:
        """Return what a click on a cell of a row selects."""
        return None

    def scrolled(self) -> None:
        """Take note that the person scrolled, or something was selected that had to be shown."""

    # -- drawing a frame -------------------------------------------------------------------

    def show(self, frame: Frame) -> None:
        """Draw what has changed since the last frame, if it is shown: a painter takes it."""
        if not self._geometry.is_displayed:
            return
        if self.frame is None or frame.site.log is not self.frame.site.log:
            self.lines.forget()
        self.frame = frame
        if self.lines.are_drawn_of(self.depends_on(frame)):
            return
        with self._geometry as geometry:
            self._prepare(frame)
            if geometry.settle():
                self._prepare(frame)  # other rows are in sight now, or other cells of them
            self.lines.draw_changes()

    @property
    def room(self) -> int:
        """The width of a row in the panel's present size, beside the scroll bar's column."""
        return max(0, self.size.width - self.bar_cells)

    def _prepare(self, frame: Frame) -> None:
        """Take what the rows need, and make room for them to scroll over."""
        self.cells = self.room
        self.prepare(frame)
        self._geometry.fit(max(self.row_count(), 0), self.cells)

    def refresh_lines_at(self, dirty: Sequence[int]) -> None:
        """Ask Textual to paint lines of the visible part, given in order, and a changed thumb."""
        self.thumb.refresh()
        if dirty:
            self._refreshing_lines = True
            self.refresh(*self.lines.regions(dirty))
            self._refreshing_lines = False

    def draw_row(self, row: int) -> list[Segment]:
        """Return the segments of a row, exactly as wide as there is room beside a scroll bar."""
        if self.frame is None or not 0 <= row < self.row_count():
            return [self.segments.segment(" " * self.line_width)]
        return self.segments.row(self.pieces(row), self.is_marked(row), self.line_width)

    # -- for Textual -----------------------------------------------------------------------

    @override
    def refresh(self, *regions: Region, **options: Any) -> Self:
        if self.heading.is_changing:
            self.lines.change_border(self.heading)
            return self
        if not self._refreshing_lines:
            self.lines.forget()
        return super().refresh(*regions, **options)

    @override
    def render_lines(self, crop: Region) -> list[Strip]:
        with self._geometry:
            return self.lines.render(crop)

    @override
    def render_line(self, y: int) -> Strip:
        strip = Strip(self.lines.segments(y), self.line_width)
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    @override
    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.segments.clear()
        self.lines.forget()
        if self.frame is not None:  # a border with the old style may be painted before
            self.call_after_refresh(self.refresh)

    @override
    def _refresh_scrollbars(self) -> None:
        self._geometry.may_have_moved = True
        has_bar = self.show_vertical_scrollbar and self.styles.overflow_y == "auto"
        if not (has_bar and self._geometry.keeps_bar(self.virtual_size.height)):
            super()._refresh_scrollbars()

    @override
    def _scroll_to(self, *where: float | None, **options: Any) -> bool:
        self.scrolled()
        return super()._scroll_to(*where, **options)

    @override
    def validate_scroll_y(self, value: float) -> float:
        return self._geometry.want(value, self.max_scroll_y)

    @override
    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        self._geometry.move(old_value, new_value)  # the rows move with the frame that follows

    def watch_show_vertical_scrollbar(self) -> None:
        """Measure the panel anew: the bar takes cells, or no longer does."""
        self._geometry.may_have_moved = True

    def on_resize(self) -> None:
        """Ask for a frame that is made for the new size, unless this one was."""
        if not self.lines.are_drawn_to_size:
            self.lines.forget()
            self.post_message(LaidOut())

    def on_click(self, event: events.Click) -> None:
        """Select what is under the pointer."""
        offset = event.get_content_offset(self)
        if offset is not None:
            selection = self.selection_at(self.scroll_offset.y + offset.y, offset.x)
            if selection is not None:
                self.post_message(Selected(selection))

    # -- measures and titles ---------------------------------------------------------------

    @property
    @override
    def size(self) -> Size:
        """The cells there are to draw in, a scroll bar included, without a look for the widget."""
        inner = self._geometry.inner
        if inner is not None and inner[0] is self._size:
            return inner[1]
        return self._geometry.inner_size(self._size)

    @property
    @override
    def scroll_offset(self) -> Offset:
        offset = self._geometry.offset
        return super().scroll_offset if offset is None else offset

    @property
    def line_width(self) -> int:
        """How many cells a line takes, beside a scroll bar."""
        return self.size.width - self._geometry.bar

    @property
    def scroll_name(self) -> str:
        """The name under which a view keeps the row that the person scrolled to."""
        return self.id or ""

    def want_row(self, row: int) -> None:
        """Scroll to a row with the next frame, as far as there are rows then."""
        self._geometry.want_row(row)

    def was_scrolled(self) -> bool:
        """Return whether somebody scrolled the panel, and not its rows, since it was asked last."""
        was_asked, self._geometry.was_asked = self._geometry.was_asked, False
        return was_asked
