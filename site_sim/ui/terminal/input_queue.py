"""A queue of input for the app, which may be slow: it drops what comes too fast or too late."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from textual import events
from textual.message import Message

MOVES = (events.MouseMove, events.MouseScrollUp, events.MouseScrollDown)
PRESSES = (events.Key, events.MouseDown)
MOVES_WAITING = 32
REPEATS_WAITING = 1_000
MESSAGES_WAITING = 4_000
PATIENCE_S = 0.5
"""In real seconds: see FEW_WAITING."""
FEW_WAITING = 10
"""A repeated key older than PATIENCE_S is dropped if this many messages wait behind it."""
LAST_PATIENCE_S, MANY_WAITING = 2.0, 50
"""The same limits (real seconds, messages) for any key or button."""


class InputQueue:
    """Holds messages for the app, and drops those that it can't handle in time.

    Of many pointer moves only the last matters; the repeats of a held key would go on after its
    release. `now` gives real seconds.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._waiting: deque[tuple[float, Message]] = deque()
        self._moves = 0
        """How many of them are moves of the pointer or turns of the wheel."""
        self._added = self._popped = ""
        """The keys that were last added and popped."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, message: Message) -> bool:
        """Add a message; return False if it is dropped because too many wait."""
        if isinstance(message, MOVES):
            if self._moves >= MOVES_WAITING:
                return False
            self._moves += 1
        elif isinstance(message, PRESSES):  # all but releases: they are waited for
            if len(self._waiting) >= MESSAGES_WAITING:
                return False
            key = message.key if isinstance(message, events.Key) else ""
            if key and key == self._added and len(self._waiting) >= REPEATS_WAITING:
                return False
            self._added = key
        self._waiting.append((self._now(), message))
        return True

    def pop(self) -> Message:
        """Return the oldest message, dropping keys and buttons that are too old."""
        while True:
            at, message = self._waiting.popleft()
            self._moves -= isinstance(message, MOVES)
            key = message.key if isinstance(message, events.Key) else ""
            is_repeat = bool(key) and key == self._popped
            self._popped = key
            waited, behind = self._now() - at, len(self._waiting)
            if is_repeat and waited > PATIENCE_S and behind >= FEW_WAITING:
                continue
            if isinstance(message, PRESSES) and waited > LAST_PATIENCE_S and behind >= MANY_WAITING:
                continue
            return message
