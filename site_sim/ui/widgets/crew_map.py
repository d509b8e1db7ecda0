"""The crew map: the whole crew at a glance, a cell a worker, the head first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import groupby
from operator import attrgetter

from textual import events

from site_sim.ui.glyphs import STATES
from site_sim.ui.messages import Selected
from site_sim.ui.view import Scene, Selection
from site_sim.ui.widgets.lines import PLAIN_STATES, Lines, Piece
from site_sim.ui.words import count

_state_of = attrgetter("state")


class CrewMap(Lines):
    """Every worker's state.

    Where there is less room than workers, a cell stands for several and shows the most notable
    state among them; the title says for how many.
    """

    DEFAULT_CSS = "CrewMap { overflow-y: hidden; }"

    def __init__(self) -> None:
        super().__init__(id="map", classes="panel")
        self._cells = b""
        self._group = 1

    def prepare(self, scene: Scene) -> None:
        """Take the states of all workers, the head's first."""
        workers = scene.state.workers
        states = bytes(map(_state_of, reversed(workers)))
        room = max(1, self.size.width * self.size.height)
        group = -(-len(states) // room)
        if group > 1:
            states = bytes(max(states[i : i + group]) for i in range(0, len(states), group))
        self._cells, self._group = states, max(1, group)
        many = f", {group} a cell" if group > 1 else ""
        self.entitle(f"Crew {self.glyphs.dot} {count(len(workers))}{many}")

    def key(self, row: int) -> Hashable:
        """Return the states on a row."""
        width = self.size.width
        return self._cells[row * width : (row + 1) * width]

    def pieces(self, row: int) -> Iterable[Piece]:
        """Return the row's cells, a run of equal ones a piece."""
        width = self.size.width
        cells = self.glyphs.cells
        for state, run in groupby(self._cells[row * width : (row + 1) * width]):
            yield cells[STATES[state]] * len(list(run)), PLAIN_STATES[state]

    def on_click(self, event: events.Click) -> None:
        """Select the worker under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None or self.scene is None:
            return
        index = (offset.y * self.size.width + offset.x) * self._group
        who = len(self.scene.state.workers) - 1 - index
        if who >= 0:
            self.post_message(Selected(Selection("task", who)))
