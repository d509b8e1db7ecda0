"""The tracks of a race, side by side where there is room, else one above the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.player.frame import Frame
from site_sim.player.track_facts import TrackFacts
from site_sim.ui.drawing.cached_containers import CachedContainer
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.text_panel import TextPanel, TextSheet
from site_sim.ui.screens.race.track_layout import direction_for, lines_for
from site_sim.ui.screens.race.track_panel import TrackPanel
from site_sim.ui.screens.race.track_words import why_rows
from site_sim.ui.screens.race.wrapping import first_that_fits
from site_sim.ui.theme.glyphs import Glyphs


class TrackFloor(CachedContainer):
    """Holds a panel a track, all of the same size.

    Rows that are left over below them tell more of the chosen track.
    """

    DEFAULT_CSS = """
    TrackFloor { height: 1fr; layout: horizontal; }
    TrackFloor.-lines { layout: vertical; }
    TrackFloor #chosen { height: 1fr; display: none; }
    TrackFloor.-lines.-spare #chosen { display: block; }
    TrackFloor.-behind { display: none; }
    """

    def __init__(self, glyphs: Glyphs, tracks: int) -> None:
        self.tracks = [TrackPanel(glyphs, number) for number in range(tracks)]
        self._chosen = TextPanel(glyphs, self._write_chosen, id="chosen")
        self.panels: Sequence[RowsPanel] = (*self.tracks, self._chosen)
        """All that is drawn."""
        self._facts: TrackFacts | None = None
        """Those of the chosen track."""
        self._arranged_in: Size | None = None
        super().__init__(*self.panels, id="tracks")
        self.border_title = say("track.tracks")  # without a border: the help has it

    def divide(self, size: Size) -> bool:
        """Divide so many cells and rows among the tracks; return whether that changes anything."""
        if size == self._arranged_in or not self.tracks:
            return False
        self._arranged_in = size
        direction = direction_for(size.width, size.height, len(self.tracks))
        is_beside = direction == "columns"
        self.set_class(not is_beside, "-lines")
        rows = max(1, size.height // len(self.tracks))
        self.set_class(size.height > rows * len(self.tracks), "-spare")
        for panel in self.tracks:
            panel.lie(direction)
            panel.styles.width = size.width // len(self.tracks) if is_beside else "100%"
            panel.styles.height = "100%" if is_beside else rows
        return True

    def show_tracks(self, frames: Sequence[Frame], facts: Sequence[TrackFacts]) -> None:
        """Draw a frame of each track."""
        for panel, frame, each in zip(self.tracks, frames, facts, strict=True):
            panel.show_track(frame, each)
            if each.standing.is_chosen:
                self._facts = each
                self._chosen.show(frame)

    def _write_chosen(self, sheet: TextSheet, frame: Frame) -> None:
        """Write what matters on the chosen track now; where it says so itself, what its model is.

        Each track says more in more rows.
        """
        assert self._facts is not None
        width, rows, name = sheet.clear_width, sheet.height, self._facts.standing.name
        before = f"{sheet.glyphs.pointer} {name}: "
        told = lines_for(*self.tracks[0].size)
        if not told.now:
            why = why_rows(frame.site, self._facts, width, rows, sheet.glyphs, before)
            for row in why:
                sheet.add(row)
        elif not told.model:
            summary = before + MODEL_FACTS[frame.site.settings.model].summary
            for text in first_that_fits([summary], width, rows, sheet.glyphs.ellipsis):
                sheet.add([(text, "muted")])
