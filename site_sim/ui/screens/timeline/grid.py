"""The timeline: a row for each task and each lane of the site, a cell for each slice of time."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from rich.segment import Segment
from textual import events

from site_sim.facts.models import MODEL_FACTS
from site_sim.log.events import ACCEPT, FOREMAN, NO_JOB, NOBODY, Kind
from site_sim.player.view_state import Selection, Snapshot
from site_sim.state.history.job_path import Leg
from site_sim.state.history.keyframes import Row, lane_number
from site_sim.state.history.spans import Span
from site_sim.state.history.tiles import UNKNOWN
from site_sim.state.history.timeline import Timeline
from site_sim.state.job_lifecycle import Interval
from site_sim.ui.drawing.messages import SeekTo, Selected
from site_sim.ui.drawing.rows_panel import MOST_SEGMENTS, RowsPanel, fit
from site_sim.ui.screens.timeline.cell_styles import CURSOR, FUTURE, PLAYHEAD, CellStyles
from site_sim.ui.screens.timeline.job_path import Stroke, strokes
from site_sim.ui.screens.timeline.row_map import Pointer, RowMap
from site_sim.ui.screens.timeline.time_window import TimeWindow

RUN = re.compile(rb"(.)\1*", re.DOTALL)
"""Equal bytes in a row."""
NARROW = 100
"""Below so many cells the names of rows are short."""


class TimelineRows(RowsPanel):
    """The rows in sight; what they show is worked out within the budget of a frame."""

    DEFAULT_CSS = "TimelineRows { height: 1fr; }"
    bar_cells = 1
    rows_move = True

    def __init__(self) -> None:
        super().__init__(id="timeline-rows")
        self.window = TimeWindow()
        self.rows = RowMap()
        self.pointer = Pointer()
        self.label_cells = 0
        """How wide the names beside the cells are."""
        self._inks = CellStyles(self)
        self._marks = b""
        """What is marked on all rows."""
        self._path: dict[int, list[Stroke]] = {}
        self._path_drawn: Hashable = None
        self._looks_at: dict[int, tuple[bytes, bytes]] = {}
        """The cells and the marks of the lines that were looked at in this frame."""
        self._runs: dict[tuple[tuple[int, int], int], Segment] = {}
        """Runs of equal cells: most are drawn again and again."""

    @property
    def timeline(self) -> Timeline:
        """The past of everyone."""
        assert self.snapshot is not None
        assert self.snapshot.past is not None
        return self.snapshot.past.timeline

    # -- what is in sight ------------------------------------------------------------------

    def prepare(self, snapshot: Snapshot) -> None:
        """Look at what is in sight, and work on it as far as the budget goes."""
        self._looks_at.clear()
        timeline, window, playhead = self.timeline, self.window, snapshot.playhead
        has_accept = snapshot.state.settings["program"] == "pipeline"
        changed = self.rows.take(timeline.workers, has_accept, timeline.lanes)
        if self.rows.spread(self.size.height) or changed:
            self.forget()
        self.label_cells = 2 + max(map(len, map(self.name_of, self._longest())))
        window.look(playhead.at, playhead.end, self.cells - self.label_cells)
        self._aim(timeline)
        kind, number = snapshot.view.selected
        legs = timeline.path(number if kind == "job" else NO_JOB)
        assert snapshot.past is not None
        snapshot.past.refine()
        self._draw_path(legs, playhead.end)
        self._marks = self._base_marks(window.column(playhead.at))

    def _aim(self, timeline: Timeline) -> None:
        window = self.window
        rows = self.rows.in_sight(self.scroll_offset.y, self.size.height)
        timeline.aim(rows, window.step, window.first, window.count)

    def _longest(self) -> tuple[Row, ...]:
        """Return rows among which is the one with the longest name."""
        return (FOREMAN, ACCEPT, max(0, self.timeline.workers - 1), self.rows.rows[-1])

    def name_of(self, row: Row) -> str:
        """Return what a row is called: `worker 3` (or `w3`), `accept`, `event loop`, `core 0`."""
        assert self.snapshot is not None
        state = self.snapshot.state
        if row >= ACCEPT:
            name = state.name_of(row)
            return f"w{row}" if name.startswith("worker") and self.cells < NARROW else name
        lane = MODEL_FACTS[state.settings["model"]].lane
        return lane if self.timeline.lanes == 1 else f"{lane} {lane_number(row)}"

    def is_in_sight(self, row: Row, at: int) -> bool:
        """Whether the cell of a row in which a time (ns) is can be seen."""
        rows = self.rows.in_sight(self.scroll_offset.y, self.size.height)
        return row in rows and 0 <= self.window.column(at) < self.window.count

    def row_count(self) -> int:
        """Return the lines of all rows."""
        return self.rows.lines

    # -- marks -----------------------------------------------------------------------------

    def _base_marks(self, playhead: int) -> bytes:
        """Return the marks of all rows: the playhead, and that beyond it is the future."""
        count = self.window.count
        past = max(0, min(count, playhead + 1))
        marks = bytearray(past) + bytes([FUTURE]) * (count - past)
        if 0 <= playhead < count:
            marks[playhead] |= PLAYHEAD
        return bytes(marks)

    def _draw_path(self, legs: list[Leg], end: int) -> None:
        window, top = self.window, self.scroll_offset.y
        goes_on = bool(legs) and legs[-1].until is None
        drawn = (id(legs), window.step, window.first, window.count, top, self.size.height,
                 self.rows.pitch, len(self.rows.rows), goes_on and window.column(end))  # fmt: skip
        if drawn != self._path_drawn:
            self._path_drawn = drawn
            lines = range(top, top + self.size.height)
            self._path = strokes(legs, self.rows, window, lines, end)

    def _marks_on(self, line: int, row: Row) -> bytes:
        path, cursor = self._path.get(line, ()), self.pointer.cursor
        if not path and (cursor is None or cursor[0] != row):
            return self._marks
        marks = bytearray(self._marks)
        for mark, since, until in path:
            for column in range(max(0, since), min(until + 1, len(marks))):
                marks[column] |= mark
        if cursor is not None and cursor[0] == row and not self.rows.is_gap(line):
            column = self.window.column(cursor[1])
            if 0 <= column < len(marks):
                marks[column] |= CURSOR
        return bytes(marks)

    # -- drawing ---------------------------------------------------------------------------

    def key(self, row: int) -> Hashable:
        """Return all that a line shows."""
        who = self.rows.row_at(row)
        return self._label(row, who), self._look_at(row, who), self.is_marked(row)

    def _look_at(self, line: int, row: Row) -> tuple[bytes, bytes]:
        """Return the cells on a line and their marks, which stay as they are for a frame."""
        looks = self._looks_at.get(line)
        if looks is None:
            looks = self._looks_at[line] = self._cells_on(line, row), self._marks_on(line, row)
        return looks

    def _cells_on(self, line: int, row: Row) -> bytes:
        window = self.window
        if row == NOBODY or self.rows.is_gap(line):
            return bytes([UNKNOWN]) * window.count
        return self.timeline.cells(row, window.step, window.first, window.count)

    def _label(self, line: int, row: Row) -> str:
        return self.name_of(row) if line % self.rows.pitch == 0 and row != NOBODY else ""

    def is_marked(self, row: int) -> bool:
        """Return whether the line's task is selected."""
        who = self.rows.row_at(row)
        selected = self.snapshot is not None and self.snapshot.is_selected("task", who)
        return selected and who != NOBODY and not self.rows.is_gap(row)

    def _draw(self, row: int) -> list[Segment]:
        who = self.rows.row_at(row)
        if who == NOBODY or self.cells != self.label_cells + self.window.count:
            return [self._segment(" " * self.size.width, "", False)[0]]
        name = fit(f" {self._label(row, who)}", self.label_cells, self.glyphs.ellipsis)
        role = "muted" if who < ACCEPT else ""
        bar = self._segment(" " * (self.size.width - self.cells), "", False)[0]
        return [self._segment(name, role, self.is_marked(row))[0], *self._inked(row, who), bar]

    def _inked(self, line: int, row: Row) -> Iterator[Segment]:
        cells, marks = self._look_at(line, row)
        runs = self._runs
        for marked in RUN.finditer(marks):
            mark = marks[marked.start()]
            for run in RUN.finditer(cells, *marked.span()):
                start, stop = run.span()
                pair, length = (cells[start], mark), stop - start
                segment = runs.get((pair, length))
                if segment is None:
                    if len(runs) >= MOST_SEGMENTS:
                        runs.clear()
                    glyph, style = self._inks.of(pair)
                    segment = runs[pair, length] = Segment(glyph * length, style)
                yield segment

    def notify_style_update(self) -> None:
        """Take new colours into account."""
        super().notify_style_update()
        self._inks.clear()
        self._runs.clear()


