"""Repeats a session with a race that was written down, exactly, as fast as it can."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from site_sim.base.errors import SiteError
from site_sim.base.units import NEVER
from site_sim.player.moment import Moment
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.race import Race
from site_sim.player.race_tracks import RaceRun
from site_sim.player.transcript import Transcript
from site_sim.player.tuning import PlayerTuning


def repeat_race(
    transcript: Transcript,
    notify: Callable[[str], None] = lambda _: None,
    tuning: PlayerTuning = DEFAULT_TUNING,
) -> Race:
    """Return a race at the end of a session that was written down.

    `tuning` is what the session had. Raises `SiteError` where the race does not come to what was
    written, with the line, and where a track was a recording, which is not here.
    """
    runs = [RaceRun(name, scenario) for name, scenario in transcript.race if scenario is not None]
    if not runs or len(runs) < len(transcript.race):
        raise SiteError("is a session with a recording, which is not here", transcript.where)
    hurry = count().__next__  # every budget of real time is used up at the first look
    race = Race(runs, hurry, notify, tuning)
    for number, entry in enumerate(transcript.entries):
        try:
            _pass_to(race, entry.moment)
            if entry.wish is not None:
                race.do(entry.wish)
        except (SiteError, ValueError) as error:
            raise SiteError(str(error), transcript.line(number)) from error
    return race


def _pass_to(race: Race, moment: Moment) -> None:
    """Go on exactly to a moment; raise ValueError where the race does not come there."""
    comes = True
    if race.visit is not None:
        comes = race.visit.player.long_work.pass_to(moment)
    elif moment != race.moment:
        race.long_work.finish()
        while race.long_work.search is not None and moment != race.moment:
            race.long_work.go_on()
        while race.playhead.now < moment.at and not race.playhead.ended:
            race.playhead.advance(moment.at - race.playhead.now, NEVER)
        race.long_work.arrive()
        comes = moment == race.moment
    if not comes:
        raise ValueError(f"the race does not come to {moment.seq:,} events at {moment.at:,} ns")
