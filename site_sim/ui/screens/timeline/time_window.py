"""The scale of a timeline: how long a cell is, which cells are in sight, and how times are told."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from site_sim.player.formatting import NS, seconds

HOUR = 3600 * NS
STEPS: tuple[int, ...] = (
    *(digit * 10**power for power in range(9) for digit in (1, 2, 5)),
    *(seconds * NS for seconds in (1, 2, 6, 12, 30, 60, 120, 360, 720, 1800, 3600)),
    *(2**doubling * HOUR for doubling in range(1, 14)),
)
"""How long a cell may be, in nanoseconds: ten cells are always a time that is easy to say."""
FIRST_LOOK_NS = 500_000_000
"""At first a cell is at most so long: of a long run only the last part is in sight."""
AHEAD = 4
"""Who follows keeps one part in so many of the width free before the playhead."""


@dataclass
class TimeWindow:
    """Which cells are in sight: `count` of `step` ns each, from number `first` on."""

    step: int = STEPS[0]
    first: int = 0
    count: int = 1
    follows: bool = True
    """It keeps the playhead in sight."""
    fits: bool = False
    """It keeps the whole run in sight."""
    _opened: bool = False

    def look(self, at: int, end: int, count: int) -> None:
        """Be so wide, and where it is to be when the playhead and the live end are at times."""
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
        """The cell in which the playhead is put."""
        return self.count - 1 - self.count // AHEAD

    def _step_for(self, end: int) -> int:
        return STEPS[min(bisect_left(STEPS, end // self.count + 1), len(STEPS) - 1)]

    def reveal(self, at: int) -> None:
        """Have a time in sight."""
        if not 0 <= self.column(at) < self.count:
            self.first = max(0, at // self.step - self._last_free)

    def show(self, since: int, until: int) -> None:
        """Have a stretch of time (ns) in sight, in longer cells if it takes that, and stay."""
        self.follows = self.fits = False
        longer = (step for step in STEPS if step > self.step)
        while until // self.step - since // self.step >= self.count:
            self.step = next(longer)
        if self.column(since) < 0 or self.column(until) >= self.count:
            self.first = max(0, (since + until) // 2 // self.step - self.count // 2)

    def column(self, at: int) -> int:
        """Return the cell in which a time is, counted from the first in sight."""
        return at // self.step - self.first

    def zoom(self, closer: bool, anchor: int) -> None:
        """Let cells be the next shorter or longer; a time stays where it is, as far as it can."""
        number = bisect_left(STEPS, self.step) + (-1 if closer else 1)
        column = min(max(0, self.column(anchor)), self.count - 1)
        self.fits = False
        self.step = STEPS[min(max(0, number), len(STEPS) - 1)]
        self.first = max(0, anchor // self.step - column)

    def pan(self, cells: int, end: int) -> None:
        """Go so many cells on (or back); the run stays in sight."""
        self.follows = self.fits = False
        self.first = max(0, min(self.first + cells, end // self.step))

    def fit(self) -> None:
        """Have the whole run in sight from now on."""
        self.fits, self.follows = True, False

    def follow(self) -> bool:
        """Keep the playhead in sight, or no longer; return which."""
        self.follows = not self.follows or self.fits
        self.fits = False
        return self.follows


def stamp(ns: int, resolution: int) -> str:
    """Return a time to within a resolution (ns): `12s`, `12.300s`, `2:05`, `1:02:05.300000`."""
    places = next((p for p in (0, 3, 6) if resolution >= 10 ** (9 - p)), 9)
    whole, rest = divmod(ns, NS)
    fraction = f".{rest:09d}"[: places + 1] if places else ""
    minutes, second = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{second:02d}{fraction}"
    return f"{minutes}:{second:02d}{fraction}" if minutes else f"{second}{fraction}s"


def stretch(since: int, until: int) -> str:
    """Return from when until when something was, and how long: `12.300s to 12.550s (250ms)`."""
    length = until - since
    resolution = max(1, length // 10)
    return f"{stamp(since, resolution)} to {stamp(until, resolution)} ({seconds(length)})"


def ticks(window: TimeWindow) -> list[tuple[int, str]]:
    """Return the columns of the marks on a ruler, and the time at each."""
    last = (window.first + window.count) * window.step
    every = next(
        (every for every in (10, 20, 50) if len(stamp(last, every * window.step)) + 3 <= every), 100
    )
    start = -(-window.first // every) * every
    return [
        (number - window.first, stamp(number * window.step, every * window.step))
        for number in range(start, window.first + window.count, every)
    ]
