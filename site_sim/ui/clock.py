"""The one timer of the app: it calls for frames, and sleeps while none is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from site_sim.base.limits import MOST_FPS

LONGEST_FRAME_S = 0.25
"""The most real seconds that one frame may stand for, or two frames if that is more; the rest of a
longer gap is dropped."""
BREATH_S = 0.004
"""The least pause between two frames, in real seconds, for keys and everything else."""
SETTLING_FRAMES = 40
"""Frames that follow what woke the clock, or the last one that was needed: what came of it is
complete by then, a picture that is drawn over some frames, or a log that comes in bit by bit."""


class Rest(Protocol):
    """What the clock asks of those who know whether there is anything to draw."""

    def is_due(self) -> bool:
        """Return whether further frames would change nothing, until the clock is woken."""

    def look(self) -> float:
        """Look, while the clock sleeps, for what nobody tells of, and wake it for that.

        Return in how many real seconds to look again.
        """

    def end(self) -> None:
        """Stop waiting for what was to wake the clock: it is awake."""


class Clock:
    """Calls `frame` with the real seconds since the last one. `now` gives real seconds.

    It does so at most `fps` times a second.
    """

    def __init__(
        self,
        now: Callable[[], float],
        frame: Callable[[float], None],
        rest: Rest,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        fps: int = MOST_FPS,
    ) -> None:
        self._frame_s = 1 / fps
        self._now = now
        self._frame = frame
        self._rest = rest
        self._sleep = sleep
        self._last = now()
        self._frames_left = SETTLING_FRAMES
        """Frames until it sleeps, if none of them is needed."""
        self._nap: asyncio.Future[None] | None = None
        """The sleep between two looks."""

    def restart(self) -> None:
        """Drop the time since the last frame, as after a pause in which nothing was shown."""
        self._last = self._now()

    def wake(self) -> None:
        """Go on with frames: something may have to be drawn."""
        self._frames_left = SETTLING_FRAMES
        if self._nap is not None:
            self._nap.cancel()

    def tick(self) -> None:
        """Call `frame` with the time since the last one, as far as one may stand for."""
        now = self._now()
        passed, self._last = min(now - self._last, max(LONGEST_FRAME_S, 2 * self._frame_s)), now
        self._frame(passed)

    async def run(self) -> None:
        """Tick for ever, but while it sleeps; late frames are skipped."""
        self.restart()
        due = self._last
        while True:
            due = max(due + self._frame_s, self._now() + BREATH_S)
            await self._sleep(due - self._now())
            self.tick()
            self._frames_left = self._frames_left - 1 if self._rest.is_due() else SETTLING_FRAMES
            if self._frames_left <= 0:
                await self._sleep_until_woken()
                self.restart()

    async def keep_running(self, survives: Callable[[Exception], bool]) -> None:
        """Run, and again after each error that `survives` returns True for.

        It is for a task that nobody awaits.
        """
        goes_on = True
        while goes_on:
            try:
                await self.run()
            except Exception as error:
                goes_on = survives(error)

    async def _sleep_until_woken(self) -> None:
        try:
            while True:
                span_s = self._rest.look()
                if self._frames_left > 0:
                    return
                self._nap = asyncio.ensure_future(self._sleep(span_s))
                await asyncio.wait([self._nap])
        finally:
            if self._nap is not None:
                self._nap.cancel()  # for the end of the app
            self._nap = None
            self._rest.end()
