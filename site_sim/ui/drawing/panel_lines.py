"""The lines of a panel: its rows, each between the borders, and which of them have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from site_sim.ui.drawing.border_cache import BorderCache
from site_sim.ui.drawing.row_cache import RowCache, RowSource
from site_sim.ui.drawing.scroll_geometry import ScrollGeometry
from site_sim.ui.drawing.strips import PanelStrip
from site_sim.ui.drawing.title import Title


class PanelLines:
    """The lines of one panel. `render` is Textual's own way to draw a region of it."""

    def __init__(
        self,
        panel: ScrollView,
        source: RowSource,
        geometry: ScrollGeometry,
        render: Callable[[Region], list[Strip]],
    ) -> None:
        self._panel = panel
        self._source = source
        self._geometry = geometry
        self._render = render
        self._borders = BorderCache(panel, geometry, render)
        self._rows = RowCache(source)
        self._drawn_for: Size | None = None
        """The size that the rows were drawn for, borders included."""
        self._drawn_of: object = None
        """What all rows depended on in the last frame; None if that was not known."""
        self._changes: list[int] = []
        """The lines of the visible part to be painted, in order; the title's first."""
        self._has_new_note = False
        """Whether the line below them is to be painted, too."""

    @property
    def is_ordinary(self) -> bool:
        """Whether nothing is to be done to a line that is not done here."""
        return self._borders.is_ordinary

    def forget(self) -> None:
        """Forget what was drawn, and how the borders looked, as the styles may be others."""
        self._geometry.forget_styles()
        self._borders.forget()
        self._rows.forget()

    # -- changes ---------------------------------------------------------------------------

    def draw_changes(self) -> None:
        """Draw the visible rows whose keys have changed."""
        panel = self._panel
        if not self._rows.drawn:
            self._drawn_for = panel.outer_size
        self._changes += self._rows.draw_changes(panel.scroll_offset.y, panel.size.height)

    def are_drawn_of(self, depends_on: object) -> bool:
        """Return whether the rows in view are drawn of this, if it is known, and as they stand."""
        before, self._drawn_of = self._drawn_of, depends_on
        if depends_on is None or self._geometry.may_have_moved:
            return False
        return depends_on == before and self.are_drawn_to_size

    def change_border(self, heading: Title) -> None:
        """Draw the line alone of what is changing: of the title, or of the note below the rows."""
        self._forget_in_textual()
        if heading.is_note:
            self._borders.forget_edge(self._panel.outer_size.height - 1)
            self._has_new_note = True
            return
        self._borders.change_title(heading.text)
        self._changes.insert(0, -self._panel.styles.gutter.top)

    def take_changes(self) -> list[int]:
        """Return the lines that have changed since they were taken last."""
        changes, self._changes = self._changes, []
        if self._has_new_note:
            self._has_new_note = False
            changes.append(self._panel.size.height)
        return changes

    @property
    def are_drawn_to_size(self) -> bool:
        """Whether the rows were drawn for the size that the panel has now."""
        return bool(self._rows.drawn) and self._drawn_for == self._panel.outer_size

    def regions(self, dirty: Sequence[int]) -> list[Region]:
        """Return lines of the visible part, given in order, as regions: a run of them each.

        They go from border to border: Textual draws a line faster when it has not to cut them off.
        """
        gutter, bar = self._panel.styles.gutter, self._geometry.bar
        left = gutter.left
        width = left + self._panel.size.width - bar + (0 if bar else gutter.right)
        regions, start = [], 0
        for stop in range(1, len(dirty) + 1):
            if stop == len(dirty) or dirty[stop] != dirty[stop - 1] + 1:
                regions.append(Region(-left, dirty[start], width, stop - start))
                start = stop
        return regions

    # -- lines -----------------------------------------------------------------------------

    def lines(self, changes: Iterable[int]) -> Iterator[tuple[int, int, Sequence[Segment]]]:
        """Yield what has changed on changed lines, and where in the panel it stands.

        Of a row that is what stands between the borders, without a scroll bar.
        """
        gutter = self._panel.styles.gutter
        left, top = gutter.left, gutter.top
        first, height = self._panel.scroll_offset.y, self._panel.size.height
        self._forget_in_textual()
        for y in changes:
            if not 0 <= y < height:
                yield 0, y + top, list(self._borders.edge(y + top))
            else:
                yield left, y + top, self._segments(first + y)

    def render(self, crop: Region) -> list[Strip]:
        """Return the lines of a region, borders included."""
        panel = self._panel
        if self._rows.drawn and not self.are_drawn_to_size:
            self.forget()
        if crop.size != panel.outer_size or not panel.size or not self.is_ordinary:
            return self._render(crop)
        top, height = panel.styles.gutter.top, panel.size.height
        return [
            self._line(y - top) if top <= y < top + height else self._borders.edge(y)
            for y in crop.line_range
        ]

    def segments(self, y: int) -> list[Segment]:
        """Return what is on a line of the visible part, without borders."""
        return self._segments(self._panel.scroll_offset.y + y)

    def _segments(self, row: int) -> list[Segment]:
        drawn = self._rows.drawn.get(row)
        return self._source.draw_row(row) if drawn is None else drawn.segments

    def _line(self, y: int) -> PanelStrip:
        """Return a line of the visible part, with the borders beside it."""
        row = self._panel.scroll_offset.y + y
        drawn = self._rows.drawn.get(row)
        if drawn is None:
            return self._borders.bordered(self._source.draw_row(row))
        if drawn.line is None:
            drawn.line = self._borders.bordered(drawn.segments)
        return drawn.line

    def _forget_in_textual(self) -> None:
        """Make Textual draw its own copy of the lines anew when it needs it next."""
        self._panel._styles_cache.clear()
