"""What is the matter with a site: small pure checks, each with a line that says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.state.entities import State, TaskState
from site_sim.state.site import SiteState

SPAN = 32
"""Cells of the recent past in whose halves the jobs that wait are counted, and compared."""
HELD = 4
"""Cells for which an overload is told on: on a busy site, more and fewer jobs wait by turns."""
WATCHED = SPAN + HELD
"""The cells whose queue lengths tell an overload."""
LONG = 5
"""The fewest jobs that wait that are many."""
ON_THE_WAY = 2
"""Jobs a worker that may wait elsewhere than in the job queue: one in its hand, one before it."""

Condition = Literal["broken", "overloaded", "finished", "empty", "fine"]


class Finding(NamedTuple):
    """What is the matter, and a line about it."""

    condition: Condition
    line: str


def broken(state: SiteState, _: Sequence[int]) -> Finding | None:
    """Find workers that are dead while nobody replaces them."""
    if not state.census.count[State.GONE] and not any(task.dead for task in state.staff):
        return None
    if state.settings.supervise:  # others are hired in the same moment
        return None
    dead = [task for task in (*state.staff, *state.workers) if task.dead]
    if not dead:
        return None
    names = ", ".join(state.name_of(task.who) for task in dead[:3])
    more = f" and {len(dead) - 3} more" if len(dead) > 3 else ""
    verb = "is" if len(dead) == 1 else "are"
    return Finding("broken", say(_fate(state, dead), dead=f"{names}{more} {verb} dead"))


def _fate(state: SiteState, dead: Sequence[TaskState]) -> str:
    """Return the id of the sentence that says what comes of it that they are dead."""
    sources = state.log.cast.sources
    if sources and {*sources} <= {task.who for task in dead}:
        return "lint.dead-sources"
    calls = MODEL_FACTS[state.settings.model].sends_are_calls
    return "lint.dead-called" if calls else "lint.dead-inbox"


def finished(state: SiteState, _: Sequence[int]) -> Finding | None:
    """Find that every job is done."""
    if not state.finished:
        return None
    scrapped = f", {state.scrapped} scrapped" if state.scrapped else ""
    one, jobs = state.arrived == 1, state.arrived
    done = say("lint.finished-one") if one else say("lint.finished", jobs=jobs)
    return Finding("finished", done + scrapped)


def empty(state: SiteState, _: Sequence[int]) -> Finding | None:
    """Find that there is nothing to do, and nothing will come."""
    if len(state.jobs) or not state.statistics.arrivals_ended or state.arrived:
        return None
    return Finding("empty", say("lint.empty"))


def overloaded(state: SiteState, lengths: Sequence[int]) -> Finding | None:
    """Find that ever more jobs wait, or did in the latest cells, and not only on their way."""
    if not state.queue.length and lengths[-1] < LONG + ON_THE_WAY * len(state.workers):
        return None
    if not any(_grew(lengths[back : back + SPAN]) for back in range(HELD, -1, -1)):
        return None
    return Finding("overloaded", say("lint.overloaded"))


def _grew(lengths: Sequence[int]) -> bool:
    """Return whether many wait, and one more did in the second half than in the first.

    `lengths` are how many waited in cells of equal time, oldest first; means are compared.
    """
    half = len(lengths) // 2
    return lengths[-1] >= LONG and sum(lengths[half:]) >= sum(lengths[:half]) + half


CHECKS: tuple[Callable[[SiteState, Sequence[int]], Finding | None], ...] = (
    broken,
    finished,
    empty,
    overloaded,
)
"""All checks, the gravest first."""


def findings(state: SiteState, lengths: Sequence[int]) -> list[Finding]:
    """Return everything that is the matter, the gravest first.

    `lengths` are those of the queue in the latest `WATCHED` cells, oldest first.
    """
    return [finding for check in CHECKS if (finding := check(state, lengths)) is not None]


def gravest(state: SiteState, lengths: Sequence[int]) -> Finding:
    """Return the gravest finding about a site; `lengths` are as `findings` takes them."""
    return next(iter(findings(state, lengths)), Finding("fine", ""))
