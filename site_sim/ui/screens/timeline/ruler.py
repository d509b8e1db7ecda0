"""The ruler along the top of a timeline's grid."""

from __future__ import annotations

from site_sim.player.frame import Frame
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.timeline.grid import TimelineGrid
from site_sim.ui.screens.timeline.time_window import ticks


def write_ruler(sheet: TextSheet, frame: Frame, grid: TimelineGrid) -> None:
    """Write the times along the top of a grid, and where the playhead is."""
    if frame.timeline is None:
        return
    scale = frame.timeline.scale
    at = scale.column(frame.playhead.at)
    line = [" "] * (scale.count + 1)
    for column, text in ticks(scale):
        stop = column + 1 + len(text)
        if stop <= len(line) and not column < at < stop:
            line[column:stop] = sheet.glyphs.vertical + text
    margin = " " * grid.label_cells
    before, after = "".join(line[: max(0, at)]), "".join(line[max(0, at + 1) :])
    mark = sheet.glyphs.states["handing-off"] if 0 <= at < scale.count else ""
    sheet.add([(margin + before, "muted"), (mark, "strong"), (after, "muted")])
