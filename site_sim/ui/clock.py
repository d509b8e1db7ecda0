"""The one timer of the app: sixty frames a second, and what real time each is to stand for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

FRAME_S = 1 / 60
LONGEST_FRAME_S = 0.25
"""Of a longer gap no more than this is caught up, in real seconds."""
BREATH_S = 0.004
"""At least so long, in real seconds, the keys and all else have their turn between two frames."""


class Clock:
    """Calls `frame` with the real seconds since the last one. `now` gives real seconds."""

    def __init__(self, now: Callable[[], float], frame: Callable[[float], None]) -> None:
        self._now = now
        self._frame = frame
        self._last = now()

    def restart(self) -> None:
        """Let what has passed so far not count: nobody was looking."""
        self._last = self._now()

    def tick(self) -> None:
        """Have a frame drawn for the time since the last one."""
        now = self._now()
        passed, self._last = min(now - self._last, LONGEST_FRAME_S), now
        self._frame(passed)

    async def run(self) -> None:
        """Tick sixty times a second; frames that are late are left out."""
        self.restart()
        due = self._last
        while True:
            due = max(due + FRAME_S, self._now() + BREATH_S)
            await asyncio.sleep(due - self._now())
            self.tick()
