"""The one timer of the app: it calls for sixty frames a second, with the real time of each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

FRAME_S = 1 / 60
LONGEST_FRAME_S = 0.25
"""The most real seconds that one frame may stand for; the rest of a longer gap is dropped."""
BREATH_S = 0.004
"""The least pause between two frames, in real seconds, for keys and everything else."""


class Clock:
    """Calls `frame` with the real seconds since the last one. `now` gives real seconds."""

    def __init__(self, now: Callable[[], float], frame: Callable[[float], None]) -> None:
        self._now = now
        self._frame = frame
        self._last = now()

    def restart(self) -> None:
        """Drop the time since the last frame, as after a pause in which nothing was shown."""
        self._last = self._now()

    def tick(self) -> None:
        """Call `frame` with the time since the last one, at most `LONGEST_FRAME_S`."""
        now = self._now()
        passed, self._last = min(now - self._last, LONGEST_FRAME_S), now
        self._frame(passed)

    async def run(self) -> None:
        """Tick sixty times a second for ever; late frames are skipped."""
        self.restart()
        due = self._last
        while True:
            due = max(due + FRAME_S, self._now() + BREATH_S)
            await asyncio.sleep(due - self._now())
            self.tick()
