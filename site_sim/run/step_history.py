"""Remembers where a series of single steps began, so that stepping back leads there again."""

from __future__ import annotations

from site_sim.log.position import Position


class StepHistory:
    """The latest single steps in a row. Any other move of the playhead ends the row."""

    def __init__(self) -> None:
        self._start: Position | None = None
        self._place: Position | None = None
        """Where the last step ended."""

    def step(self, before: Position, after: Position) -> None:
        """Record a step forward. It continues the row, or begins another one at `before`."""
        start = self._start
        if start is None or before != self._place or before.seq <= start.seq:
            self._start = before  # also where steps back went beyond the start
        self._place = after

    def step_back(self, before: Position, after: Position) -> None:
        """Record a step back."""
        if before == self._place:
            self._place = after

    def start_before(self, position: Position) -> Position | None:
        """Return the start of the row if the last step ended here, one event after the start."""
        start = self._start
        is_next = start is not None and position == self._place and position.seq == start.seq + 1
        return start if is_next else None
