"""The path of a job over the lines of a timeline."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.state.history.job_path import Leg
from site_sim.ui.screens.timeline.cell_styles import HOP, PATH, TOKEN
from site_sim.ui.screens.timeline.row_map import RowMap
from site_sim.ui.screens.timeline.time_window import TimeWindow

Stroke = tuple[int, int, int]
"""A mark, and the first and the last column that have it."""


def strokes(
    legs: Sequence[Leg], rows: RowMap, window: TimeWindow, lines: range, end: int
) -> dict[int, list[Stroke]]:
    """Return what is drawn on each of some lines: legs on the rows, and hops between them.

    `end` is the live end (ns), where a leg that goes on ends.
    """
    drawn: dict[int, list[Stroke]] = {}

    def draw(first: int, stop: int, stroke: Stroke) -> None:
        for line in range(max(first, lines.start), min(stop, lines.stop)):
            drawn.setdefault(line, []).append(stroke)

    before: Leg | None = None
    for leg in legs:
        since = window.column(leg.since)
        until = window.column(end if leg.until is None else leg.until)
        line = rows.line_of(leg.row)
        if line is not None and until >= 0 and since < window.count:
            draw(line, line + rows.thickness, (PATH, since, max(since, until)))
            draw(line, line + 1, (TOKEN, since, since))
            above = None if before is None else rows.line_of(before.row)
            if before is not None and before.until == leg.since and above is not None:
                draw(min(above, line) + rows.thickness, max(above, line), (HOP, since, since))
        before = leg
    return drawn
