"""An instrument looks at a simulation between two events of one step, where it can't be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Instrument = Callable[[], None]
"""Looks at a simulation, and changes nothing about it."""
Record = Callable[[Iterable[int]], None]
"""Puts one event in the log, all six fields of it."""


def instrumented(record: Record, instrument: Instrument) -> Record:
    """Return `record` with a call of the instrument between any two events."""
    is_first = True

    def record_and_look(event: Iterable[int]) -> None:
        nonlocal is_first
        if not is_first:
            instrument()
        is_first = False
        record(event)

    return record_and_look
