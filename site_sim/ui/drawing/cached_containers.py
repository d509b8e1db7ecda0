"""Containers that cache their lines.

Textual re-renders every widget that overlaps a changed region, parents included. These containers
keep their lines, since only the panels inside them change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip

from site_sim.base.overriding import override
from site_sim.ui.drawing.title import Title

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # a widget's stylesheet follows its first base that is one


class LineCache:
    """The lines of one widget, until it is refreshed. `render` is Textual's way to draw them."""

    def __init__(self, widget: Widget, render: Callable[[Region], list[Strip]]) -> None:
        self._widget = widget
        self._render = render
        self._kept: tuple[Region, list[Strip]] | None = None
        """The part that was drawn last, and its lines."""

    def forget(self) -> None:
        """Forget the lines."""
        self._kept = None

    def lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region."""
        if self._kept is None or self._kept[0] != crop:
            self._kept = crop, self._all_lines(crop)
        return self._kept[1]

    def _all_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region. Those between the borders are alike, and drawn once."""
        x, y, width, height = crop
        gutter = self._widget.styles.gutter
        first, end = gutter.top, self._widget.outer_size.height - gutter.bottom
        first, end = max(first, y), min(end, y + height)
        if end - first < 2:
            return self._render(crop)
        above = self._render(Region(x, y, width, first - y + 1))
        below = self._render(Region(x, end, width, y + height - end))
        return above + above[-1:] * (end - first - 1) + below


class Cached(Widget):
    """A mixin for widgets that cache their lines until they are refreshed or resized."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        self._line_cache = LineCache(self, super().render_lines)
        super().__init__(*children, **options)

    @override
    def render_lines(self, crop: Region) -> list[Strip]:
        return self._line_cache.lines(crop)

    @override
    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        self._line_cache.forget()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @override
    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._line_cache.forget()


class CachedContainer(Cached, Container):
    """A container that caches its lines."""


class CachedHorizontal(Cached, Horizontal):
    """A row of widgets that caches its lines."""


class CachedVertical(Cached, Vertical):
    """A column of widgets that caches its lines."""


class TitledVertical(Cached, Vertical):
    """A column of widgets that caches its lines, with a title that changes by itself."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        self.heading = Title(self)
        super().__init__(*children, **options)

    @override
    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if self.heading.is_changing:
            regions = (self.heading.region,)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
