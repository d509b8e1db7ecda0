"""A look into one run of a race: with a view and a player of its own, and no traces."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.position import Position
from site_sim.player.intents import SetCaption, SetPaused, SetSpeed, SetTheme, ShowScreen
from site_sim.player.player import Player
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ScreenName, ViewState
from site_sim.run.session import Session


class RunVisit:
    """Opens the very run of a track at its moment, and leaves it as it was.

    What is done there is done in a session of its own, whose branch of events is at first that of
    the track: what forks there is another branch, and what is added to this one is cut off at the
    end, by a re-execution. Time stands still until the person lets it pass.
    """

    def __init__(
        self,
        track: Player,
        screen: ScreenName,
        view: ViewState,
        clock: Callable[[], float],
        notify: Callable[[str], None],
        tuning: PlayerTuning,
    ) -> None:
        self._session = session = track.session
        branch = session.branch
        self._position = session.playhead.position
        self._end = Position(len(branch.log), branch.engine.now)
        self._commands, self._steps = len(branch.journal), branch.engine.steps
        self._last_step = branch.last_step
        source = track.scenario if track.replay is None else track.replay
        assert source is not None
        self.player = Player(source, clock, notify, tuning, Session(branch))
        """The player of the run that is looked into."""
        speed = SetSpeed(view.speed if view.speed == view.steady_speed else "max")
        looks = (SetPaused(True), speed, SetTheme(view.theme), SetCaption(False))
        for intent in (*looks, ShowScreen(screen)):
            self.player.do(intent)

    def end(self) -> None:
        """Leave the run as it was; what was added to it is cut off by `Session.work`."""
        session, engine = self._session, self._session.branch.engine
        self.player.long_work.drop()
        self.player.session.cancel()
        session.playhead.go_to(self._position)
        now = engine.now, engine.steps, len(session.journal)
        if now != (self._end.at, self._steps, self._commands):
            session.truncate(self._end)
        else:
            session.branch.last_step = self._last_step
