"""Containers that cache their lines.

Textual re-renders every widget that overlaps a changed region, parents included. These containers
keep their lines, since only the panels inside them change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Self, TypeVar

from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from site_sim.base.overriding import override
from site_sim.ui.drawing.messages import LaidOut
from site_sim.ui.drawing.title import Title

WidgetType = TypeVar("WidgetType", bound=type[Widget])
CACHE = "_line_cache"
"""The attribute of a widget that has its `LineCache`."""


class LineCache:
    """The lines of one widget, until it is refreshed. `render` is Textual's way to draw them."""

    def __init__(self, widget: Widget, render: Callable[[Region], list[Strip]]) -> None:
        self._widget = widget
        self._render = render
        self._kept: tuple[Region, list[Strip]] | None = None
        """The part that was drawn last, and its lines."""
        self._height = 0
        """Rows of the widget when it was drawn last."""

    def forget(self) -> None:
        """Forget the lines."""
        self._kept = None

    def lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region."""
        if self._kept is None or self._kept[0] != crop:
            self._kept = crop, self._all_lines(crop)
        return self._kept[1]

    def _all_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region. Those between the borders are alike, and drawn once.

        A widget is as high as the place that it has now: it may be painted in another one before
        its size changes, or changes back. Textual keeps lines as long as the width is the same, and
        takes one between the borders for the last, where that is another one.
        """
        x, y, width, height = crop
        gutter, rows = self._widget.styles.gutter, self._widget.region.height
        if rows != self._height:
            self._height = rows
            self._widget._styles_cache.clear()
        first, end = gutter.top, rows - gutter.bottom
        first, end = max(first, y), min(end, y + height)
        if end - first < 2:
            return self._render(crop)
        above = self._render(Region(x, y, width, first - y + 1))
        below = self._render(Region(x, end, width, y + height - end))
        return above + above[-1:] * (end - first - 1) + below


def caches_lines(kind: WidgetType) -> WidgetType:
    """Make the widgets of a class cache their lines until they are refreshed or restyled.

    A decorator, and no base class: that would be one more which each screen is stacked from.
    """
    render, draw_anew, restyle = kind.render_lines, kind.refresh, kind.notify_style_update

    def cache_of(widget: Widget) -> LineCache:
        attributes = vars(widget)
        if CACHE not in attributes:
            attributes[CACHE] = LineCache(widget, partial(render, widget))
        cache: LineCache = attributes[CACHE]
        return cache

    def render_lines(self: Widget, crop: Region) -> list[Strip]:
        return cache_of(self).lines(crop)

    def refresh(self: Widget, *regions: Region, **options: bool) -> Widget:
        cache_of(self).forget()
        return draw_anew(self, *regions, **options)

    def notify_style_update(self: Widget) -> None:
        restyle(self)
        cache_of(self).forget()

    for method in (render_lines, refresh, notify_style_update):
        setattr(kind, method.__name__, method)
    return kind


@caches_lines
class CachedContainer(Container):
    """A container that caches its lines: a column, unless the stylesheet says otherwise."""


@caches_lines
class TitledContainer(Container):
    """A column of widgets that caches its lines, with a title that changes by itself."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        self.heading = Title(self)
        super().__init__(*children, **options)

    def on_resize(self) -> None:
        """Tell that there is other room: the panels within may keep their sizes."""
        self.post_message(LaidOut())

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
