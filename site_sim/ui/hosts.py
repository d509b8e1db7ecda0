"""Which run is in front: that of the site, a race, or one of the runs of a race."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Protocol

from site_sim.player.intents import SetTheme
from site_sim.player.journal import SessionJournal
from site_sim.player.player import Player
from site_sim.player.race_intents import Leave
from site_sim.ui.actions.host import Doors, Host
from site_sim.ui.clock import Rest

if TYPE_CHECKING:
    from site_sim.player.race import Race


class MakeHost(Protocol):
    """Makes what carries out actions on a player, or on a race."""

    def __call__(
        self, player: Player | Race, number: int, doors: Doors, journal: SessionJournal | None
    ) -> Host:
        """Return it; where no journal is given, it has one of its own."""


class Hosts:
    """Holds what carries out actions on each player of an app, and brings one of them to the front.

    Of those with which the app begins the first is in front. A race stands before them, and before
    that the run of a track that is looked into; for what stands behind no time passes. `make` makes
    a host of a player, with a number that no other has. `is_free` tells whether no dialog is open.
    """

    def __init__(
        self,
        make: MakeHost,
        players: Sequence[Player | Race],
        is_free: Callable[[], bool],
    ) -> None:
        self._make = make
        self._numbers = count()
        self._is_free = is_free
        self.own = [self._new(player) for player in players]
        """Those with which the app begins."""
        self.front = self.own[0]
        """The one in front."""
        self._race: Host | None = None
        """The race that was opened last."""
        self._site: Host = self.front
        """The one from which it was opened."""
        self._visited: tuple[Host, Host] | None = None
        """The race, and the one of its runs that is looked into."""

    def _new(self, player: Player | Race, journal: SessionJournal | None = None) -> Host:
        return self._make(player, next(self._numbers), self, journal)

    def rests(self) -> Sequence[Rest]:
        """Return what says when the clock of those for whom time passes may sleep."""
        return [host.rest for host in self.passing]

    @property
    def passing(self) -> Sequence[Host]:
        """Those for whose players time passes."""
        return self.own if self.front in self.own else [self.front]

    @property
    def all(self) -> Sequence[Host]:
        """All there are."""
        opened = [self._race, *(self._visited or ())]
        others = dict.fromkeys(each for each in opened if each is not None)
        return [*self.own, *(each for each in others if each not in self.own)]

    def bring(self, host: Host) -> None:
        """Bring one to the front, while no dialog is open."""
        self.front.screens.leave_front()
        self.front = host
        host.screens.come_to_front()

    # -- races -----------------------------------------------------------------------------

    @property
    def _race_in_front(self) -> tuple[Host, Race] | None:
        """The race that is in front, or one of whose runs is."""
        host = self._visited[0] if self._visited is not None else self.front
        return None if isinstance(host.player, Player) else (host, host.player)

    def _lead_to(self, host: Host) -> None:
        """Bring one to the front in the theme of what was there: a theme is for all."""
        theme = self.front.player.view.theme
        if host.player.view.theme != theme:
            host.player.do(SetTheme(theme))
        self.bring(host)

    def open_race(self, race: Race) -> None:
        """Show a race in the place of what is in front, which stands still meanwhile.

        Where that is a race that was opened here, nobody comes back to it.
        """
        before, self._race = self._race, self._new(race)
        if self.front is not before:
            self._site = self.front
        self._lead_to(self._race)
        if before is not None:
            _close(before)

    def come_back(self, is_still_meant: Callable[[Race], bool]) -> bool:
        """Show the race again that was left for the run in front, if it is still meant."""
        host = self._race
        if host is None or self.front is not self._site or isinstance(host.player, Player):
            return False
        if is_still_meant(host.player):
            self._lead_to(host)
        return self.front is host

    def go_back(self) -> bool:
        """Leave the run of a race, or the race; False where nothing was before that."""
        if self._visited is not None:
            race = self._visited[0].player
            race.do(Leave())
            return True
        if self.front is self._race:
            self._lead_to(self._site)
            return True
        return False

    def give_up_race(self) -> bool:
        """Leave the race that was opened last for good; False where it is not in front.

        Nobody comes back to it: a log among its tracks is none further down.
        """
        given_up = self._race
        if given_up is None or self.front is not given_up:
            return False
        self._lead_to(self._site)
        self._race = None
        _close(given_up)
        return True

    def settle(self) -> None:
        """Bring the run of a track that is looked into to the front, or the race again."""
        if self._race_in_front is None or not self._is_free():
            return
        host, race = self._race_in_front
        shown, visit = self._visited, race.visit
        player = shown[1].player if shown is not None else None
        if player is (visit.player if visit is not None else None):
            return
        self._visited = None
        if visit is not None:
            self._visited = host, self._new(visit.player, host.journal)
        self._lead_to(host if self._visited is None else self._visited[1])
        if shown is not None:
            shown[1].screens.close()


def _close(race: Host) -> None:
    """Close the screens of a race, and its recordings."""
    race.screens.close()
    if not isinstance(race.player, Player):
        race.player.tracks.close()
