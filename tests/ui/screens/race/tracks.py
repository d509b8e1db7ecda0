"""Tracks of a race on a screen of their own, drawn from the frames of single players."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from site_sim.base.overriding import override
from site_sim.facts.models import MODEL_FACTS
from site_sim.player.intents import ShowFigure
from site_sim.player.player import Player
from site_sim.player.track_facts import Standing, TrackFacts, placed
from site_sim.player.view_state import FigureName
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.painter import Painter
from site_sim.ui.screens.race.track_floor import TrackFloor
from site_sim.ui.screens.race.track_panel import TrackChosen
from site_sim.ui.theme.glyphs import Glyphs
from tests.ui.app_fixture import run, settle, site

ALL = tuple(MODEL_FACTS)
MODELS = [{"model": name} for name in ALL]
SMALL, NORMAL = (60, 14), (120, 32)
"""The cells that tracks have in a terminal of 60x18, and of 120x36."""
CLASSIC: dict[str, Any] = {"workers": 4, "rate": 2.0, "count": 24, "at": 8.0}


class Tracks:
    """Players of the same scenario, each with something of its own."""

    def __init__(
        self, *own: dict[str, Any], figure: FigureName = "", chosen: int = 0, **scenario: Any
    ) -> None:
        given = [CLASSIC | scenario | each for each in own]
        self._own = own
        self._counts = [each.get("count") for each in given]
        self._chosen = chosen
        self.players = [Player(Scenario(**each), lambda: 0.0, lambda _: None) for each in given]
        for player in self.players:
            while player.long_work.is_under_way:
                player.tick(0.1)
            player.do(ShowFigure(figure))

    def standings(self) -> Sequence[Standing]:
        """Return how each stands; the first one of all is chosen."""
        return [self._standing(number) for number in range(len(self.players))]

    def _standing(self, number: int) -> Standing:
        player, own = self.players[number], self._own[number]
        state = player.session.state
        name = " ".join(str(value) for value in own.values())
        ended = state.log.time_of(state.seq - 1) if state.finished else None
        return Standing(
            name, self._counts[number], state.statistics.done, state.queue.length,
            len(state.workers), len(state.lanes), ended, is_chosen=number == self._chosen,
        )  # fmt: skip

    def facts(self) -> Sequence[TrackFacts]:
        return placed(self.standings())


class TracksScreen(Screen[None]):
    """Shows tracks in the whole terminal."""

    def __init__(self, glyphs: Glyphs, tracks: Tracks) -> None:
        super().__init__()
        self.tracks = tracks
        self.floor = TrackFloor(glyphs, len(tracks.players))
        self.chosen: list[int] = []
        """The tracks that were clicked on."""
        self.change: Callable[[TrackFacts], TrackFacts] = lambda facts: facts
        self.painter = Painter(self, is_on=True)
        self.set_class(glyphs.name == "ascii", "-ascii")

    @override
    def compose(self) -> ComposeResult:
        yield self.floor

    def publish(self) -> None:
        """Draw a frame of each track."""
        self.floor.divide(self.app.size)
        facts = [self.change(each) for each in self.tracks.facts()]
        most = facts[0].scale.most_workers
        frames = [
            player.frame(lambda outline, panel=panel: panel.needs(outline, most))
            for panel, player in zip(self.floor.tracks, self.tracks.players, strict=True)
        ]
        self.floor.show_tracks(frames, facts)
        self.painter.paint(self.floor.panels)

    def on_track_chosen(self, message: TrackChosen) -> None:
        self.chosen.append(message.number)

    def on_laid_out(self) -> None:
        self.publish()


async def put_up(pilot: Pilot[int], tracks: Tracks) -> TracksScreen:
    """Show tracks on a screen in front of all others."""
    app = pilot.app
    assert isinstance(app, SiteApp)
    screen = TracksScreen(app.screens.site.screen_context.glyphs, tracks)
    app.push_screen(screen)
    await pilot.pause()
    screen.publish()
    await pilot.pause()
    screen.publish()
    await pilot.pause()
    return screen


def look(
    act: Callable[[TracksScreen], object],
    *own: dict[str, Any],
    size: tuple[int, int] = NORMAL,
    **scenario: Any,
) -> None:
    """Show tracks of the same scenario, and have a look at their screen."""

    async def go(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        act(await put_up(pilot, Tracks(*(own or MODELS), **scenario)))

    run(site(paused=True), go, size)
