"""How often frames are drawn while time passes: the one place that has something drawn later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

SHARE = 0.5
"""The share of real time that drawing may take."""
LONGEST_S = 0.05
"""The most real seconds from one frame to the next: fewer pictures no longer look like motion."""
MOVING_S = 0.03
"""The least real seconds from one frame to the next while nothing happens, but a job is on its way:
it is seen in every cell that it passes."""
CALM_S = 0.06
"""The same while clocks and bars get on, and nothing else."""
SELDOM_S = 1.0
"""Real seconds from one frame to the next where little is to be seen but that it gets on."""
NEWEST = 0.3
"""How much the last frame counts in the time that one takes; the rest are those before it."""


class DrawPace:
    """Says which frames are drawn: each whole, and as many as leave time for everything else.

    `now` gives real seconds. With a `share` of 1 every frame is drawn, as a recording needs it.
    """

    def __init__(self, now: Callable[[], float], share: float = SHARE) -> None:
        self._now = now
        self._share = share
        self._took_s = 0.0
        """What drawing a frame took lately, in real seconds."""
        self._began = -inf
        """The real time at which the last frame was begun."""

    def is_due(self, least_s: float = 0.0) -> bool:
        """Return whether the next frame is drawn now, and not a little later.

        It is drawn `least_s` real seconds after the last one, if drawing leaves time for that.
        """
        gap_s = max(least_s, min(self._took_s / self._share, LONGEST_S))
        return self._now() >= self._began + gap_s

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Return a context in which a frame is drawn; how long that takes counts."""
        self._began = began = self._now()
        try:
            yield
        finally:
            self._took_s += NEWEST * (self._now() - began - self._took_s)
