"""An instrument looks at a simulation between two events of one step, where it can't be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Instrument = Callable[[], None]
"""A function that looks at a simulation and changes nothing about it."""
Record = Callable[[Iterable[int]], None]
"""Puts one event in the log, all six fields of it."""


class Instrumentation:
    """Calls an instrument once after each recorded event but the last.

    It is called before the next event is recorded, when all is done that comes of the event,
    or earlier, where the kernel asks for it with `look`.
    """

    def __init__(self, record: Record, instrument: Instrument) -> None:
        self._record = record
        self._instrument = instrument
        self._is_due = False

    def record(self, event: Iterable[int]) -> None:
        """Put an event in the log, after a look at what became of the one before."""
        self.look()
        self._record(event)
        self._is_due = True

    def look(self) -> None:
        """Call the instrument, if it was not called since the last event."""
        if self._is_due:
            self._is_due = False
            self._instrument()
