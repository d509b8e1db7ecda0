"""What matters now on a site, in a sentence: what the crew is at, and what that means for the jobs.

It is worked out from the state alone. What lasts is said before what changes from one hand-off to
the next, so that the sentence stands still long enough to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from site_sim.base.quantities import duration, rate
from site_sim.facts.models import MODEL_FACTS, ModelFacts
from site_sim.facts.sentences import say
from site_sim.log.cast import NOBODY
from site_sim.state.entities import BLOCKED, CPU, GONE, HANDING_OFF, IO, READY, State, TaskState
from site_sim.state.measures import Measures
from site_sim.state.site import SiteState

_DIGITS = 2
"""Those of a rate that are told."""


class _Seen(NamedTuple):
    """A site, with what the sentences are made of."""

    site: SiteState
    facts: ModelFacts
    counts: Sequence[int]
    """How many workers are in each state."""
    crew: int
    """How many are there: those who neither start up nor are dead."""

    @property
    def waiting(self) -> int:
        """How many jobs nobody is at work on."""
        return self.site.statistics.waiting

    @property
    def starting(self) -> int:
        """How many workers start up."""
        return sum(task.starting for task in self.site.workers) if self.counts[GONE] else 0

    @property
    def source(self) -> TaskState | None:
        """Who hands out jobs, where somebody does."""
        return self.site.staff[0] if self.site.staff else None

    @property
    def lane(self) -> str:
        """What runs one task at a time, as one waits for it."""
        return self.facts.awaited

    @property
    def free_lanes(self) -> int:
        """How many lanes nobody runs on."""
        return sum(lane.who == NOBODY for lane in self.site.lanes)

    @property
    def hands_on(self) -> bool:
        """Whether anybody hands on a job or a result."""
        staff = self.site.staff
        return bool(self.counts[HANDING_OFF] or any(task.state is HANDING_OFF for task in staff))

    @property
    def is_kept(self) -> bool:
        """Whether one call keeps all others from going on."""
        is_busy = self.counts[IO] or self.counts[CPU] or self.hands_on
        return bool(self.facts.sends_are_calls and is_busy)

    @property
    def freed(self) -> tuple[str, str]:
        """What one leaves to others who waits for I/O, and what several do."""
        lane, awaited = self.facts.lane, self.facts.awaited
        return (awaited, awaited) if awaited == f"the {lane}" else (f"its {lane}", f"their {lane}s")

    def name(self, who: int) -> str:
        """Return what somebody is called in a sentence."""
        name = self.site.name_of(who)
        return name if self.site.log.cast.can_grow and who >= 0 else f"the {name}"

    def one(self, state: State) -> str:
        """Return the name of the first worker who is in a state."""
        return self.name(self.site.census.states.index(state))


Said = tuple[str, ...]
"""A part of the sentence, and the same in fewer words."""


def what_matters(site: SiteState) -> Sequence[str]:
    """Return the sentence about a site, and others where there is less room, the longest first."""
    counts = site.census.counts
    seen = _Seen(site, MODEL_FACTS[site.settings.model], counts, sum(counts[:GONE]))
    if site.finished:
        return _summary(site)
    heads = next(said for find in _HEADS if (said := find(seen)))
    tails = next((said for find in _TAILS if (said := find(seen))), ())
    return sorted(_joined(heads, tails), key=len, reverse=True)


def _joined(heads: Said, tails: Said) -> Iterator[str]:
    """Yield the sentences of which the first part and the last can be said in several ways."""
    for head in heads:
        yield from (f"{head}: {tail}" for tail in tails)
    yield from heads if not tails else heads[-1:]


def _summary(site: SiteState) -> Sequence[str]:
    """Say how long a run took that is over, and what came of it."""
    took = site.log.time_of(site.seq - 1)
    measures = Measures(site.statistics, took)
    took_time = say("now.took", time=duration(took))
    done = rate(measures.throughput, digits=_DIGITS)
    busy = f"{measures.utilisation(site.census.crew_times_at):.0%}"
    return (say("now.took-busy", took=took_time, rate=done, busy=busy), took_time)


# -- what the crew is at ---------------------------------------------------------------------------


def _nobody(seen: _Seen) -> Said:
    """Say that nobody is there who could work."""
    if seen.crew or seen.starting:
        return ()
    return (say("now.nobody-left") if seen.site.workers else say("now.nobody"),)


def _call(seen: _Seen) -> Said:
    """Say who has the call stack, where a send is a call."""
    if not seen.facts.sends_are_calls:
        return ()
    waits, computes = ("now.keeps-io", "now.one-waits"), ("now.keeps-cpu", "now.one-computes")
    for state, (id, brief) in ((IO, waits), (CPU, computes)):
        if seen.counts[state]:
            who, lane = seen.one(state), seen.lane
            return say(id, who=who, lane=lane), say(brief, who=who)
    return ()


def _held(seen: _Seen) -> Said:
    """Say that more want to go on than there are lanes; who has one changes too fast to be read."""
    counts, facts, lanes = seen.counts, seen.facts, len(seen.site.lanes)
    if facts.sends_are_calls or not lanes or counts[READY] < max(1, counts[IO]):
        return ()
    if facts.is_pinned:
        return _held_beside(seen, counts[READY])
    wanting = counts[READY] + counts[CPU] + counts[HANDING_OFF]
    if wanting <= lanes:
        return ()
    want = say("now.want", count=_of(wanting, seen.crew))
    if lanes == 1:
        return tuple(
            say(id, want=want, lane=seen.lane) for id in ("now.one-lane", "now.one-lane-brief")
        )
    return (say("now.lanes", want=want, lanes=f"{lanes} {facts.lane}s"),)


def _held_beside(seen: _Seen, ready: int) -> Said:
    """Say that some wait for the one lane that is theirs, and how many others are free."""
    facts, free, lanes = seen.facts, seen.free_lanes, len(seen.site.lanes)
    lane = facts.awaited if ready == 1 else facts.awaited_by_many or facts.awaited
    waits = say("now.ready", ready=_ready(ready), lane=lane)
    if not free:
        return (waits,)
    others = say("now.free", free=_of(free, lanes), lane=facts.lane, be=_be(free))
    return f"{waits}, {others}", waits


def _at_work(seen: _Seen) -> Said:
    """Say how many wait for their I/O, and how many compute."""
    io, cpu, crew = seen.counts[IO], seen.counts[CPU], seen.crew
    if io and cpu:
        verbs = {"compute": _verb(cpu, "compute"), "wait": _verb(io, "wait")}
        return (say("now.both", cpu=_of(cpu, crew), io=f"{io:,}", **verbs),)
    if io > 1:
        waits = say("now.waits", io=_of(io, crew))
        free = say("now.waits-free", waits=waits, lane=seen.freed[1])
        return free, waits, say("now.waits-brief", io=f"{io:,}")
    if cpu > 1:
        return say("now.computing", cpu=_of(cpu, crew)), say("now.computing-brief", cpu=f"{cpu:,}")
    if io:
        who, lane = seen.one(IO), seen.freed[0]
        return say("now.one-waits-free", who=who, lane=lane), say("now.one-waits", who=who)
    return (say("now.one-computes", who=seen.one(CPU)),) if cpu else ()


def _start(seen: _Seen) -> Said:
    """Say that some start up."""
    count, all = seen.starting, len(seen.site.workers)
    if all > 1 and count:
        return (say("now.starting", count=_of(count, all), start=_verb(count, "start")),)
    return (say("now.one-starting", who=seen.name(0)),) if count else ()


def _hop(seen: _Seen) -> Said:
    """Say that a job or a result is handed on; which one changes too fast to be read."""
    if not seen.hands_on:
        return ()
    is_kept = seen.facts.sends_are_calls
    return (say("now.hop-keeps", lane=seen.lane) if is_kept else say("now.hop"),)


def _idle(seen: _Seen) -> Said:
    """Say that nobody is at work."""
    return (say("now.none-at-work") if seen.waiting else say("now.idle"),)


_HEADS: Sequence[Callable[[_Seen], Said]] = (
    _nobody, _call, _held, _at_work, _start, _hop, _idle,
)  # fmt: skip


# -- what that means for the jobs ------------------------------------------------------------------


def _no_source(seen: _Seen) -> Said:
    """Say that jobs wait which nobody hands out any more."""
    queue = seen.site.queue.length
    if seen.source is None or not seen.source.dead or not queue:
        return ()
    return (say("now.no-source", jobs=_jobs(queue)),)


def _no_room(seen: _Seen) -> Said:
    """Say who has no room for the next job, so that the one who hands jobs out waits."""
    source, queue = seen.source, seen.site.queue.length
    if seen.facts.sends_are_calls or source is None or source.state is not BLOCKED:
        return ()
    if source.to == NOBODY or not queue:
        return ()
    taker, to, jobs = seen.site.find(source.to), seen.name(source.to), _jobs(queue)
    why = "now.taker-left" if taker is None else "now.no-taker" if taker.dead else "now.no-room"
    return say(why, jobs=jobs, to=to), say("now.queue", jobs=jobs), jobs


def _behind(seen: _Seen) -> Said:
    """Say how many jobs wait in the queue; behind the one who has the call stack.

    One that is on its way at once, past an empty queue, is not worth a word.
    """
    queue = seen.site.queue.length
    if not queue:
        return (say("now.alone"),) if seen.is_kept and seen.crew > 1 else ()
    jobs = _jobs(queue)
    return say("now.behind" if seen.is_kept else "now.queue", jobs=jobs), jobs


_TAILS: Sequence[Callable[[_Seen], Said]] = (_no_source, _no_room, _behind)


# -- numbers and their verbs -----------------------------------------------------------------------


def _jobs(count: int) -> str:
    return f"{count:,} job{'s' * (count != 1)} {_verb(count, 'wait')}"


def _verb(count: int, verb: str) -> str:
    return verb if count != 1 else f"{verb}s"


def _be(count: int) -> str:
    return "are" if count != 1 else "is"


def _ready(count: int) -> str:
    """Return how many are ready and wait for something."""
    return say("now.are-ready", count=f"{count:,}", be=_be(count), wait=_verb(count, "wait"))


def _of(count: int, all: int) -> str:
    """Return a number of workers, or of other things, out of all."""
    return f"{count:,} of {all:,}" if count < all or all == 1 else f"all {all:,}"
