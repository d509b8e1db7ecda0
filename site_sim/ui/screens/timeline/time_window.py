"""The time axis of a timeline: how long a cell is, and which cells are in view."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec.structs import replace

from site_sim.base.quantities import clock, places_for
from site_sim.base.units import SECOND
from site_sim.player.needs import TimeScale
from site_sim.player.view_state import TimelineView

HOUR = 3600 * SECOND
STEPS: tuple[int, ...] = (
    *(digit * 10**power for power in range(9) for digit in (1, 2, 5)),
    *(seconds * SECOND for seconds in (1, 2, 6, 12, 30, 60, 120, 360, 720, 1800, 3600)),
    *(2**doubling * HOUR for doubling in range(1, 14)),
)
"""How long a cell may be, in nanoseconds: ten cells are always a time that is easy to say."""
_TENTHS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
FITTING_STEPS: tuple[int, ...] = (
    *(1, 2, 3, 4, 5, 6, 8),
    *(tenths * 10**power for power in range(9) for tenths in _TENTHS),
    *(seconds * SECOND for seconds in (*_TENTHS, 100, 120, 150, 200, 240, 300, 400, 480)),
    *(minutes * 60 * SECOND for minutes in (10, 12, 15, 20, 25, 30, 40, 50)),
    *(quarters * HOUR * 2**doubling // 4 for doubling in range(14) for quarters in (4, 5, 6)),
)
"""How long a cell may be where a whole run is in view: they lie closer, to leave little room free.
"""
AHEAD = 4
"""While following, 1/AHEAD of the width is kept free to the right of the playhead."""


def window_of(view: TimelineView, at: int, end: int, count: int) -> TimeScale:
    """Return which `count` cells are in view, with the playhead `at` a time of a run up to `end`.

    Until a part is chosen, that is the whole run. While it follows, whole pages are turned, so that
    the picture seldom moves; which page it is depends on the playhead alone, and not on where that
    came from.
    """
    count = max(1, count)
    if view.fits or not view.step:
        return TimeScale(_step_for(end, count), 0, count)
    step, first = view.step, view.first
    beyond = at // step - first
    if (view.follows and not 0 <= beyond < count) or first * step > end:
        page = count // AHEAD + 1
        first = max(0, first - (count - 1 - beyond) // page * page)
    return TimeScale(step, first, count)


def _step_for(end: int, count: int) -> int:
    """Return how long a cell must be for a whole run to fit in so many."""
    steps = FITTING_STEPS
    return steps[min(bisect_left(steps, end // count + 1), len(steps) - 1)]


def _last_free(scale: TimeScale) -> int:
    """Return the column at which the playhead is put when it is brought into view."""
    return scale.count - 1 - scale.count // AHEAD


def revealed(scale: TimeScale, at: int) -> TimeScale:
    """Return the window, moved to where a time (ns) is in view, with room ahead of it."""
    if 0 <= scale.column(at) < scale.count:
        return scale
    return replace(scale, first=max(0, at // scale.step - _last_free(scale)))


def span_revealed(scale: TimeScale, since: int, until: int) -> TimeScale:
    """Return the window, moved to where a span (ns) is in view, with longer cells if needed."""
    longer = (step for step in STEPS if step > scale.step)
    while until // scale.step - since // scale.step >= scale.count:
        scale = replace(scale, step=next(longer))
    if scale.column(since) < 0 or scale.column(until) >= scale.count:
        middle = (since + until) // 2 // scale.step
        scale = replace(scale, first=max(0, middle - scale.count // 2))
    return scale


def closer_to(scale: TimeScale, since: int, until: int) -> TimeScale:
    """Return the window with a span (ns) that takes half of it, if it takes less now."""
    step = _step_for(2 * (until - since), scale.count)
    if step >= scale.step:
        return scale
    middle = (since + until) // 2 // step
    return TimeScale(step, max(0, middle - scale.count // 2), scale.count)


def pulled(scale: TimeScale, at: int, end: int) -> TimeScale:
    """Return the window, moved just as far as needed to have a time (ns) in view."""
    column = scale.column(at)
    if 0 <= column < scale.count:
        return scale
    return moved(scale, column if column < 0 else column - scale.count + 1, end)


def moved(scale: TimeScale, cells: int, end: int) -> TimeScale:
    """Return the window, moved on by `cells`, at most to the live `end` (ns)."""
    return replace(scale, first=max(0, min(scale.first + cells, end // scale.step)))


def zoomed(scale: TimeScale, closer: bool, anchor: int) -> TimeScale:
    """Return a window of cells one size shorter or longer.

    The time `anchor` (ns) keeps its column.
    """
    number = bisect_left(STEPS, scale.step) - 1 if closer else bisect_right(STEPS, scale.step)
    column = min(max(0, scale.column(anchor)), scale.count - 1)
    step = STEPS[min(max(0, number), len(STEPS) - 1)]
    return TimeScale(step, max(0, anchor // step - column), scale.count)


def ticks(scale: TimeScale) -> list[tuple[int, str]]:
    """Return the column of each tick of a ruler, with the time to write there."""
    step, first, count = scale.step, scale.first, scale.count
    last = (first + count) * step
    unit = min(SECOND, 10 ** (len(str(10 * step)) - 1))
    easy = [every for every in (10, 20, 25, 50, 100) if not every * step % unit]
    widths = {every: len(clock(last, places_for(every * step))) for every in easy}
    every = min((every for every in easy if widths[every] + 3 <= every), key=widths.__getitem__)
    places, start = places_for(every * step), -(-first // every) * every
    return [
        (number - first, clock(number * step, places))
        for number in range(start, first + count, every)
    ]
