"""Looking at a simulation between two events of one step, where it can't be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Look = Callable[[], None]
"""Looks at a simulation, and changes nothing about it."""


class WatchedEvents(list[int]):
    """The newest events of a log; `look` is called between each of them and the one before.

    It takes the place of the log's own list for as long as somebody looks, so that the kernel,
    which only ever adds to that list, need not ask whether anybody does.
    """

    def __init__(self, events: Iterable[int], look: Look) -> None:
        super().__init__(events)
        self._look = look
        self._is_first = True

    def extend(self, event: Iterable[int]) -> None:
        """Look, and add an event."""
        if not self._is_first:
            self._look()
        self._is_first = False
        super().extend(event)
