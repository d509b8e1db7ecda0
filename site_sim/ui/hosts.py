"""Which run is in front: that of the site, a race, or one of the runs of a race."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Protocol

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
        self._race: Host | None = None if isinstance(self.front.player, Player) else self.front
        self._site: Host = self.front
        """That of the site from which the race was opened."""
        self._visited: Host | None = None

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
        opened = [each for each in (self._race, self._visited) if each is not None]
        return [*self.own, *(each for each in opened if each not in self.own)]

    def bring(self, host: Host) -> None:
        """Bring one to the front, while no dialog is open."""
        self.front.screens.leave_front()
        self.front = host
        host.screens.come_to_front()

    # -- races -----------------------------------------------------------------------------

    @property
    def _raced(self) -> Race | None:
        player = self._race.player if self._race is not None else None
        return None if player is None or isinstance(player, Player) else player

    def open_race(self, race: Race) -> None:
        """Show a race in the place of the run in front, which stands still meanwhile."""
        if self._race is not None and self._race not in self.own:
            self._race.screens.close()
        self._site = self.front
        self._race = self._new(race)
        self.bring(self._race)

    def come_back(self, is_still_meant: Callable[[Race], bool]) -> bool:
        """Show the race again that was left for the run in front, if it is still meant."""
        race = self._raced
        if self._race is None or race is None or self.front is not self._site:
            return False
        if self._race is not self.front and is_still_meant(race):
            self.bring(self._race)
        return self._race is self.front

    def go_back(self) -> bool:
        """Leave the run of a race, or the race; False where nothing was before that."""
        race = self._raced
        if race is not None and race.visit is not None:
            race.do(Leave())
            return True
        if self.front is self._race and self.front not in self.own:
            self.bring(self._site)
            return True
        return False

    def settle(self) -> None:
        """Bring the run of a track that is looked into to the front, or the race again."""
        race, shown = self._raced, self._visited
        visit = race.visit if race is not None else None
        is_shown = shown is not None and visit is not None and shown.player is visit.player
        if is_shown or (visit is None and shown is None) or not self._is_free():
            return
        self._visited = None
        if visit is not None:
            assert self._race is not None
            self._visited = self._new(visit.player, self._race.journal)
            self.bring(self._visited)
        else:
            assert self._race is not None
            self.bring(self._race)
        if shown is not None:
            shown.screens.close()
