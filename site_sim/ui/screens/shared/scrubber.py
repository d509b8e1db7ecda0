"""The scrubber: the whole run on one line, its marks, and the playhead."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from textual import events

from site_sim.base.overriding import override
from site_sim.base.quantities import clock, duration
from site_sim.player.formatting import count, share
from site_sim.player.frame import Frame
from site_sim.player.outline import PlayheadState
from site_sim.state.history.markers import Marker
from site_sim.ui.drawing.messages import SeekTo
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.theme.glyphs import Glyphs

MARGIN = 2
"""Cells before the track."""
MARKS: tuple[Marker, ...] = ("rework", "command", "accident")
"""What is marked on the track, the gravest last."""


@lru_cache(maxsize=8)
def track(
    count: int,
    here: int,
    marks: tuple[tuple[Marker, tuple[int, ...]], ...],
    named: tuple[int, ...],
    glyphs: Glyphs,
) -> Sequence[StyledText]:
    """Return a track of `count` cells with the playhead in one, and each mark in its cells.

    In the cells that are `named` there is a bookmark.
    """
    behind, ahead = (glyphs.horizontal, "muted"), (glyphs.horizontal, "line")
    cells: list[StyledText] = [behind] * here + [ahead] * (count - here)
    looks: dict[Marker, StyledText] = {
        "rework": (glyphs.rework, "hazard"),
        "command": (glyphs.vertical, "accent"),
        "accident": (glyphs.hazard, "rejected"),
    }
    for mark, places in marks:
        for cell in places:
            cells[cell] = looks[mark]
    for cell in named:
        cells[cell] = glyphs.tees[2], "strong"
    cells[here] = glyphs.token, "token"
    return tuple((text * len([*run]), role) for (text, role), run in groupby(cells))


class Scrubber(RowsPanel):
    """A track from the start to the live end; a click or a drag on it seeks."""

    DEFAULT_CSS = "Scrubber { height: 1; overflow: hidden hidden; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="scrubber")
        self._cells: Sequence[StyledText] = ()
        self._label: tuple[StyledText, ...] = ()
        self._dragging = False
        self._is_recorded = False

    @override
    def prepare(self, frame: Frame) -> None:
        self._is_recorded = bool(frame.recording)
        self._label = tuple(self._words(frame.playhead))
        self._cells = self._track(frame.playhead)

    @override
    def row_count(self) -> int:
        return 1

    @override
    def key(self, row: int) -> Hashable:
        return self._cells, self._label

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        yield " " * MARGIN, ""
        yield from self._cells
        yield from self._label

    @property
    def _track_cells(self) -> int:
        return max(8, self.size.width - MARGIN - (34 if self._is_wide else 26))

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= 100

    def _words(self, playhead: PlayheadState) -> Iterable[StyledText]:
        yield f"  {clock(playhead.at)}", "strong"
        if playhead.fork_progress is not None:
            yield f" re-executing {share(playhead.fork_progress)}", "hazard-text"
        elif playhead.looking_for:
            yield " running on" if self._is_wide else " running", "hazard-text"
        elif playhead.is_live:
            yield f" {self.glyphs.token} {'end' if self._is_recorded else 'live'}", "accepted-text"
        else:
            left = playhead.length - playhead.seq
            events = f"{count(left)} event{'s' * (left != 1)}"
            ahead = duration(playhead.end - playhead.at) if playhead.at < playhead.end else events
            before = "before the end" if self._is_wide else "to end"
            yield f" {ahead} {before}", "hazard-text"

    def _track(self, playhead: PlayheadState) -> Sequence[StyledText]:
        count, end = self._track_cells, max(1, playhead.end)
        here = min(count - 1, playhead.at * count // end)
        marks = [(mark, tuple(playhead.markers.cells(mark, end, count))) for mark in MARKS]
        named = tuple(
            min(count - 1, place.at * count // end)
            for place in playhead.bookmarks
            if place.at <= end and not place.is_lost
        )
        return track(count, here, tuple(marks), named, self.glyphs)

    # -- seeking ---------------------------------------------------------------------------

    def _seek(self, cell: int) -> None:
        """Request a seek to the time that a cell of the track stands for."""
        if self.frame is None:
            return
        last = self._track_cells - 1
        cell = max(0, min(last, cell))
        end = self.frame.playhead.end
        self.post_message(SeekTo(end if cell == last else cell * end // (last + 1)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Seek to the cell under the pointer, if that is on the track."""
        cell = event.x - MARGIN
        if 0 <= cell < self._track_cells:
            self._dragging = True
            self.capture_mouse()
            self._seek(cell)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Seek with the pointer, wherever it is, while a button pressed here is held."""
        if self._dragging:
            self._seek(event.x - MARGIN)

    def on_mouse_up(self) -> None:
        """End the drag."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
