"""The timeline's grid: a row for each task and each lane, a cell for each slice of time."""

from __future__ import annotations

from collections.abc import Hashable

from rich.cells import cell_len
from rich.segment import Segment
from textual import events

from site_sim.base.overriding import override
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.cast import Cast
from site_sim.log.events import NO_JOB, NOBODY
from site_sim.player.frame import Snapshot
from site_sim.player.view_state import Selection
from site_sim.state.history.keyframes import Row, is_task, lane_number
from site_sim.state.history.spans import Span
from site_sim.state.history.timeline import Timeline
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
    """The rows in view; what they show is worked out within the budget of a frame."""

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
    def timeline(self) -> Timeline:
        """The past of everyone."""
        assert self.snapshot is not None
        assert self.snapshot.past is not None
        return self.snapshot.past.timeline

    # -- what is in view -------------------------------------------------------------------

    @override
    def prepare(self, snapshot: Snapshot) -> None:
        timeline, playhead, past = self.timeline, snapshot.playhead, snapshot.past
        assert past is not None
        self.viewport.playhead = playhead
        cast = snapshot.state.log.cast
        changed = self.rows.take(cast, timeline.workers, timeline.lanes)
        if self.rows.justify(self.size.height) or changed:
            self.lines.forget()
        longest = max(cell_len(self.name_of(row)) for row in self._longest(cast))
        self.label_cells = 2 + min(LONGEST_NAME, longest)
        self.window.resize(playhead.at, playhead.end, self.cells - self.label_cells)
        self._aim(timeline)
        kind, number = snapshot.view.selected
        legs = timeline.path(number if kind == "job" else NO_JOB)
        past.refine()
        self._contents.prepare(
            timeline.cells, legs, self._lines(), at=playhead.at, end=playhead.end
        )

    def _lines(self) -> range:
        """Return the lines in view."""
        return range(self.scroll_offset.y, self.scroll_offset.y + self.size.height)

    def _aim(self, timeline: Timeline) -> None:
        """Say what is in view, so that the timeline works it out."""
        window = self.window
        if self.size:
            self.viewport.show_wanted()
        timeline.aim(self.rows.in_view(self._lines()), window.step, window.first, window.count)
        self.span()  # it is searched for with the rest

    def _longest(self, cast: Cast) -> list[Row]:
        """Return rows among which is the one with the longest name."""
        return [*cast.members, max(0, self.timeline.workers - 1), *self.rows.rows[-1:]]

    def name_of(self, row: Row) -> str:
        """Return what a row is called: `worker 3` (or `w3`), `accept`, `event loop`, `core 0`."""
        assert self.snapshot is not None
        state = self.snapshot.state
        if is_task(row):
            cast, is_wide = state.log.cast, self.cells >= NARROW
            return state.name_of(row) if is_wide or row in cast.members else cast.short_name(row)
        lane = MODEL_FACTS[state.settings.model].lane
        return lane if self.timeline.lanes == 1 else f"{lane} {lane_number(row)}"

    def span(self) -> Span | None:
        """Return what went on under the mouse or the cursor, once it is found."""
        place = self.pointer.place
        if place is None or self.snapshot is None or self.snapshot.past is None:
            return None
        return self.timeline.span(place[0], self.window.step, place[1] // self.window.step)

    def shows(self, row: Row, at: int) -> bool:
        """Return whether the cell of a row at a time (ns) can be seen."""
        return self.viewport.shows(row, at, self._lines())

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
        if who == NOBODY or self.cells != self.label_cells + self.window.count:
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
