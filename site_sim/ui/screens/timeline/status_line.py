"""The lines below a timeline's grid: what went on in the cell pointed at, and the legend."""

from __future__ import annotations

from rich.cells import cell_len

from site_sim.base.quantities import clock, duration, places_for
from site_sim.facts.states import STATES, WORDS
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.player.formatting import stretch
from site_sim.player.frame import Frame, PlaceData, TimelineData
from site_sim.state.entities import State
from site_sim.state.history.keyframes import is_task
from site_sim.state.history.spans import Span
from site_sim.state.history.tiles import ALONE, UNKNOWN, first_state, second_state
from site_sim.ui.drawing.segments import PLAIN_STATES, TEXT_STATES, StyledText
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.timeline.grid import NARROW, TimelineGrid
from site_sim.ui.screens.timeline.legend import LANE_TAKEN, legend

COMES_OR_GOES = "comes or goes"
"""The words for a cell that is marked as gone, although another state shares it."""
HINT = "point at a cell, with the mouse or the arrow keys, to be told what went on in it"
SHORT_HINT = "the mouse or the arrow keys point at a cell"


def write_status(sheet: TextSheet, frame: Frame, grid: TimelineGrid) -> None:
    """Write what went on in the cell pointed at, and what the glyphs mean."""
    sheet.add(_Sentence(sheet, frame, grid).pieces())
    sheet.add(legend(sheet.glyphs, grid.cell_styles.sharing, sheet.width))


class _Sentence:
    """Says in one line what went on in the cell pointed at."""

    def __init__(self, sheet: TextSheet, frame: Frame, grid: TimelineGrid) -> None:
        self._width, self._glyphs = sheet.width, sheet.glyphs
        self._frame = frame
        self._grid = grid

    def pieces(self) -> list[StyledText]:
        """Return task, state, job and times; where nothing is known, why."""
        grid, dot = self._grid, self._glyphs.dot
        data = self._frame.timeline
        place = data.place if data is not None else None
        if data is None or place is None:
            return [(f" {SHORT_HINT if self._width < NARROW else HINT}", "muted")]
        row, span = place.row, place.span
        name: StyledText = (f" {grid.names.of(row)}", "strong")
        if place.cell == UNKNOWN:
            return [name, (f" {dot} {self._why_unknown(place, data)}", "muted")]
        state = State(first_state(place.cell))
        shared = second_state(place.cell) != ALONE
        pieces = [name, (f" {dot} ", "muted"), *self._activity(row, state, shared)]
        if self._has_rejection(place, data):
            pieces.append((f" {dot} {self._glyphs.rework} a result is rejected", "rejected-text"))
        if span is None or span.state != state:
            at = clock(place.at, places_for(data.scale.step))
            return [*pieces, (f" {dot} at {at} {self._glyphs.ellipsis}", "muted")]
        pieces += self._about(span)
        return [*pieces, (self._when(span, pieces), "muted")]

    def _why_unknown(self, place: PlaceData, data: TimelineData) -> str:
        """Return why nothing is known of a cell."""
        if place.is_before:
            return "not there yet"
        if place.at >= self._frame.playhead.end:
            return "no time has passed here yet"
        return "being worked out" if data.shows(place.row, place.at) else "out of sight"

    def _has_rejection(self, place: PlaceData, data: TimelineData) -> bool:
        """Return whether a result was rejected in a cell."""
        step, markers = data.scale.step, self._frame.playhead.markers
        inspects = place.row == self._frame.site.cast.last
        return inspects and bool([*markers.columns("rework", step, place.at // step, 1)])

    def _activity(self, row: int, state: State, shared: bool) -> list[StyledText]:
        mostly = "mostly " if shared else ""
        if not is_task(row):
            word = {State.CPU: LANE_TAKEN, State.IDLE: "free"}.get(state, "not there")
            return [(mostly + word, TEXT_STATES[state])]
        sign = self._glyphs.states[STATES[state]]
        has_gone = state == State.GONE and shared  # a death counts as a whole cell
        word = COMES_OR_GOES if has_gone else mostly + WORDS[STATES[state]]
        return [(f"{sign} ", PLAIN_STATES[state]), (word, TEXT_STATES[state])]

    def _about(self, span: Span) -> list[StyledText]:
        """Return which task it waits for, its job, and the task the job is handed to."""
        grid, dot = self._grid, f" {self._glyphs.dot} "
        pieces: list[StyledText] = []
        other = grid.names.of(span.other) if span.other != NOBODY else ""
        if not is_task(span.row) and other:
            pieces.append((f" by {other}", ""))
        if span.state == State.BLOCKED and other:
            pieces.append((f", waits for {other}", ""))
        if span.job != NO_JOB:
            pieces += [(dot, "muted"), (f"job #{span.job}", "token")]
            if self._width >= NARROW:
                pieces.append((f" {self._frame.site.log.jobs.name_of(span.job)}", ""))
        if span.state == State.HANDING_OFF and other:
            pieces.append((f" {self._glyphs.right} {other}", ""))
        return pieces

    def _when(self, span: Span, before: list[StyledText]) -> str:
        """Return when it began and ended, or as much of it as there is room for."""
        end = self._frame.playhead.end
        lasted = max(0, (end if span.until is None else span.until) - span.since)
        since = clock(span.since, places_for(max(1, lasted // 10)))
        if span.until is None:
            ways = [f"since {since} ({duration(lasted)})", f"for {duration(lasted)}"]
        else:
            whole = stretch(span.since, span.until)
            ways = [whole, f"{since} for {duration(lasted)}", f"for {duration(lasted)}"]
        dot = f" {self._glyphs.dot} "
        room = self._width - len(dot) - sum(cell_len(text) for text, _ in before)
        return dot + next((way for way in ways if len(way) <= room), ways[-1])
