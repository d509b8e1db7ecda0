"""What is the matter with a site: small pure checks, each with a line that says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from site_sim.base.units import SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.log.cast import Cast
from site_sim.state.entities import State
from site_sim.state.overload import HOPS, Cause, tell
from site_sim.state.site import SiteState

SPAN = 32
"""Cells of the recent past in whose halves the jobs that wait are counted, and compared."""
HELD = 4
"""Cells for which an overload is told on: on a busy site, more and fewer jobs wait by turns."""
WATCHED = SPAN + HELD
"""The cells whose queue lengths tell an overload."""
LONG = 5
"""The fewest jobs that wait that are many."""
LONG_NS = 30 * SECOND
"""How long nothing has changed on a site where it tells more than the latest cells do."""
SLIGHTLY, NOTABLY = 0.05, 0.1
"""The share of the jobs that came by which more wait: less comes and goes, and more stays so."""
ON_THE_WAY = 2
"""Jobs a worker that may wait elsewhere than in the job queue: one in its hand, one before it."""

Condition = Literal["broken", "overloaded", "held up", "finished", "empty", "fine"]
GROWING: tuple[Condition, ...] = ("overloaded", "held up")
"""Those in which ever more jobs wait."""


class Finding(NamedTuple):
    """What is the matter, a line about it, and others where there is less room."""

    condition: Condition
    line: str
    shorter: Sequence[str] = ()
    """Each shorter than the one before."""
    cause: Cause = ""
    """Why, where ever more jobs wait."""


FINE = Finding("fine", "")


def broken(state: SiteState, _: Sequence[int]) -> Finding | None:
    """Find workers that are dead while nobody replaces them."""
    if State.GONE not in state.census.states and not any(task.dead for task in state.staff):
        return None
    if state.settings.supervise:  # others are hired in the same moment
        return None
    dead = [task for task in (*state.staff, *state.workers) if task.dead]
    if not dead:
        return None
    line = death_line(state.log.cast, state.settings.model, [task.who for task in dead])
    return Finding("broken", line)


def death_line(cast: Cast, model: str, dead: Sequence[int]) -> str:
    """Return a line on who is dead and not replaced under a model, and what comes of it."""
    names = ", ".join(map(cast.name_of, dead[:3]))
    more = f" and {len(dead) - 3} more" if len(dead) > 3 else ""
    verb = "is" if len(dead) == 1 else "are"
    return say(_fate(cast, model, dead), dead=f"{names}{more} {verb} dead")


def _fate(cast: Cast, model: str, dead: Sequence[int]) -> str:
    """Return the id of the sentence that says what comes of it that they are dead."""
    if cast.sources and {*cast.sources} <= {*dead}:
        return "lint.dead-sources"
    return "lint.dead-called" if MODEL_FACTS[model].sends_are_calls else "lint.dead-inbox"


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
    has_rate = state.settings.rate > 0  # all that were to come have come
    return Finding("empty", say("lint.empty-order" if has_rate else "lint.empty"))


def overloaded(state: SiteState, lengths: Sequence[int]) -> Finding | None:
    """Find that ever more jobs wait, or did in the latest cells, and not only on their way.

    Where that is because of hops alone, the site is held up.
    """
    span = state.lately.span
    more = span.arrived - span.left
    is_long = span.ns >= LONG_NS
    if is_long and more < SLIGHTLY * span.arrived:  # it comes and goes
        return None
    steadily = is_long and more >= max(LONG, NOTABLY * span.arrived)
    are_on_the_way = lengths[-1] < LONG + ON_THE_WAY * len(state.workers)
    if are_on_the_way and not state.queue.length and not steadily:
        return None
    latest = (lengths[back : back + SPAN] for back in range(HELD, -1, -1))
    if not any(_grew(cells, -1 if steadily else 1) for cells in latest):
        return None
    cause, (line, *shorter) = tell(state, span)
    return Finding("held up" if cause in HOPS else "overloaded", line, tuple(shorter), cause)


def _grew(lengths: Sequence[int], least: int) -> bool:
    """Return whether many wait, and so many more did in the second half than in the first.

    `lengths` are how many waited in cells of equal time, oldest first; means are compared.
    """
    half = len(lengths) // 2
    more = sum(lengths[half:]) - sum(lengths[:half])
    return lengths[-1] >= LONG and more >= least * half


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
    return [*_findings(state, lengths)]


def gravest(state: SiteState, lengths: Sequence[int]) -> Finding:
    """Return the gravest finding about a site; `lengths` are as `findings` takes them."""
    return next(_findings(state, lengths), FINE)


def _findings(state: SiteState, lengths: Sequence[int]) -> Iterator[Finding]:
    return (finding for check in CHECKS if (finding := check(state, lengths)) is not None)
