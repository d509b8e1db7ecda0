"""The thumb of a panel's scroll bar: it moves and shrinks as rows come, a cell or two at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender

EIGHTHS = 8
"""The parts of a cell that a thumb fills or leaves."""


class Thumb:
    """The thumb beside one panel.

    Textual composes all lines of the panel when its scroll bar is drawn, which takes longer than
    the rest of a frame. Here the cells are known that look different now.
    """

    def __init__(self, panel: ScrollView) -> None:
        self._panel = panel
        self._changes: set[int] = set()
        """The cells of the bar to be painted, counted from its upper end."""

    def fit(self, rows: int) -> None:
        """Tell the scroll bar how many rows there are."""
        self._change(rows, self._panel.vertical_scrollbar.position)

    def move(self, before: float, top: float) -> None:
        """Tell the scroll bar which row is at the top, and which one was before."""
        if self._panel.show_vertical_scrollbar:
            bar = self._panel.vertical_scrollbar
            self._change(round(bar.window_virtual_size), bar.validate_position(top))
            if round(before) == round(top):
                self.refresh()  # the rows stay, and no frame follows

    def _change(self, rows: int, position: float) -> None:
        bar, height = self._panel.vertical_scrollbar, self._panel.size.height
        before = thumb(height, round(bar.window_virtual_size), bar.position)
        bar.set_reactive(ScrollBar.window_virtual_size, rows)
        bar.set_reactive(ScrollBar.position, position)
        after = thumb(height, rows, position)
        if bar.size.height == height:
            self._changes |= changed_cells(height, before, after)
        elif before != after:
            bar.refresh()  # it is not laid out

    @property
    def has_changed(self) -> bool:
        """Whether cells of the bar are to be painted."""
        return bool(self._changes)

    def refresh(self) -> None:
        """Ask Textual to paint what has changed."""
        if self._changes:
            self._changes.clear()
            self._panel.vertical_scrollbar.refresh()

    def take_cells(self) -> Iterator[tuple[int, int, Sequence[Segment]]]:
        """Yield the changed cells as Textual draws them, and where in the panel they stand.

        There are none where Textual is about to paint the bar anyway.
        """
        if not self._changes:
            return
        panel, bar = self._panel, self._panel.vertical_scrollbar
        if bar._repaint_regions:
            self.refresh()  # all of it looks different: the mouse has come, gone or grabbed it
            return
        bar._set_dirty()
        bar._exchange_repaint_regions()  # Textual need not paint them
        bar._layout_cache.clear()
        x = panel.styles.gutter.left + panel.size.width - bar.outer_size.width
        top, segments = panel.styles.gutter.top, _segments(bar)
        for y in sorted(cell for cell in self._changes if cell < len(segments)):
            yield x, top + y, [segments[y]]
        self._changes.clear()


def _segments(bar: ScrollBar) -> list[Segment]:
    """Return the cells of a scroll bar, from its upper end on.

    What Textual does besides, to draw any widget, takes ten times as long.
    """
    look, ground = bar.render(), bar.rich_style
    assert isinstance(look, ScrollBarRender)
    assert isinstance(look.style, Style)
    assert look.style.color is not None
    assert look.style.bgcolor is not None
    cells = look.render_bar(
        bar.size.height,
        look.virtual_size,
        look.window_size,
        look.position,
        look.thickness,
        back_color=look.style.bgcolor,
        bar_color=look.style.color,
    )
    return [Segment(text, ground + (style or Style.null())) for text, style, _ in cells.segments]


def thumb(height: int, rows: int, top: float) -> tuple[int, int] | None:
    """Return where Textual draws the thumb of a scroll bar, in eighths of cells; None without one.

    The bar is `height` cells long, beside as many of `rows` rows, from row `top` on.
    """
    if not 0 < height < rows:
        return None
    length = max(1, height * height / rows)
    start = int((height - length) * top / (rows - height) * EIGHTHS)
    return start, start + ceil(length * EIGHTHS)


def changed_cells(
    height: int, before: tuple[int, int] | None, after: tuple[int, int] | None
) -> set[int]:
    """Return the cells of a bar that look different with another thumb."""
    if before is None or after is None:
        return set(range(height)) if before is not after else set()
    cells = set[int]()
    for old, new in zip(before, after, strict=True):
        if old != new:
            cells.update(range(min(old, new) // EIGHTHS, max(old, new) // EIGHTHS + 1))
    return {cell for cell in cells if cell < height}
