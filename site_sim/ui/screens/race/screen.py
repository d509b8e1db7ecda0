"""The screen of a race: its tracks side by side, at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.race_intents import ChooseTrack
from site_sim.player.view_state import ViewState
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.race.head import RaceHeader, RaceNotice
from site_sim.ui.screens.race.outcome_panel import OutcomePanel
from site_sim.ui.screens.race.track_floor import TrackFloor
from site_sim.ui.screens.race.track_panel import TrackChosen
from site_sim.ui.screens.shared.bars_around import BarsAround
from site_sim.ui.screens.talk.panels import TalkPanels


class RaceScreen(RunScreen):
    """All tracks of a race as they are now, drawn to one scale."""

    PLACE = "race"
    AUTO_FOCUS = ""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        keys, glyphs = context.keys, context.glyphs
        outline = context.outline()
        self.talk = TalkPanels(glyphs, keys, lambda: self.app.size, shows_figure=False)
        self.floor = TrackFloor(glyphs, len(outline.tracks))
        self.outcome = OutcomePanel(glyphs, keys)
        self._bars = BarsAround(context, RaceHeader(glyphs), RaceNotice(glyphs, keys))
        self.lines = (*self.floor.panels, self.outcome, *self._bars.lines)

    @override
    def compose(self) -> ComposeResult:
        yield from self._bars.around(self.talk.panels, self.floor, self.outcome)
        yield self.too_small

    @override
    def arrange_panels(self, outline: Outline) -> bool:
        self.outcome.set_class(outline.view.race.outcome, "-shown")
        self.floor.set_class(outline.view.race.outcome, "-behind")
        return self.floor.divide(self.floor.outer_size or self._guess())

    def _guess(self) -> Size:
        """Return the size that the tracks will have, before there is a layout."""
        width, height = self.app.size
        return Size(width, max(0, height - BarsAround.ROWS))

    @override
    def on_laid_out(self) -> None:
        if self.floor.divide(self.floor.outer_size):
            self.refresh(layout=True)
        super().on_laid_out()

    @property
    @override
    def panels(self) -> tuple[Widget, ...]:
        return (self.outcome,) if self.outcome.has_class("-shown") else ()

    @override
    def scrolled(self, view: ViewState) -> Sequence[RowsPanel]:
        return (self.outcome,)

    @override
    def needs(self, outline: Outline) -> Needs:
        if outline.view.race.outcome:
            return Needs(has_review=True)
        most = max(each.workers for each in outline.tracks)
        return Needs(
            tracks=[partial(panel.needs, most_workers=most) for panel in self.floor.tracks]
        )

    @override
    def show_lines(self, frame: Frame) -> None:
        if frame.race is None:
            return
        tracks = frame.race.tracks
        if frame.race.review is None:
            self.floor.show_tracks([each.frame for each in tracks], [each.facts for each in tracks])
        else:
            self.outcome.show(frame)
        for bar in self._bars.lines:
            bar.show(frame)

    def on_track_chosen(self, message: TrackChosen) -> None:
        """Point at the track that was clicked."""
        self.screen_context.wish(ChooseTrack(message.number))
