"""Lines of panels written to the terminal at once, past Textual's own way of painting.

Textual's widgets tell the screen by messages what has changed; it then composes everything that
overlaps the lines concerned. Here a panel knows its lines, and mostly nothing stands before it:
they are written where they stand, within the frame in which they changed. What is out of the
ordinary (a notification in front, a panel that is cut, filters, a layout to be made) is left to
Textual. It draws the same lines, so that either way may follow the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from rich.color import ColorSystem
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.terminal.style_codes import change_of_style
from site_sim.ui.terminal.textual_internals import write_at_once
from site_sim.ui.terminal.written_lines import Placed, WrittenLines


class PaintedApp(Protocol):
    """The app of a screen that is painted."""

    paints: int
    """How often something was painted, by whomever."""


def codes_of(placed: Sequence[Placed], colours: ColorSystem) -> str:
    """Return what puts segments at their places on a terminal that has so many colours."""
    written, codes = list[str](), ""
    for x, y, segments in placed:
        written.append(f"\x1b[{y + 1};{x + 1}H")
        for text, style, _ in segments:
            # To ask a style for its truth takes Python a call.
            now = "" if style is None else style._ansi or Strip.render_ansi(style, colours)
            if now != codes:
                written.append(change_of_style(codes, now))
                codes = now
            written.append(text)
    written.append(change_of_style(codes, ""))
    return "".join(written)


class Painter:
    """Paints the panels of one screen; where it is off, Textual does."""

    def __init__(self, screen: Screen[None], is_on: bool) -> None:
        self._screen = screen
        self._is_on = is_on
        """Whether it paints at all; if not, all panels are left to Textual."""
        self._visible: dict[Widget, tuple[Region, Region]] | None = None
        """What Textual has on the screen, front to back, when the places were looked up."""
        self._places: dict[RowsPanel, Offset | None] = {}
        """Where panels stand, None for those left to Textual."""
        self._written = WrittenLines()
        self._paints = -1
        """How often the app had painted when what is in `_written` was written."""

    def paint(self, panels: Iterable[RowsPanel]) -> None:
        """Paint the lines of panels that have changed, or leave that to Textual."""
        is_ready, changed, new = self._is_on and self._is_ready(), list[Placed](), list[Placed]()
        for panel in panels:
            lines = panel.lines.take_changes()
            if not (lines or panel.thumb.has_changed):
                continue
            place = self._place_of(panel) if is_ready else None
            if place is None:
                panel.refresh_lines_at(lines)
            else:
                parts = chain(panel.lines.lines(lines), panel.thumb.take_cells())
                placed = new if panel.rows_pass else changed
                placed += [(place.x + x, place.y + y, segments) for x, y, segments in parts]
        if changed or new:
            self._write(changed, new)

    def _write(self, changed: Sequence[Placed], new: Sequence[Placed]) -> None:
        """Write of lines that changed the cells that differ from what stands there, and new ones.

        One is either the one or the other for as long as its panel stands there.
        """
        app = self._screen.app
        painted: PaintedApp = app  # type: ignore[assignment]
        if painted.paints != self._paints:
            self._written.forget()
        placed = [*new, *self._written.changes(changed)]
        if placed:
            colours = app.console._color_system or ColorSystem.TRUECOLOR
            write_at_once(app, codes_of(placed, colours))
        self._paints = painted.paints

    def _is_ready(self) -> bool:
        """Return whether the screen is in front, and nothing on it is about to move."""
        screen = self._screen
        if not self._is_on or not screen.is_active or screen.app._batch_count:
            return False
        if screen._layout_required or screen._scroll_required:
            return False
        if screen._compositor.visible_widgets is not self._visible:
            self._visible = screen._compositor.visible_widgets
            self._places.clear()
        return True

    def _place_of(self, panel: RowsPanel) -> Offset | None:
        """Return where a panel stands; None if Textual has to paint it."""
        if panel not in self._places:
            self._places[panel] = self._find(panel)
        place = self._places[panel]
        return place if panel.lines.is_ordinary else None

    def _find(self, panel: RowsPanel) -> Offset | None:
        """Return where a panel stands on the screen, whole and with nothing before it."""
        assert self._visible is not None
        region, clip = self._visible.get(panel, (Region(), Region()))
        if not region or not clip.contains_region(region) or region.size != panel.outer_size:
            return None
        for widget, (other, _) in self._visible.items():
            if widget is panel:
                return region.offset
            if widget.parent is not panel and other.overlaps(region):
                return None
        return None
