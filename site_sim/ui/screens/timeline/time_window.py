"""The time axis of a timeline: how long a cell is, and which cells are in view."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from site_sim.base.units import MS, SECOND
from site_sim.player.formatting import stamp
from site_sim.player.needs import TimeScale

HOUR = 3600 * SECOND
STEPS: tuple[int, ...] = (
    *(digit * 10**power for power in range(9) for digit in (1, 2, 5)),
    *(seconds * SECOND for seconds in (1, 2, 6, 12, 30, 60, 120, 360, 720, 1800, 3600)),
    *(2**doubling * HOUR for doubling in range(1, 14)),
)
"""How long a cell may be, in nanoseconds: ten cells are always a time that is easy to say."""
FIRST_LOOK_NS = 500 * MS
"""The longest cell at first: of a long run only the last part is in view."""
AHEAD = 4
"""While following, 1/AHEAD of the width is kept free to the right of the playhead."""


@dataclass
class TimeWindow:
    """Which cells are in view: `count` of `step` ns each, from number `first` on."""

    step: int = STEPS[0]
    first: int = 0
    count: int = 1
    follows: bool = True
    """It keeps the playhead in view."""
    fits: bool = False
    """It keeps the whole run in view."""
    _opened: bool = False

    def resize(self, at: int, end: int, count: int) -> None:
        """Set the width in cells, then follow the playhead `at` or fit the run up to `end` (ns)."""
        self.count = max(1, count)
        if not self._opened:
            self._opened = True
            self.step = min(self._step_for(end), FIRST_LOOK_NS)
            self.first = max(0, at // self.step - self._last_free)
        if self.fits:
            self.step, self.first = self._step_for(end), 0
        elif self.follows or self.first * self.step > end:
            self.reveal(at)

    @property
    def _last_free(self) -> int:
        """The column at which the playhead is put when it is brought into view."""
        return self.count - 1 - self.count // AHEAD

    def _step_for(self, end: int) -> int:
        return STEPS[min(bisect_left(STEPS, end // self.count + 1), len(STEPS) - 1)]

    def reveal(self, at: int) -> None:
        """Move the window so that a time (ns) is in view."""
        if not 0 <= self.column(at) < self.count:
            self.first = max(0, at // self.step - self._last_free)

    def reveal_span(self, since: int, until: int) -> None:
        """Bring a span (ns) into view, with longer cells if needed, and stop following."""
        self.follows = self.fits = False
        longer = (step for step in STEPS if step > self.step)
        while until // self.step - since // self.step >= self.count:
            self.step = next(longer)
        if self.column(since) < 0 or self.column(until) >= self.count:
            self.first = max(0, (since + until) // 2 // self.step - self.count // 2)

    @property
    def scale(self) -> TimeScale:
        """The cells in view."""
        return TimeScale(self.step, self.first, self.count)

    def column(self, at: int) -> int:
        """Return the cell that contains a time (ns), counted from the first in view."""
        return self.scale.column(at)

    def pull(self, at: int, end: int) -> None:
        """Move the window just as far as needed to have a time (ns) in view."""
        column = self.column(at)
        if not 0 <= column < self.count:
            self.pan(column if column < 0 else column - self.count + 1, end)

    def zoom(self, closer: bool, anchor: int) -> None:
        """Make cells one size shorter or longer, keeping the time `anchor` (ns) in its column."""
        number = bisect_left(STEPS, self.step) + (-1 if closer else 1)
        column = min(max(0, self.column(anchor)), self.count - 1)
        self.fits = False
        self.step = STEPS[min(max(0, number), len(STEPS) - 1)]
        self.first = max(0, anchor // self.step - column)

    def pan(self, cells: int, end: int) -> None:
        """Move on by `cells` (or back, if negative), at most to the live `end` (ns)."""
        self.follows = self.fits = False
        self.first = max(0, min(self.first + cells, end // self.step))

    def fit_all(self) -> None:
        """Keep the whole run in view from now on."""
        self.fits, self.follows = True, False

    def toggle_follow(self) -> bool:
        """Toggle following the playhead; return whether it is followed now."""
        self.follows = not self.follows or self.fits
        self.fits = False
        return self.follows


def ticks(scale: TimeScale) -> list[tuple[int, str]]:
    """Return the column of each tick of a ruler, with the time to write there."""
    step, first, count = scale.step, scale.first, scale.count
    last = (first + count) * step
    every = next(
        (every for every in (10, 20, 50) if len(stamp(last, every * step)) + 3 <= every), 100
    )
    start = -(-first // every) * every
    return [
        (number - first, stamp(number * step, every * step))
        for number in range(start, first + count, every)
    ]
