"""What a person wants of a race as a whole, as data: beside what can be wanted of each run."""

from __future__ import annotations

from msgspec.structs import replace

from site_sim.commands import Tagged
from site_sim.player.view_state import ScreenName, ViewState


class ChooseTrack(Tagged, frozen=True):
    """Point at a track, by its number from 0 on: a key opens it, and it may be commanded alone."""

    number: int


class CommandAlone(Tagged, frozen=True):
    """Give commands to the track that is pointed at alone, or to all tracks again."""

    on: bool


class Predict(Tagged, frozen=True):
    """Predict the order in which the tracks end: their numbers, the first first; () for nothing."""

    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a track that is to have two places."""
        if len({*self.order}) < len(self.order):
            raise ValueError("a track has one place")


class ShowOutcome(Tagged, frozen=True):
    """Show what came of the tracks in their place, or the tracks again."""

    on: bool


class Turn(Tagged, frozen=True):
    """Turn waiting for I/O into computing, then back, and start again.

    Mixed work is turned into computing, that into I/O, and that into mixed work again.
    """


class SkipTheRest(Tagged, frozen=True):
    """Run on to where all tracks have ended, once one has."""


class Visit(Tagged, frozen=True):
    """Look into the run of the track that is pointed at, on a screen of its own."""

    screen: ScreenName = "site"


class Leave(Tagged, frozen=True):
    """Leave the run that is looked into, which becomes what it was before."""


RaceViewIntent = ChooseTrack | CommandAlone | Predict | ShowOutcome
"""What a person can do to the view of a race alone."""
RaceIntent = RaceViewIntent | Turn | SkipTheRest | Visit | Leave
"""What a person can want of a race alone."""


def apply_to_race(view: ViewState, intent: RaceViewIntent, tracks: int) -> ViewState:
    """Return the view of a race with so many tracks after an intent.

    One that is about a track that there is not is about the nearest, or about none.
    """
    race = view.race
    if isinstance(intent, ChooseTrack):
        race = replace(race, chosen=max(0, min(intent.number, tracks - 1)))
    elif isinstance(intent, CommandAlone):
        race = replace(race, alone=intent.on)
    elif isinstance(intent, ShowOutcome):
        race = replace(race, outcome=intent.on)
    else:
        race = replace(race, predicted=tuple(each for each in intent.order if 0 <= each < tracks))
    return replace(view, race=race)
