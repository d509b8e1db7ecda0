"""How much of a frame the parts of a player may use; tests pass other values in."""

from __future__ import annotations

from msgspec import Struct

from site_sim.run.search import SearchLimits


class PlayerTuning(Struct, frozen=True):
    """Budgets in real seconds, and how much is done between two looks at the clock."""

    budget_s: float = 0.003
    """For simulation in a tick: 2 to 4 ms keep 60 frames a second."""
    race_budget_s: float = 0.002
    """For simulation in a tick of a race, whose picture is that of several runs."""
    long_work_budget_s: float = 0.008
    """For a tick on the way to a time or an event, and while a run is re-executed."""
    first_part_budget_s: float = 0.2
    """For the first part of a run to a time ahead, which most often is all of it."""
    slice_steps: int = 64
    """Kernel steps between two looks at the clock."""
    fork_slice_steps: int = 2000
    """The same while a run is re-executed."""
    most_slices: int = 1_500
    """Slices in a tick at the most; no machine gets that far within the budget."""
    hired_at_once: int = 10_000
    """Workers of a first crew that is there in the first frame; a larger one is hired in slices."""
    hired_slice: int = 1_000
    """Workers who are hired between two looks at the clock; `reading_budget_s` is for a tick."""
    coroutines_budget_s: float = 0.003
    """For the coroutines in a frame of the code screen."""
    coroutines_slice_steps: int = 200
    """Kernel steps between two looks at the clock while a past is executed for the code screen."""
    timeline_budget_s: float = 0.002
    """For work on the timeline in a frame: to draw it anew takes several."""
    timeline_events_at_once: int = 1 << 18
    """So many events in view are read for the first frame while time stands still; of more the
    first frame has guesses, so that it takes no time to page through them."""
    timeline_scrolled_s: float = 0.016
    """For the same in a frame in which one scrolls over time, with more events in view."""
    review_budget_s: float = 0.006
    """For what came of the tracks of a race, in a frame that shows it."""
    still_budget_s: float = 0.2
    """For coroutines and timeline each while time stands still: all, but of very long runs."""
    reading_budget_s: float = 0.1
    """For a tick while a log is read that is there already: few frames, and much read."""
    reading_slice_events: int = 3_000
    """Events that are read between two looks at the clock."""
    scanned_slice: int = 500
    """Events that count for a condition, looked at between two looks at the clock."""
    search_limits: SearchLimits = SearchLimits()
