"""Containers that are drawn once and kept: Textual would draw all of them in every frame.

What changes stands in the panels within. But Textual composes a frame from every widget that
reaches into what changed, and that are all the containers around, whose lines lie below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip

from site_sim.ui.drawing.titled import Titled

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # a widget's stylesheet follows its first base that is one


class Cached(Widget):
    """A widget, once mixed in, whose lines are kept until it is refreshed or changes its size."""

    _kept: tuple[Region, list[Strip]] | None = None
    """The part that was drawn last, and its lines."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region."""
        if self._kept is None or self._kept[0] != crop:
            self._kept = crop, self._all_lines(crop)
        return self._kept[1]

    def _all_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region. Those between the borders are alike, and drawn once."""
        x, y, width, height = crop
        gutter = self.styles.gutter
        first, end = gutter.top, self.outer_size.height - gutter.bottom
        first, end = max(first, y), min(end, y + height)
        if end - first < 2:
            return super().render_lines(crop)
        above = super().render_lines(Region(x, y, width, first - y + 1))
        below = super().render_lines(Region(x, end, width, y + height - end))
        return above + above[-1:] * (end - first - 1) + below

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Take new colours into account."""
        super().notify_style_update()
        self._kept = None


class CachedContainer(Cached, Container):
    """A container that is kept."""


class CachedHorizontal(Cached, Horizontal):
    """A row of widgets that is kept."""


class CachedVertical(Cached, Vertical):
    """A column of widgets that is kept."""


class TitledVertical(Titled, CachedVertical):
    """A column of widgets that is kept, but for its title."""
