"""How far a key goes that is held."""

from __future__ import annotations

from collections.abc import Callable

RAMP = 8
"""Presses of a held key before its steps grow."""
HELD_S = 0.2
"""The longest pause between two presses of a key that is held, in real seconds."""


class KeyRepeats:
    """Tells a held key from single presses. `now` gives real seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._action = ""
        self._presses = 0
        self._pressed_at = 0.0

    def stride(self, action: str, value: int) -> int:
        """Return the step of an action that changes `value`: 1, later a tenth of the value."""
        now = self._now()
        is_held = self._action == action and now - self._pressed_at < HELD_S
        self._presses = self._presses + 1 if is_held else 1
        self._action, self._pressed_at = action, now
        return 1 if self._presses <= RAMP else max(1, value // 10)
