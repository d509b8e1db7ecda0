"""The timeline's grid: a row for each task and each lane, a cell for each slice of time."""

from __future__ import annotations

from collections.abc import Hashable

from rich.cells import cell_len
from rich.segment import Segment
from textual import events

from site_sim.base.overriding import override
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.cast import Cast
from site_sim.log.events import NOBODY
from site_sim.player.frame import PlaceData, Snapshot, TimelineData
from site_sim.player.needs import TimelineNeeds
from site_sim.player.outline import Outline
from site_sim.player.view_state import Selection
from site_sim.state.history.keyframes import Row, is_task, lane_number
from site_sim.state.history.spans import Span
from site_sim.ui.drawing.messages import SeekTo
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import fit
from site_sim.ui.screens.timeline.cell_styles import CellStyles
from site_sim.ui.screens.timeline.line_contents import LineContents
from site_sim.ui.screens.timeline.viewport import Viewport
from site_sim.ui.theme.glyphs import Glyphs

NARROW = 100
"""Below this width (cells) the names of rows are short."""
LONGEST_NAME = 20
"""Cells of a name; the rest of a longer one is left out."""


class TimelineGrid(RowsPanel):
    """The rows in view; what they show is worked out, within a budget, before they are drawn."""

    DEFAULT_CSS = "TimelineGrid { height: 1fr; }"
    bar_cells = 1
    rows_move = True

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="timeline-rows")
        self.viewport = Viewport()
        self.window, self.rows = self.viewport.window, self.viewport.rows
        self.pointer = self.viewport.pointer
        self.label_cells = 0
        """How wide the names beside the cells are."""
        self._contents = LineContents(self.viewport)
        self._cell_styles = CellStyles(self)

    @property
    def data(self) -> TimelineData | None:
        """What is drawn; None before the first frame."""
        return self.snapshot.timeline if self.snapshot is not None else None

    # -- what is in view -------------------------------------------------------------------

    def needs(self, outline: Outline) -> TimelineNeeds:
        """Bring the window to where the playhead is, and return what is in view then."""
        playhead = self.viewport.playhead = outline.playhead
        self.cells = self.room
        self._list_rows(outline.cast, outline.settings.model, outline.most_workers,
                        outline.most_lanes)  # fmt: skip
        self.window.resize(playhead.at, playhead.end, self.cells - self.label_cells)
        if self.size:
            self.viewport.show_wanted()
        rows = self.rows.in_view(self._lines())
        return TimelineNeeds(rows, self.window.scale, self.pointer.place)

    def _list_rows(self, cast: Cast, model: str, workers: int, lanes: int) -> None:
        """List all rows, and find out how wide their names are."""
        changed = self.rows.take(cast, workers, lanes)
        if self.rows.justify(self.size.height) or changed:
            self.lines.forget()
        longest = [*cast.members, max(0, workers - 1), *self.rows.rows[-1:]]
        names = (name_of(row, cast, model, lanes, self.cells >= NARROW) for row in longest)
        self.label_cells = 2 + min(LONGEST_NAME, max(map(cell_len, names)))

    def _lines(self) -> range:
        """Return the lines in view."""
        return range(self.scroll_offset.y, self.scroll_offset.y + self.size.height)

    @override
    def prepare(self, snapshot: Snapshot) -> None:
        data, playhead = snapshot.timeline, snapshot.playhead
        if data is None:
            return
        site = snapshot.site
        self._list_rows(site.cast, site.settings.model, data.workers, data.lanes)
        self._contents.prepare(data, self._lines(), at=playhead.at, end=playhead.end)

    def name_of(self, row: Row) -> str:
        """Return what a row is called: `worker 3` (or `w3`), `accept`, `event loop`, `core 0`."""
        assert self.snapshot is not None
        assert self.data is not None
        site, is_wide = self.snapshot.site, self.cells >= NARROW
        return name_of(row, site.cast, site.settings.model, self.data.lanes, is_wide)

    def place(self) -> PlaceData | None:
        """Return what is known of the place under the mouse or the cursor, once that was drawn."""
        pointed, data = self.pointer.place, self.data
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
        return self.name_of(row) if line % self.rows.pitch == 0 and row != NOBODY else ""

    @override
    def is_marked(self, row: int) -> bool:
        who = self.rows.row_at(row)
        selected = self.snapshot is not None and self.snapshot.is_selected("task", who)
        return selected and who != NOBODY and not self.rows.is_gap(row)

    @override
    def draw_row(self, row: int) -> list[Segment]:
        who = self.rows.row_at(row)
        data = self.data
        if who == NOBODY or data is None or self.cells != self.label_cells + data.scale.count:
            return [self.segments.segment(" " * self.size.width)]
        name = fit(f" {self._label(row, who)}", self.label_cells, self.glyphs.ellipsis)
        label = self.segments.segment(name, "" if is_task(who) else "muted", self.is_marked(row))
        bar = self.segments.segment(" " * (self.size.width - self.cells))
        return [label, *self._cell_styles.segments(*self._contents.on_line(row, who)), bar]

    @override
    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._cell_styles.clear()

    # -- keys and mouse --------------------------------------------------------------------

    def move_cursor(self, down: int, right: int) -> None:
        """Move the cursor by rows and cells; the first time it appears at the playhead."""
        if self.snapshot is None or not self.rows.rows:
            return
        playhead = self.snapshot.playhead
        if not self.viewport.has_cursor:
            kind, who = self.snapshot.view.selected
            is_row = kind == "task" and self.rows.line_of(who) is not None
            row = who if is_row else self.rows.row_at(self.scroll_offset.y)
            self.pointer.cursor, down, right = (row, playhead.at), 0, 0
        self.viewport.move_cursor(down, right)
        if self.pointer.cursor is not None:
            self.reveal(self.pointer.cursor[0])

    def request_seek(self) -> None:
        """Request a seek to the start of the span under the cursor."""
        place, span, step = self.pointer.place, self.span(), self.window.step
        if place is not None:
            start = place[1] // step * step
            began = span is not None and start < span.since < start + step
            self.post_message(SeekTo(span.since if span is not None and began else start))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the cell under the mouse."""
        self.pointer.hovered = self._place_at(event)

    def on_leave(self) -> None:
        """Explain the cell under the cursor again."""
        self.pointer.hovered = None

    def _place_at(self, event: events.MouseEvent) -> tuple[Row, int] | None:
        offset = event.get_content_offset(self)
        if offset is None or self.snapshot is None:
            return None
        line, column = self.scroll_offset.y + offset.y, offset.x - self.label_cells
        return self.viewport.place_at(line, column)

    @override
    def on_click(self, event: events.Click) -> None:
        """Put the cursor here; a double click seeks, and one on a name selects the task."""
        place = self._place_at(event)
        if place is not None:
            self.pointer.cursor, self.pointer.hovered = place, None
            if event.chain == 2:
                self.request_seek()

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
        if event.ctrl:
            self.viewport.zoom(turn < 0, max(0, event.x - self.label_cells))
        elif event.shift:
            self.viewport.pan(turn)
        else:
            return  # the wheel scrolls
        event.prevent_default()
        event.stop()


def name_of(row: Row, cast: Cast, model: str, lanes: int, is_wide: bool) -> str:
    """Return what a row is called, one of `lanes` lanes of a model among them."""
    if is_task(row):
        return cast.name_of(row) if is_wide or row in cast.members else cast.short_name(row)
    lane = MODEL_FACTS[model].lane
    return lane if lanes == 1 else f"{lane} {lane_number(row)}"
