"""The dialog to go to a time or to the next event of a kind."""

from __future__ import annotations

import re

from site_sim.base.errors import did_you_mean
from site_sim.base.limits import HORIZON_NS, HORIZON_S
from site_sim.base.quantities import read_time
from site_sim.log.events import Kind
from site_sim.ui.dialogs.question import Question

LEAST_PART = 3
"""Characters of a name from which on a part of it is enough."""
EVENT_NAMES = tuple(kind.name for kind in Kind)


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


def time_or_event(text: str) -> int | Kind:
    """Return the time (ns) or the kind of event that a text means.

    Raises ValueError, which says what is wrong with it.
    """
    at = read_time(text)
    if at is not None and at >= 0:
        if at > HORIZON_NS:
            raise ValueError(f"too late: one can go to {HORIZON_S:,} s, some 31 years on")
        return at
    kind = parse_event(text)
    if kind is None:
        neither = f"neither a time nor an event; {did_you_mean(text, EVENT_NAMES)}"
        raise ValueError(time_fault(text) or neither)
    return kind


def go_to_dialog() -> Question[int | Kind]:
    """Return a dialog that asks for a time, or for a kind of event to run to."""
    hint = "a time such as 12.5, 1:23 or 2h, or an event such as Accepted, WorkStarted, Died"
    return Question("Go to", hint, time_or_event, suggestions=EVENT_NAMES)
