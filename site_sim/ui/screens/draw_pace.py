"""How often frames are drawn while time passes: the one place that has something drawn later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHARE = 0.5
"""The share of real time that drawing may take."""
LONGEST_S = 0.05
"""The most real seconds from one frame to the next: fewer pictures no longer look like motion."""
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
        self._due = now()
        """The real time from which on the next frame is drawn."""

    @property
    def is_due(self) -> bool:
        """Whether the next frame is drawn now, and not a little later."""
        return self._now() >= self._due

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Return a context in which a frame is drawn; how long that takes counts."""
        began = self._now()
        try:
            yield
        finally:
            took_s = self._now() - began
            self._took_s += NEWEST * (took_s - self._took_s)
            self._due = began + min(self._took_s / self._share, LONGEST_S)
