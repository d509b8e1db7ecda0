"""Handlers of the actions of a race, and of those that lead from one run to another.

The registry has the sentence about each; docstrings say what that leaves out.
What is asked for later is imported then, as a start of the site needs none of it.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.player.intents import Select, SetLogAxis, ShowScreen, Stop, Zoom
from site_sim.player.player import Player
from site_sim.player.race_intents import (
    ChooseTrack,
    CommandAlone,
    Predict,
    ShowOutcome,
    SkipTheRest,
    Turn,
    Visit,
)
from site_sim.player.view_state import ScreenName
from site_sim.ui.actions.host import Host
from site_sim.ui.keymap.key_names import sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_sim.player.race import Race
    from site_sim.player.race_tracks import RaceRun

MOST_WRITTEN = 400
"""Characters of the tracks of a race as they are written."""
TOO_LATE = "a track has ended: the order is predicted before that"
KNOWN = "what comes is known: {key} starts again, and then the order can be predicted"
NO_WAY_BACK = "this race is where it began: a key opens each of its tracks"


def raced_by(host: Host) -> Race | None:
    """Return the race that a host is of; None for one of a single run."""
    return None if isinstance(host.player, Player) else host.player


def show_screen(host: Host, screen: ScreenName) -> None:
    """Open the track that is pointed at there, where a race is shown."""
    host.player.do(ShowScreen(screen) if isinstance(host.player, Player) else Visit(screen))


def show_race(host: Host) -> None:
    """Come back to the race of a track, or to the one of the present scenario; else open that."""
    player = host.player
    if not isinstance(player, Player) or host.doors.go_back():
        return
    from site_sim.player.present_scenario import present_scenario
    from site_sim.player.race import Race
    from site_sim.player.race_runs import base_of, race_of_scenario

    if player.scenario is None:
        return  # the registry has no race for a recording
    present = present_scenario(player.scenario, player.session)
    if host.doors.come_back(lambda race: race.began_with[0].base == base_of(present)):
        return
    race = Race(race_of_scenario(present), player.pacing.clock, host.notify, player.pacing.tuning)
    host.doors.open_race(race)


def leave(host: Host) -> None:
    """Stop a search first, then leave the zoom, then the selection; then a track, or the race.

    In a race it leaves the outcome first.
    """
    view, race = host.player.view, raced_by(host)
    if host.player.progress.destination is not None or host.player.outline.playhead.looking_for:
        host.player.do(Stop())
    elif view.race.outcome:
        host.player.do(ShowOutcome(on=False))
    elif race is not None:
        if not host.doors.go_back():
            host.notify(NO_WAY_BACK)
    elif view.zoomed_panel:
        host.player.do(Zoom())
    elif view.selected.number != Select().number or not host.doors.go_back():
        host.player.do(Select())


def choose_track_beside(host: Host, by: int) -> None:
    host.player.do(ChooseTrack(host.player.view.race.chosen + by))


def open_track(host: Host) -> None:
    host.player.do(Visit())


def switch_receivers(host: Host) -> None:
    """Command the track that is pointed at alone, or all tracks."""
    alone = not host.player.view.race.alone
    host.player.do(CommandAlone(alone))


def toggle_outcome(host: Host) -> None:
    host.player.do(ShowOutcome(not host.player.view.race.outcome))


def switch_axis(host: Host) -> None:
    host.player.do(SetLogAxis(not host.player.view.log_axis))


def turn(host: Host) -> None:
    host.player.do(Turn())


def skip_the_rest(host: Host) -> None:
    host.player.do(SkipTheRest())


def predict(host: Host) -> None:
    """Ask for the numbers of the tracks, in the order in which they will end, if none has."""
    from site_sim.player.predicting import order_of
    from site_sim.ui.dialogs.question import Question

    race = raced_by(host)
    if race is None:
        return
    if any(player.session.state.finished for player in race.players):
        host.notify(TOO_LATE)
        return
    if not race.playhead.is_live:
        keys = " ".join(map(sign, host.keys.keys_of("restart")))
        host.notify(KNOWN.format(key=keys or "a restart from the palette"))
        return
    names = race.tracks.names
    listed = "   ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    hint = f"numbers or names, the first to end first; nothing takes it back\n{listed}"
    present = " ".join(str(each + 1) for each in race.view.race.predicted)
    question = Question("In which order do they end?", hint, lambda text: order_of(text, names),
                        text=present)  # fmt: skip
    host.ask(question, lambda order: race.do(Predict(order)))


def choose_tracks(host: Host) -> None:
    """Ask for the tracks, as they are written; the race of others begins at its start."""
    from site_sim.facts.models import MODEL_FACTS
    from site_sim.player.race import Race
    from site_sim.player.race_runs import race_as_written, written
    from site_sim.ui.dialogs.question import Question

    race = raced_by(host)
    if race is None:
        return
    runs = race.tracks.runs
    hint = f"2 to 6 tracks, with ; between them: models ({', '.join(MODEL_FACTS)}), options as in"
    question = Question(
        "What races?",
        f"{hint} threads cores=1, or logs, FILE.jsonl",
        lambda text: race_as_written(text, runs),
        text=written(runs),
        most=MOST_WRITTEN,
    )

    def open_it(others: Sequence[RaceRun]) -> None:
        pacing = race.pacing
        host.doors.open_race(Race(others, pacing.clock, host.notify, pacing.tuning))

    host.ask(question, open_it)
