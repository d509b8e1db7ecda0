"""The ruler along the top of a timeline's grid: times, and where the site was built anew."""

from __future__ import annotations

from site_sim.player.frame import Frame
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.timeline.grid import TimelineGrid
from site_sim.ui.screens.timeline.time_window import ticks


def write_ruler(sheet: TextSheet, frame: Frame, grid: TimelineGrid) -> None:
    """Write the times along the top of a grid, and where the playhead is.

    A stripe marks where the site was built anew: the model changed, say. Bookmarks stand there too.
    """
    if frame.timeline is None:
        return
    scale = frame.timeline.scale
    at = scale.column(frame.playhead.at)
    line = [" "] * (scale.count + 1)
    for column, text in ticks(scale):
        stop = column + 1 + len(text)
        if stop <= len(line) and not column < at < stop:
            line[column:stop] = sheet.glyphs.vertical + text
    marks: dict[int, StyledText] = {}
    for column in frame.playhead.markers.columns("rebuild", scale.step, scale.first, scale.count):
        if column or scale.first:  # it is built at the start, too
            marks[column] = sheet.glyphs.stripes, "hazard"
    for place in frame.playhead.bookmarks:
        if 0 <= scale.column(place.at) < scale.count and not place.is_lost:
            marks[scale.column(place.at)] = sheet.glyphs.tees[2], "strong"
    if 0 <= at < scale.count:
        marks[at] = sheet.glyphs.states["handing-off"], "strong"
    pieces: list[StyledText] = [(" " * grid.label_cells, "muted")]
    done = 0
    for column in sorted(marks):
        pieces += [("".join(line[done:column]), "muted"), marks[column]]
        done = column + 1
    sheet.add([*pieces, ("".join(line[done:]), "muted")])
