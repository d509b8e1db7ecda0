"""The borders of a panel, which Textual draws once: a line that changed is put between them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from site_sim.ui.drawing.scroll_geometry import ScrollGeometry
from site_sim.ui.drawing.strips import PanelStrip, RightEdge


class BorderCache:
    """The borders of one panel. `render` is Textual's own way to draw a region of it."""

    def __init__(
        self, panel: Widget, geometry: ScrollGeometry, render: Callable[[Region], list[Strip]]
    ) -> None:
        self._panel = panel
        self._geometry = geometry
        self._render = render
        self._edges: dict[int, Strip] = {}
        """The lines above and below the content, by their number."""
        self._sides: tuple[list[Segment], RightEdge] | None = None
        """What is left and right of the content."""
        self._is_ordinary: bool | None = None

    def forget(self) -> None:
        """Forget how the borders look."""
        self._edges.clear()
        self._sides = self._is_ordinary = None

    @property
    def is_ordinary(self) -> bool:
        """Whether a line is its segments and borders alone: no opacity, tint, hatch or filter."""
        if self._is_ordinary is None:
            panel, styles = self._panel, self._panel.styles
            opacity = panel.opacity * styles.text_opacity
            is_tinted = styles.tint.a > 0 or styles.has_rule("hatch")
            self._is_ordinary = opacity == 1.0 and not is_tinted and not panel.get_line_filters()
        return self._is_ordinary

    def bordered(self, segments: list[Segment]) -> PanelStrip:
        """Return segments with the borders beside them."""
        left, edge = self._sides or self._make_sides()
        return PanelStrip([*left, *segments, *edge.segments], self._panel.outer_size.width, edge)

    def edge(self, y: int) -> Strip:
        """Return a line above or below the content."""
        edge = self._edges.get(y)
        if edge is None:
            region = Region(0, y, self._panel.outer_size.width, 1)
            edge = self._edges[y] = self._render(region)[0]
        return edge

    def forget_edge(self, y: int) -> None:
        """Forget how a line above or below the content looks."""
        self._edges.pop(y, None)

    def change_title(self, title: str) -> None:
        """Put another title into the upper border: to draw it anew takes Textual long.

        Such a line is a corner, a cell of border, the label, the rest of the border, and a corner.
        """
        edge, label = self._edges.pop(0, None), f" {title} "
        segments = list(edge) if edge is not None else []
        if len(segments) != 5:
            return
        before, rest = segments[2:4]
        left = cell_len(before.text) + len(rest.text) - cell_len(label)
        if left > 0:
            segments[2] = Segment(label, before.style)
            segments[3] = Segment(rest.text[0] * left, rest.style)
            self._edges[0] = Strip(segments, self._panel.outer_size.width)

    def _make_sides(self) -> tuple[list[Segment], RightEdge]:
        """Return what is left and right of the content, as Textual draws it."""
        panel, bar = self._panel, self._geometry.bar
        gutter, width = panel.styles.gutter, panel.outer_size.width
        if not (gutter.width or bar):
            self._sides = [], RightEdge([], [], (width,))
            return self._sides
        whole = self._render(Region(0, gutter.top, width, 1))[0]
        end = gutter.left + panel.size.width - bar
        cuts = tuple(sorted({end, end + bar, width}))
        strips = [whole.crop(*pair) for pair in pairwise(cuts)]
        edge = RightEdge([segment for strip in strips for segment in strip], strips, cuts)
        self._sides = list(whole.crop(0, gutter.left)), edge
        return self._sides