class Timelines(TimelineRows):
    """The rows, with a cursor, and the mouse's."""

    _sought: tuple[int, int, bool] | None = None
    """A stretch of time (ns) to have in sight, and whether it stays as it is if it is."""

    def span(self) -> Span | None:
        """Return what was going on where one points, once it is found."""
        place = self.pointer.place
        if place is None or self.snapshot is None or self.snapshot.past is None:
            return None
        return self.timeline.span(place[0], self.window.step, place[1] // self.window.step)

    def _aim(self, timeline: Timeline) -> None:
        self._show_what_is_sought()
        super()._aim(timeline)
        self.span()  # it is searched for with the rest

    # -- keys ------------------------------------------------------------------------------

    def move(self, down: int, right: int) -> None:
        """Move the cursor; where there is none it appears at the playhead."""
        if self.snapshot is None or not self.rows.rows:
            return
        playhead, pointer = self.snapshot.playhead, self.pointer
        if pointer.cursor is None or self.rows.line_of(pointer.cursor[0]) is None:
            kind, who = self.snapshot.view.selected
            is_row = kind == "task" and self.rows.line_of(who) is not None
            row = who if is_row else self.rows.row_at(self.scroll_offset.y)
            pointer.cursor, down, right = (row, playhead.at), 0, 0
        pointer.move(self.rows, self.window, down, right, playhead.end)
        row, at = pointer.cursor
        self.reveal(row)
        self._reveal_time(at)

    def reveal(self, row: Row) -> None:
        """Scroll as far as it takes to see a row."""
        line, pitch = self.rows.line_of(row), self.rows.pitch
        top, height = self.scroll_offset.y, self.size.height
        if line is not None and not top <= line <= top + height - pitch:
            y = line if line < top else line - height + pitch
            self.scroll_to(y=y, animate=False, immediate=True)

    def reveal_life(self, life: list[Interval], unless_in_sight: bool = False) -> None:
        """Have in sight, from the next frame on, when a job was taken until it was done."""
        taken = [stage for stage in life if stage.kind is Kind.JobTaken]
        if taken:
            self._sought = taken[0].start, life[-1].stop, unless_in_sight
        elif life:
            self._sought = life[0].start, life[0].start, unless_in_sight

    def _show_what_is_sought(self) -> None:
        """Have a stretch of time in sight, once it is known how much room there is."""
        if self._sought is None or not self.size:
            return
        (since, until, unless_in_sight), self._sought = self._sought, None
        window = self.window
        in_sight = window.column(since) < window.count and window.column(until) >= 0
        if not (unless_in_sight and in_sight):
            window.show(since, until)

    def _reveal_time(self, at: int) -> None:
        assert self.snapshot is not None
        column, count = self.window.column(at), self.window.count
        if not 0 <= column < count:
            by = column if column < 0 else column - count + 1
            self.window.pan(by, self.snapshot.playhead.end)

    def page(self, down: int) -> None:
        """Move the cursor by so many screens of rows."""
        self.move(down * max(1, self.size.height // self.rows.pitch - 1), 0)

    def zoom(self, closer: bool, column: int | None = None) -> None:
        """Zoom: what is in a column, else the cursor, else the playhead, stays where it is."""
        if self.snapshot is None:
            return
        window, cursor = self.window, self.pointer.cursor
        anchor = self.snapshot.playhead.at
        if column is not None:
            anchor = (window.first + column) * window.step
        elif cursor is not None and 0 <= window.column(cursor[1]) < window.count:
            anchor = cursor[1]
        window.zoom(closer, anchor)
        if not 0 <= window.column(self.snapshot.playhead.at) < window.count:
            window.follows = False
        self.pointer.hovered = None

    def pan(self, parts: int) -> None:
        """Go on, or back, by so many quarters of what is in sight."""
        if self.snapshot is not None:
            self.window.pan(parts * max(1, self.window.count // 4), self.snapshot.playhead.end)

    def to_playhead(self) -> None:
        """Have the playhead in sight."""
        if self.snapshot is not None:
            self.window.fits = False
            self.window.reveal(self.snapshot.playhead.at)

    def seek(self) -> None:
        """Ask for the playhead to come to where one points: to when it came to be so there."""
        place = self.pointer.place
        if place is None:
            return
        step = self.window.step
        start, span = place[1] // step * step, self.span()
        began = span is not None and start < span.since < start + step
        self.post_message(SeekTo(span.since if span is not None and began else start))

    def select(self) -> None:
        """Select the job that is worked on or handed on where one points, else the task."""
        place, span = self.pointer.place, self.span()
        if span is not None and span.job != NO_JOB:
            self.post_message(Selected(Selection("job", span.job)))
        elif place is not None and place[0] >= ACCEPT:
            self.post_message(Selected(Selection("task", place[0])))

    # -- the mouse -------------------------------------------------------------------------

    def _place_at(self, event: events.MouseEvent) -> tuple[Row, int] | None:
        offset = event.get_content_offset(self)
        if offset is None or self.snapshot is None:
            return None
        row = self.rows.row_at(self.scroll_offset.y + offset.y)
        at = (self.window.first + offset.x - self.label_cells) * self.window.step
        has_passed = 0 <= at < max(1, self.snapshot.playhead.end)
        if row == NOBODY or offset.x < self.label_cells or not has_passed:
            return None
        return row, at

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell about the cell under the pointer."""
        self.pointer.hovered = self._place_at(event)

    def on_leave(self) -> None:
        """Tell about the cell under the cursor again."""
        self.pointer.hovered = None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor here; a double click seeks; on a name it selects the task."""
        place, offset = self._place_at(event), event.get_content_offset(self)
        if place is not None:
            self.pointer.cursor, self.pointer.hovered = place, None
            if event.chain == 2:
                self.seek()
        elif offset is not None and offset.x < self.label_cells:
            row = self.rows.row_at(self.scroll_offset.y + offset.y)
            if row >= ACCEPT:
                self.post_message(Selected(Selection("task", row)))

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        if not self._wheel(event, -1):
            super()._on_mouse_scroll_up(event)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        if not self._wheel(event, 1):
            super()._on_mouse_scroll_down(event)

    def _wheel(self, event: events.MouseEvent, turn: int) -> bool:
        """Zoom (with ctrl) or pan (with shift); False if the wheel is to scroll."""
        if event.ctrl:
            self.zoom(turn < 0, max(0, event.x - self.label_cells))
        elif event.shift:
            self.pan(turn)
        else:
            return False
        event.stop()
        return True
