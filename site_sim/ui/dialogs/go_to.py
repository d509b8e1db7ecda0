"""The dialog to go to a time, to the next event of a kind, or to where a condition comes true."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from site_sim.base.errors import did_you_mean
from site_sim.base.limits import HORIZON_NS, HORIZON_S
from site_sim.base.quantities import read_time
from site_sim.log.cast import Cast
from site_sim.log.events import Kind
from site_sim.player.intents import GoTo, GoToBookmark, GoToCondition, GoToEvent
from site_sim.state.conditions.numbers import NAMES
from site_sim.state.conditions.reading import read_condition
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
    named = [name for name in bookmarks if name.lower() == text.strip().lower()]
    if named:
        return GoToBookmark(named[0])
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


def _event_fault(text: str) -> str:
    """Return what is wrong with what was meant as an event; "" if it is more like a condition."""
    word = text.strip()
    if word.lower() in NAMES or not re.fullmatch(r"\w+|\W", word):
        return ""
    known = {name.lower(): name for name in (*NAMES, *EVENT_NAMES)}
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    hint = did_you_mean(word, [known[near[0]]] if near else EVENT_NAMES)
    return f"neither a time, an event nor a condition; {hint}"


def go_to_dialog(cast: Cast, back: bool = False, bookmarks: Sequence[str] = ()) -> Question[Goal]:
    """Return a dialog that asks for a time, an event, a condition or a bookmark to go to."""
    title = "Go back to" if back else "Go to"
    hint = f"{HINT}{', or a bookmark' if bookmarks else ''}"
    return Question(
        title,
        hint,
        lambda text: read_goal(text, cast, back, bookmarks),
        suggestions=(*bookmarks, *EVENT_NAMES),
        offers=bookmarks,
    )
