"""Who gets what a person commands during a race: all tracks at one moment, or one alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from site_sim.base.errors import SiteError
from site_sim.commands import Command
from site_sim.player.controls import SiteControls
from site_sim.player.intents import Wish
from site_sim.player.moment import Moment
from site_sim.player.player import Player
from site_sim.player.race_tracks import OF_THE_TRACKS, RaceTracks
from site_sim.player.race_work import RaceWork
from site_sim.player.setting_controls import SettingControls
from site_sim.player.view_state import ViewState


class RaceCommands:
    """Gives the commands of a race, each at the moment at which all tracks stand.

    What depends on how a run stands depends on the track that is pointed at. `note` is told of each
    command that is given, and where the race stood then, and `notify` shows the person a message.
    """

    def __init__(
        self,
        tracks: RaceTracks,
        work: RaceWork,
        view: Callable[[], ViewState],
        note: Callable[[Wish, Moment], None],
        notify: Callable[[str], None],
    ) -> None:
        self._tracks = tracks
        self._work = work
        self._view = view
        self._note = note
        self._notify = notify

    @property
    def _chosen(self) -> Player:
        return self._tracks.chosen(self._view())

    @property
    def receivers(self) -> Sequence[Player]:
        """Who gets commands."""
        return self._tracks.receivers(self._view())

    @property
    def refusals(self) -> Mapping[str, str]:
        """What can't be done with them, each with the reason."""
        return self._tracks.refusals(self._view())

    @property
    def controls(self) -> SiteControls:
        """What makes the commands that depend on how a run stands."""
        return SiteControls(self._chosen.session, self._work, self._give, self._notify)

    @property
    def settings(self) -> SettingControls | None:
        """Every setting of the run that is pointed at but its model; None for a recording."""
        player = self._chosen
        if player.scenario is None:
            return None
        fixed = {"model": OF_THE_TRACKS}
        return SettingControls(player.scenario, player.session, self.controls, fixed)

    def _give(self, command: Command) -> None:
        """Give a command to all who get it; the first who can't carry it out says so."""
        faults: list[Exception] = []
        playhead = self._tracks.playhead
        moment = Moment(seq=playhead.seq, at=playhead.now)
        self._work.forks.begin_command(self.receivers, moment.at, command)
        for player in self.receivers:
            playhead.settle(player.session)
            try:
                player.do(command)
            except (SiteError, ValueError) as error:
                faults.append(error)
        if len(faults) < len(self.receivers):
            self._note(command, moment)
        if self._work.fork_progress is None:
            self._work.forks.tell_of_lost()
        if faults:
            raise faults[0]
