"""Where coroutines stand in the listing as their states imply it: for a log without coroutines.

A state tells what a coroutine waits for, and so the yield it stands at. What its local variables
hold, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.inspection.listing import FUNCTIONS, Listing, listing
from site_sim.log.cast import SINK, SOURCE, WORKER, Cast
from site_sim.log.events import NO_JOB
from site_sim.state.entities import Place, State, TaskState
from site_sim.state.site import SiteState

RECEIVES, ADDRESSES, WORKS, SENDS_ON, SENDS_RESULT = range(5)
"""What a line of the listing does."""
_SIGNS = {
    ADDRESSES: ("crew.address",),
    WORKS: ("yield work(",),
    SENDS_RESULT: ("accepting.send(",),
    SENDS_ON: (".send(",),
    RECEIVES: ("= yield",),
}
"""What a line has in it that does it; a line does the first that fits."""

NO_LISTING = Listing((), {}, {})
"""That of a program that is not one of ours."""

Line = tuple[str, int]
"""A function of the listing, and the number of a line."""


def has_listing(program: str, cast: Cast) -> bool:
    """Return whether the listing of a run's program is there, and the cast is that of it."""
    facts = PROGRAM_FACTS.get(program)
    return facts is not None and facts.cast.members == cast.members


def listing_of(program: str, cast: Cast) -> Listing:
    """Return the listing of a run's program; one without lines where there is none."""
    return listing(program) if has_listing(program, cast) else NO_LISTING


def implied_lines(state: SiteState) -> Mapping[int, Line]:
    """Return the line of everyone who is there, by number; {} for a program without a listing."""
    if not has_listing(state.settings.program, state.log.cast):
        return {}
    lines, role_of = _lines(state.settings.program), state.log.cast.role_of
    there = (task for task in state.everyone if task.state is not State.GONE)
    return {task.who: lines[role := role_of(task.who), _does(state, task, role)] for task in there}


def _does(state: SiteState, task: TaskState, role: str) -> int:
    """Return what the line does that a task stands at, as far as its state tells."""
    if task.state in (State.HANDING_OFF, State.BLOCKED):
        is_result = state.log.cast.role_of(task.to) == SINK
        return SENDS_RESULT if is_result else SENDS_ON
    if task.state.working:
        return WORKS
    job = state.jobs.get(task.job) if task.job != NO_JOB else None
    if job is None or job.place is not Place.HAND:
        return RECEIVES
    if role == SOURCE:
        return ADDRESSES
    return WORKS if role == WORKER and job.worker == task.who and job.worked_ns else RECEIVES


@cache
def _lines(program: str) -> Mapping[tuple[str, int], Line]:
    """Return the line for each role and for what it does; the first one, where several do it."""
    cast = PROGRAM_FACTS[program].cast
    roles = map(cast.role_of, cast.rows(1))
    role_of = {
        function.__name__: role for function, role in zip(FUNCTIONS[program], roles, strict=False)
    }
    found: dict[tuple[str, int], Line] = {}
    for function, number, text in _texts(program):
        does = next((what for what, signs in _SIGNS.items() if any(s in text for s in signs)), None)
        if does is not None and function in role_of:
            found.setdefault((role_of[function], does), (function, number))
    for role in {*role_of.values()}:  # a producer asks nobody whom to address
        found.setdefault((role, ADDRESSES), found.get((role, SENDS_ON), found[role, RECEIVES]))
    return found


def _texts(program: str) -> Iterator[tuple[str, int, str]]:
    """Yield the code of a listing: function, number and text of each line, without comments."""
    for line in listing(program).lines:
        if line.number:
            yield line.function, line.number, line.text.split("#")[0]
