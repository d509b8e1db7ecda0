"""Above and below the rows of a timeline: the ruler, and what is told about a cell."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from rich.cells import cell_len

from site_sim.facts.states import SHORT_WORDS, STATES, WORDS
from site_sim.log.events import ACCEPT, NO_JOB, NOBODY
from site_sim.player.formatting import seconds, stamp, stretch
from site_sim.player.view_state import Snapshot
from site_sim.state.entities import State
from site_sim.state.history.spans import Span
from site_sim.state.history.tiles import ALONE, UNKNOWN, first_state, second_state
from site_sim.ui.drawing.rows_panel import PLAIN_STATES, TEXT_STATES, RowsPanel, StyledText
from site_sim.ui.screens.timeline.grid import NARROW, TimelineGrid
from site_sim.ui.screens.timeline.time_window import ticks

LEGEND = (
    State.CPU,
    State.IO,
    State.READY,
    State.HANDING_OFF,
    State.BLOCKED,
    State.IDLE,
    State.GONE,
)
"""The states in the order in which they are explained."""
HINT = "point at a cell, with the mouse or the arrow keys, to be told what went on in it"
SHORT_HINT = "the mouse or the arrow keys point at a cell"


class Ruler(RowsPanel):
    """The times along the top, and where the playhead is."""

    DEFAULT_CSS = "Ruler { height: 1; overflow: hidden hidden; }"

    def __init__(self, timelines: TimelineGrid) -> None:
        super().__init__(id="timeline-ruler")
        self._timelines = timelines
        self._pieces: tuple[StyledText, ...] = ()

    def prepare(self, snapshot: Snapshot) -> None:
        """Write the ticks."""
        window = self._timelines.window
        at = window.column(snapshot.playhead.at)
        line = [" "] * (window.count + 1)
        for column, text in ticks(window):
            stop = column + 1 + len(text)
            if stop <= len(line) and not column < at < stop:
                line[column:stop] = self.glyphs.vertical + text
        margin = " " * self._timelines.label_cells
        before, after = "".join(line[: max(0, at)]), "".join(line[max(0, at + 1) :])
        mark = self.glyphs.states["handing-off"] if 0 <= at < window.count else ""
        self._pieces = ((margin + before, "muted"), (mark, "strong"), (after, "muted"))

    def key(self, row: int) -> Hashable:
        """Return the line itself."""
        return self._pieces

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the line."""
        return self._pieces


class StatusLine(RowsPanel):
    """What was going on in the cell that is pointed at, and what the signs mean."""

    DEFAULT_CSS = "StatusLine { height: 2; overflow: hidden hidden; }"

    def __init__(self, timelines: TimelineGrid) -> None:
        super().__init__(id="timeline-told")
        self._timelines = timelines
        self._lines: list[list[StyledText]] = []

    def prepare(self, snapshot: Snapshot) -> None:
        """Write the lines."""
        self._lines = [self._sentence(snapshot), self._legend()]

    def row_count(self) -> int:
        """Return a row a line."""
        return len(self._lines)

    def key(self, row: int) -> Hashable:
        """Return the line itself."""
        return tuple(self._lines[row])

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the line."""
        return self._lines[row]

    @property
    def _is_narrow(self) -> bool:
        return self.cells < NARROW

    def _legend(self) -> list[StyledText]:
        pieces: list[StyledText] = [(" ", "")]
        words, room = (SHORT_WORDS, 1) if self._is_narrow else (WORDS, 2)
        for state in LEGEND:
            name = STATES[state]
            pieces.append((self.glyphs.cells[name] * room, PLAIN_STATES[state]))
            pieces.append((f" {words[name]}{' ' * room}", "muted"))
        return pieces

    def _sentence(self, snapshot: Snapshot) -> list[StyledText]:
        rows = self._timelines
        place = rows.pointer.place
        if place is None:
            return [(f" {SHORT_HINT if self._is_narrow else HINT}", "muted")]
        row, step = place[0], rows.window.step
        cell = rows.timeline.cells(row, step, place[1] // step, 1)[0]
        name: StyledText = (f" {rows.name_of(row)}", "strong")
        if cell == UNKNOWN:
            return [name, (f" {self.glyphs.dot} {self._why_unknown(snapshot, *place)}", "muted")]
        state = State(first_state(cell))
        shared = second_state(cell) != ALONE
        pieces = [name, (f" {self.glyphs.dot} ", "muted"), *self._doing(row, state, shared)]
        span = rows.span()
        if span is None or span.state != state:
            at = stamp(place[1], step)
            return [*pieces, (f" {self.glyphs.dot} at {at} {self.glyphs.ellipsis}", "muted")]
        pieces += self._about(snapshot, span)
        return [*pieces, (self._when(snapshot, span, pieces), "muted")]

    def _why_unknown(self, snapshot: Snapshot, row: int, at: int) -> str:
        """Return why nothing is known of a cell."""
        rows = self._timelines
        if rows.timeline.is_before(row, at):
            return "not there yet"
        if at >= snapshot.playhead.end:
            return "no time has passed here yet"
        return "being worked out" if rows.shows(row, at) else "out of sight"

    def _doing(self, row: int, state: State, shared: bool) -> list[StyledText]:
        mostly = "mostly " if shared else ""
        if row < ACCEPT:
            word = {State.CPU: "taken", State.IDLE: "free"}.get(state, "not there")
            return [(mostly + word, TEXT_STATES[state])]
        sign = self.glyphs.states[STATES[state]]
        word = mostly + WORDS[STATES[state]]
        return [(f"{sign} ", PLAIN_STATES[state]), (word, TEXT_STATES[state])]

    def _about(self, snapshot: Snapshot, span: Span) -> list[StyledText]:
        """Return for whom it waits, with which job, and to whom it is handed."""
        rows, dot = self._timelines, f" {self.glyphs.dot} "
        pieces: list[StyledText] = []
        other = rows.name_of(span.other) if span.other != NOBODY else ""
        if span.row < ACCEPT and other:
            pieces.append((f" by {other}", ""))
        if span.state == State.BLOCKED and other:
            pieces.append((f", waits for {other}", ""))
        if span.job != NO_JOB:
            pieces += [(dot, "muted"), (f"job #{span.job}", "token")]
            if not self._is_narrow:
                pieces.append((f" {snapshot.state.log.job(span.job).name}", ""))
        if span.state == State.HANDING_OFF and other:
            pieces.append((f" {self.glyphs.right} {other}", ""))
        return pieces

    def _when(self, snapshot: Snapshot, span: Span, before: list[StyledText]) -> str:
        """Return from when until when, or as much of it as there is room for."""
        end = snapshot.playhead.end
        lasted = max(0, (end if span.until is None else span.until) - span.since)
        since = stamp(span.since, max(1, lasted // 10))
        if span.until is None:
            ways = [f"since {since} ({seconds(lasted)})", f"for {seconds(lasted)}"]
        else:
            whole = stretch(span.since, span.until)
            ways = [whole, f"{since} for {seconds(lasted)}", f"for {seconds(lasted)}"]
        dot = f" {self.glyphs.dot} "
        room = self.cells - len(dot) - sum(cell_len(text) for text, _ in before)
        return dot + next((way for way in ways if len(way) <= room), ways[-1])
