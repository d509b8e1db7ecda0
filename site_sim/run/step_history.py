"""A walk: single steps in a row, on and back, which lead back to where they set out from."""

from __future__ import annotations

from site_sim.kernel.reexecution import Position


class StepHistory:
    """The single steps taken last. It goes on only from where it has led."""

    def __init__(self) -> None:
        self._start: Position | None = None
        self._place: Position | None = None
        """Where the last step has led."""

    def step(self, before: Position, after: Position) -> None:
        """Note a step on: the next of the walk, or from elsewhere the first of another."""
        start = self._start
        if start is None or before != self._place or before.seq <= start.seq:
            self._start = before  # also where it has led back beyond its start
        self._place = after

    def step_back(self, before: Position, after: Position) -> None:
        """Note a step back."""
        if before == self._place:
            self._place = after

    def start_before(self, position: Position) -> Position | None:
        """Return the start of the walk if it is one step before a moment that the walk is at."""
        start = self._start
        is_next = start is not None and position == self._place and position.seq == start.seq + 1
        return start if is_next else None
