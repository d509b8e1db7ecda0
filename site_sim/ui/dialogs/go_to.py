"""The dialog to go to a time, to the next event of a kind, or to where a condition comes true."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from msgspec.structs import replace

from site_sim.base.errors import did_you_mean
from site_sim.base.limits import HORIZON_NS, HORIZON_S
from site_sim.base.quantities import read_time
from site_sim.log.cast import Cast
from site_sim.log.events import Kind
from site_sim.player.intents import GoTo, GoToBookmark, GoToCondition, GoToEvent
from site_sim.state.conditions.numbers import NAMES
from site_sim.state.conditions.reading import read_condition, split_track
from site_sim.ui.dialogs.question import Question

LEAST_PART = 3
"""Characters of a name from which on a part of it is enough."""
EVENT_NAMES = tuple(kind.name for kind in Kind)
HINT = "a time (12.5, 1:23), an event (Died), or a condition (queue >= 5, worker 2 blocked)"

Goal = GoTo | GoToEvent | GoToCondition | GoToBookmark
"""What a person can go to, as the intent that leads there."""


def time_fault(text: str) -> str:
    """Return what is wrong with what was meant as a time; "" if it looks like none."""
    word = text.strip()
    if word.startswith(("-", "−")) and read_time(word[1:]) is not None:
        return "the run starts at 0: there is nothing before"
    if re.fullmatch(r"(?a)[\d:.,]*:[\d.,]+", word):
        return "the minutes and seconds after a colon go up to 59"
    return ""


def parse_event(text: str) -> Kind | None:
    """Return a kind of event by its name, or by a part that no other has; None if there is none.

    Neither case nor spaces count.
    """
    wanted = text.replace(" ", "").lower()
    named = {kind.name.lower(): kind for kind in Kind}
    meant = [kind for name, kind in named.items() if len(wanted) >= LEAST_PART and wanted in name]
    if wanted in named:
        return named[wanted]
    return meant[0] if len(meant) == 1 else None


def read_goal(text: str, cast: Cast, back: bool = False, bookmarks: Collection[str] = ()) -> Goal:
    """Return what leads to the bookmark, time, event or condition that a text means.

    With `back` it is the last event, or the last moment of the condition, before the playhead.
    Raises ValueError, which says what is wrong with the text.
    """
    mark = _bookmark(text, bookmarks)
    if mark is not None:
        return mark
    at = read_time(text)
    if at is not None and at >= 0:
        if at > HORIZON_NS:
            raise ValueError(f"too late: one can go to {HORIZON_S:,} s, some 31 years on")
        return GoTo(at)
    kind = parse_event(text)
    word = text.replace(" ", "").lower()
    if kind is not None and kind.name.lower() == word:
        return GoToEvent((kind.name,), back=back)
    try:
        return GoToCondition(read_condition(text, cast).text, back)
    except ValueError as error:
        if kind is not None and text.strip().lower() not in NAMES:
            return GoToEvent((kind.name,), back=back)
        raise ValueError(time_fault(text) or _event_fault(text) or str(error)) from None


def _bookmark(text: str, bookmarks: Collection[str]) -> GoToBookmark | None:
    """Return what leads to the bookmark whose name a text is; None if it is none."""
    named = [name for name in bookmarks if name.lower() == text.strip().lower()]
    return GoToBookmark(named[0]) if named else None


def _event_fault(text: str) -> str:
    """Return what is wrong with what was meant as an event; "" if it is more like a condition."""
    word = text.strip()
    if word.lower() in NAMES or not re.fullmatch(r"\w+|\W", word):
        return ""
    known = {name.lower(): name for name in (*NAMES, *EVENT_NAMES)}
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    hint = did_you_mean(word, [known[near[0]]] if near else EVENT_NAMES)
    return f"neither a time, an event nor a condition; {hint}"


class RacedTracks(NamedTuple):
    """The tracks of a race, by their names, and the number of the one that is pointed at."""

    casts: Mapping[str, Cast]
    chosen: int


def read_race_goal(
    text: str, tracks: RacedTracks, back: bool = False, bookmarks: Collection[str] = ()
) -> Goal:
    """Return what leads all tracks of a race to the bookmark, time or condition of a text.

    A condition is about the track whose name and a colon stand before it, else about the one that
    is pointed at; a kind of event is a condition too. Raises ValueError, as `read_goal` does.
    """
    mark = _bookmark(text, bookmarks)
    if mark is not None:
        return mark
    names = [*tracks.casts]
    name, rest = split_track(text, names)
    number = names.index(name) if name else tracks.chosen
    goal = read_goal(rest, tracks.casts[names[number]], back)
    if isinstance(goal, GoToEvent):
        return GoToCondition(goal.kinds[0], back, number)
    return replace(goal, track=number) if isinstance(goal, GoToCondition) else goal


def go_to_dialog(
    cast: Cast,
    back: bool = False,
    bookmarks: Sequence[str] = (),
    tracks: RacedTracks | None = None,
) -> Question[Goal]:
    """Return a dialog that asks for a time, an event, a condition or a bookmark to go to."""
    more = ", or a bookmark" if bookmarks else ""
    if tracks is not None:
        more += f"; of a track: {[*tracks.casts][-1]}: queue >= 5"

    def read(text: str) -> Goal:
        if tracks is not None:
            return read_race_goal(text, tracks, back, bookmarks)
        return read_goal(text, cast, back, bookmarks)

    names = [f"{name}: " for name in tracks.casts] if tracks is not None else []
    return Question(
        "Go back to" if back else "Go to",
        f"{HINT}{more}",
        read,
        suggestions=(*bookmarks, *EVENT_NAMES, *names),
        offers=bookmarks,
    )
