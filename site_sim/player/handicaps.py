"""What was done to some tracks of a race and not to all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from site_sim.commands import Command
from site_sim.player.command_words import words_of
from site_sim.run.session import Session

SHOWN_HANDICAPS = 2
"""Commands that one track alone was given, and that are named."""


def handicaps_of(sessions: Sequence[Session], *, to_the_end: bool = False) -> Sequence[str]:
    """Return for each run, in a few words, what was done to it and not to all.

    That is up to the playhead, or `to_the_end` of what has happened. A recording can't be told
    anything, and so does not count among the others.
    """
    able = [session for session in sessions if not session.branch.abilities.commands]
    if not any(session.journal for session in able):
        return [""] * len(sessions)
    given = {
        id(session): _given(session, len(session.log) if to_the_end else session.state.seq)
        for session in able
    }
    common = set.intersection(*(set(each) for each in given.values()))
    return [
        _words([each for key, each in given.get(id(session), {}).items() if key not in common])
        for session in sessions
    ]


def _given(session: Session, seq: int) -> dict[tuple[int, Command, int], Command]:
    """Return the commands up to so many events.

    Each has its time, and which one it is of those that are equal.
    """
    given: dict[tuple[int, Command, int], Command] = {}
    seen = Counter[tuple[int, Command]]()
    for entry in session.journal:
        if entry.before < min(entry.after, seq):
            command = entry.at, entry.command
            given[(*command, seen[command])] = entry.command
            seen[command] += 1
    return given


def _words(handicaps: Sequence[Command]) -> str:
    """Return commands in few words: to say each of them in every frame would take long."""
    more = len(handicaps) - SHOWN_HANDICAPS
    shown = map(words_of, handicaps[:SHOWN_HANDICAPS])
    return "; ".join([*shown, *([f"{more} more"] if more > 0 else [])])
