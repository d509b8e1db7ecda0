"""The timeline's grid: a row for each task and each lane, a cell for each slice of time."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from rich.segment import Segment
from textual import events

from site_sim.base.overriding import override
from site_sim.log.cast import NOBODY
from site_sim.player.frame import Frame, PlaceData, TimelineData
from site_sim.player.intents import PutCursor, ViewIntent
from site_sim.player.needs import TimelineNeeds, TimeScale
from site_sim.player.outline import Outline
from site_sim.player.view_state import Selection, TimelineView
from site_sim.state.history.keyframes import Row, is_task
from site_sim.state.history.spans import Span
from site_sim.ui.drawing.messages import SeekTo, Wished
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import fit
from site_sim.ui.screens.timeline.cell_styles import CellStyles
from site_sim.ui.screens.timeline.line_contents import LineContents
from site_sim.ui.screens.timeline.row_names import RowNames
from site_sim.ui.screens.timeline.viewport import Viewport
from site_sim.ui.theme.glyphs import Glyphs

NARROW = 100
"""Below this width (cells) the names of rows are short."""


class TimelineGrid(RowsPanel):
    """The rows in view; what they show is worked out, within a budget, before they are drawn.

    `view` tells how the timeline is being looked at.
    """

    DEFAULT_CSS = "TimelineGrid { height: 1fr; }"
    bar_cells = 1
    rows_move = True

    def __init__(self, glyphs: Glyphs, view: Callable[[], TimelineView]) -> None:
        super().__init__(glyphs, id="timeline-rows")
        self.viewport = Viewport()
        self.rows = self.viewport.rows
        self.names: RowNames  # once the rows are listed
        self._view = view
        self.label_cells = 0
        """How wide the names beside the cells are."""
        self._contents = LineContents(self.rows)
        self.cell_styles = CellStyles(self)

    @property
    def data(self) -> TimelineData | None:
        """What is drawn; None before the first frame."""
        return self.frame.timeline if self.frame is not None else None

    # -- what is in view -------------------------------------------------------------------

    def needs(self, outline: Outline) -> TimelineNeeds:
        """Return what is in view."""
        self._take(outline)
        view, viewport = outline.view.timeline, self.viewport
        lines = self._geometry.in_view(self.rows.lines)
        viewport.top, rows = lines.start, self.rows.in_view(lines)
        return TimelineNeeds(rows, viewport.window(view), viewport.place(view))

    def _take(self, outline: Outline) -> None:
        """Find out how many cells there is room for, and where the playhead is."""
        self.cells = self.room
        model, is_wide = outline.settings.model, self.cells >= NARROW
        names = RowNames(outline.cast, model, outline.most_lanes, is_wide)
        self._list_rows(names, outline.most_workers)
        self.viewport.left = self.label_cells
        self.viewport.count = max(1, self.cells - self.label_cells)
        self.viewport.playhead = outline.playhead

    def open(self, outline: Outline) -> list[ViewIntent]:
        """Choose what is in view at first, and show the span that is wanted, if any."""
        self._take(outline)
        return self.viewport.open(outline.view.timeline)

    @property
    def window(self) -> TimeScale:
        """The cells in view."""
        return self.viewport.window(self._view())

    @property
    def pointed(self) -> tuple[Row, int] | None:
        """The place under the mouse, else under the cursor."""
        return self.viewport.place(self._view())

    def _list_rows(self, names: RowNames, workers: int) -> None:
        """List all rows, and find out how wide their names are."""
        changed = self.rows.take(names.cast, workers, names.lanes)
        if self.rows.justify(self.size.height) or changed:
            self.lines.forget()
        self.names, self.label_cells = names, names.cells(self.rows.rows, workers)

    def _lines(self) -> range:
        """Return the lines in view."""
        return range(self.scroll_offset.y, self.scroll_offset.y + self.size.height)

    @override
    def prepare(self, frame: Frame) -> None:
        data, playhead = frame.timeline, frame.playhead
        if data is None:
            return
        site, is_wide = frame.site, self.cells >= NARROW
        names = RowNames(site.cast, site.settings.model, data.lanes, is_wide)
        self._list_rows(names, data.workers)
        cursor = frame.view.timeline.cursor
        self._contents.prepare(data, self._lines(), at=playhead.at, end=playhead.end, cursor=cursor)
        self._contents.mark_rejections(site.cast.last, playhead.markers)

    def place(self) -> PlaceData | None:
        """Return what is known of the place under the mouse or the cursor, once that was drawn."""
        pointed, data = self.pointed, self.data
        known = data.place if data is not None else None
        return known if known is not None and (known.row, known.at) == pointed else None

    def span(self) -> Span | None:
        """Return what went on under the mouse or the cursor, once it is found."""
        place = self.place()
        return place.span if place is not None else None

    def reveal(self, row: Row) -> None:
        """Scroll as far as needed to see a row."""
        line, pitch = self.rows.line_of(row), self.rows.pitch
        top, height = self.scroll_offset.y, self.size.height
        if line is not None and not top <= line <= top + height - pitch:
            y = line if line < top else line - height + pitch
            self.scroll_to(y=y, animate=False, immediate=True)

    # -- drawing ---------------------------------------------------------------------------

    @override
    def row_count(self) -> int:
        return self.rows.lines

    @override
    def key(self, row: int) -> Hashable:
        who = self.rows.row_at(row)
        return self._label(row, who), self._contents.on_line(row, who), self.is_marked(row)

    def _label(self, line: int, row: Row) -> str:
        return self.names.of(row) if line % self.rows.pitch == 0 and row != NOBODY else ""

    @override
    def is_marked(self, row: int) -> bool:
        who = self.rows.row_at(row)
        selected = self.frame is not None and self.frame.is_selected("task", who)
        return selected and who != NOBODY and not self.rows.is_gap(row)

    @override
    def draw_row(self, row: int) -> list[Segment]:
        who = self.rows.row_at(row)
        data = self.data
        if who == NOBODY or data is None or self.cells != self.label_cells + data.scale.count:
            return [self.segments.segment(" " * self.line_width)]
        name = fit(f" {self._label(row, who)}", self.label_cells, self.glyphs.ellipsis)
        label = self.segments.segment(name, "" if is_task(who) else "muted", self.is_marked(row))
        cells = self.cell_styles.segments(*self._contents.on_line(row, who))
        has_bar = self.line_width == self.cells
        return [label, *cells] if has_bar else [label, *cells, self.segments.segment(" ")]

    @override
    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.cell_styles.clear()

    # -- keys and mouse --------------------------------------------------------------------

    def move_cursor(self, down: int, right: int) -> list[ViewIntent]:
        """Move the cursor by rows and cells; the first time it appears at the playhead."""
        if self.frame is None or not self.rows.rows:
            return []
        selected, top = self.frame.view.selected, self.rows.row_at(self.scroll_offset.y)
        put, *wishes = self.viewport.move_cursor(self._view(), down, right, selected, top)
        self.reveal(put.row)
        return [put, *wishes]

    def request_seek(self) -> None:
        """Request a seek to the start of the span under the cursor."""
        at = self.viewport.start_of(self._view(), self.span())
        if at is not None:
            self.post_message(SeekTo(at))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the cell under the mouse."""
        self.viewport.pointer = event.get_content_offset(self)

    def on_leave(self) -> None:
        """Explain the cell under the cursor again."""
        self.viewport.pointer = None

    @override
    def on_click(self, event: events.Click) -> None:
        """Put the cursor here, and go there; a click on a name selects the task."""
        self.viewport.pointer = event.get_content_offset(self)
        place, self.viewport.pointer = self.viewport.hovered(self._view()), None
        if place is not None:
            self.post_message(Wished(PutCursor(*place)))
            self.post_message(SeekTo(place[1]))

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        who = self.rows.row_at(row)
        return Selection("task", who) if column < self.label_cells and is_task(who) else None

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in (with ctrl) or pan back (with shift)."""
        self._turn_wheel(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out (with ctrl) or pan on (with shift)."""
        self._turn_wheel(event, 1)

    def _turn_wheel(self, event: events.MouseEvent, turn: int) -> None:
        if not (event.ctrl or event.shift):
            return  # the wheel scrolls
        view, column = self._view(), max(0, event.x - self.label_cells)
        zoom, pan = self.viewport.zoom, self.viewport.pan
        wishes = zoom(view, turn < 0, column) if event.ctrl else pan(view, turn)
        self.post_message(Wished(*wishes))
        event.prevent_default()
        event.stop()
