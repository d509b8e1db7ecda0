"""Repeats a session that was written down, exactly, as fast as it can.

Each wish is carried out where it was made. On the way no more is done than on the way there: long
work goes on to the moment of the next wish, and not as far as a budget of real time allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from site_sim.base.errors import SiteError
from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.replay import Replay
from site_sim.player.transcript import Transcript, TranscriptEntry
from site_sim.player.tuning import PlayerTuning


def repeat(
    transcript: Transcript,
    replay: Replay | None = None,
    notify: Callable[[str], None] = lambda _: None,
    tuning: PlayerTuning = DEFAULT_TUNING,
) -> Player:
    """Return a player at the end of a session that was written down.

    `replay` is the recording that was looked at, where nothing was simulated; `tuning` is what the
    session had. Raises `SiteError` where the run does not come to what was written, with the line.
    """
    source = transcript.scenario if replay is None else replay
    if source is None:
        raise SiteError("is a session with a recording, which is not here", transcript.where)
    hurry = count().__next__  # every budget of real time is used up at the first look
    player = Player(source, hurry, notify, tuning)
    for _ in repeat_on(player, transcript):
        pass
    return player


def repeat_on(player: Player, transcript: Transcript) -> Iterator[int]:
    """Repeat a session on a player that stands at its start; yield the number of each entry, done.

    Raises `SiteError` as `repeat` does.
    """
    while player.replay is not None and player.replay.is_reading:
        player.pass_time(0.0)
    for number, entry in enumerate(transcript.entries):
        try:
            _go_on_to(player, entry)
        except (SiteError, ValueError) as error:
            raise SiteError(str(error), transcript.line(number)) from error
        yield number


def _go_on_to(player: Player, entry: TranscriptEntry) -> None:
    """Pass on to where a wish was made, and do it."""
    if not player.long_work.pass_to(entry.moment):
        moment = entry.moment
        raise ValueError(f"the run does not come to event {moment.seq:,} at {moment.at:,} ns")
    if entry.wish is not None:
        player.do(entry.wish)
