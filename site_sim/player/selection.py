"""What is selected of a run, and what is beside it."""

from __future__ import annotations

from site_sim.log.cast import NOBODY
from site_sim.player.view_state import Selection
from site_sim.state.site import SiteState


def selected_task(selected: Selection, state: SiteState) -> int:
    """Return the selected task, NOBODY for none or one that is not there."""
    kind, number = selected
    exists = -len(state.staff) <= number < len(state.workers)
    return number if kind == "task" and exists else NOBODY


def beside(selected: Selection, state: SiteState, up: bool) -> Selection | None:
    """Return the task above or below the selected one; from none, the last or the first.

    None where there are no tasks to choose from.
    """
    rows = state.log.cast.inner_rows(len(state.workers))
    if not rows:
        return None
    who = selected_task(selected, state)
    if who in rows:
        place = max(0, min(len(rows) - 1, rows.index(who) + (-1 if up else 1)))
    else:
        place = len(rows) - 1 if up else 0
    return Selection("task", rows[place])
