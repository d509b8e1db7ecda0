"""The tracks of a race, side by side where there is room, else one above the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from site_sim.player.frame import Frame
from site_sim.player.track_facts import TrackFacts
from site_sim.ui.drawing.cached_containers import CachedContainer
from site_sim.ui.screens.race.track_layout import direction_for
from site_sim.ui.screens.race.track_panel import TrackPanel
from site_sim.ui.theme.glyphs import Glyphs


class TrackFloor(CachedContainer):
    """Holds a panel a track, all of the same size."""

    DEFAULT_CSS = """
    TrackFloor { height: 1fr; layout: horizontal; }
    TrackFloor.-lines { layout: vertical; }
    """

    def __init__(self, glyphs: Glyphs, tracks: int) -> None:
        self.tracks = [TrackPanel(glyphs, number) for number in range(tracks)]
        self._arranged_in: Size | None = None
        super().__init__(*self.tracks, id="tracks")

    def divide(self, size: Size) -> bool:
        """Divide so many cells and rows among the tracks; return whether that changes anything."""
        if size == self._arranged_in or not self.tracks:
            return False
        self._arranged_in = size
        direction = direction_for(size.width, size.height, len(self.tracks))
        is_beside = direction == "columns"
        self.set_class(not is_beside, "-lines")
        for panel in self.tracks:
            panel.lie(direction)
            panel.styles.width = size.width // len(self.tracks) if is_beside else "100%"
            panel.styles.height = "100%" if is_beside else max(1, size.height // len(self.tracks))
        return True

    def show_tracks(self, frames: Sequence[Frame], facts: Sequence[TrackFacts]) -> None:
        """Draw a frame of each track."""
        for panel, frame, each in zip(self.tracks, frames, facts, strict=True):
            panel.show_track(frame, each)
