"""The values of local variables in a few words, as a person knows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from site_sim.base.quantities import places_for
from site_sim.base.text import clean_line
from site_sim.base.units import MS
from site_sim.kernel.dispatch import Dispatcher
from site_sim.kernel.lanes import Task
from site_sim.program.traps import Job, Link, Result

LONGEST = 48
"""Cells that a value may take."""

Name = Callable[[int], str]
"""Says what a person calls a task."""


def value_text(value: Any, name: Name) -> str:
    """Return a value in at most `LONGEST` cells, without anything that varies from run to run."""
    return clean_line(_text(value, name), LONGEST)


def _text(value: Any, name: Name) -> str:
    match value:
        case Job():
            return f"#{value.number} {value.name}"
        case Result():
            return f"#{value.job.number} done by {name(value.worker)}"
        case Link(to=Task() as receiver):
            return f"link to {name(receiver.who)}"
        case Dispatcher():
            return f"the crew of {len(value.workers)}"
        case partial():
            return "the inspection of each result"
        case None | bool() | int() | float() | str():
            return repr(value)
        case _:
            return type(value).__name__


def places_of(hop_ns: int) -> int:
    """Return how many digits after the point it takes to tell the events of a run apart."""
    return places_for(min(hop_ns or MS, MS))
