"""Why ever more jobs wait, and how many more: worked out from what has been under way lately."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from site_sim.base.quantities import duration, rate
from site_sim.base.units import DAY, HOUR, MINUTE, SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.state.entities import BLOCKED, CPU, GONE, HANDING_OFF, IDLE, IO, READY
from site_sim.state.lately import RecentSpan
from site_sim.state.site import SiteState

FULL = 0.85
"""The share of its time from which on a lane, or who hands out jobs, has none left."""
MUCH = 0.4
"""The share of its time for which who hands out jobs waits, where jobs wait behind others."""
MOSTLY = 0.8
"""The share of the work that is I/O where it can be said to be that alone."""
HARDLY, LITTLE, SOME = 0.01, 0.25, 0.15
"""Shares of their time that workers are idle: less than the first two is too little, and more than
the last is much where jobs wait."""
_EACH = (("second", SECOND, 10), ("minute", MINUTE, 1), ("hour", HOUR, 1), ("day", DAY, 1))
"""The times in which jobs are told to become more, and the fewest that are told of each."""
_DIGITS = 2
"""Those of a rate that are told."""

Cause = Literal["start-ups", "source", "hops", "work", "queueing", "workers", ""]
"""What jobs wait for."""
HOPS: Sequence[Cause] = ("source", "hops")
"""The causes that are no work: what is handed on is held up on its way."""


class HeldBy(NamedTuple):
    """What jobs wait for, in a clause, and in shorter ones."""

    cause: Cause
    clause: str
    brief: str = ""
    least: str = ""
    """Leaves room for a key that helps on the narrowest screen."""


class _Past(NamedTuple):
    """A site, and what has been under way on it lately, in shares of that time."""

    site: SiteState
    span: RecentSpan

    @property
    def has_a_full_lane(self) -> bool:
        """Whether the lanes were taken nearly all the time; or one, where tasks stay on theirs."""
        taken, settings = self.span.lanes, self.site.settings
        if not taken:
            return False
        if MODEL_FACTS[settings.model].is_pinned:
            return max(taken) >= FULL * self.span.ns
        return sum(taken) >= FULL * self.span.ns * len(taken)

    def crew(self, state: int) -> float:
        """Return the share of their time on the site that the workers were in a state."""
        there = sum(self.span.crew[:GONE])
        return self.span.crew[state] / there if there else 0.0

    def source(self, state: int) -> float:
        """Return the share of the time that the one who hands out jobs was in a state."""
        return self.span.source[state] / self.span.ns

    def of_lanes(self, id: str, ns: int, suffix: str = "", **fields: str) -> str:
        """Say which share of the lanes' time something takes, or how full the fullest is.

        The sentence is the one whose id ends with `suffix`.
        """
        facts, lanes = MODEL_FACTS[self.site.settings.model], len(self.span.lanes)
        if facts.is_pinned and lanes > 1:
            share = f"{max(self.span.lanes) / self.span.ns:.0%}"
            return say(f"why.fullest{suffix}", lanes=f"{lanes} {facts.lane}s", share=share)
        lane = f"{lanes} {facts.lane}s" if lanes > 1 else facts.awaited
        return say(f"{id}{suffix}", share=f"{ns / (self.span.ns * lanes):.0%}", lane=lane, **fields)


def _start_ups(past: _Past) -> HeldBy | None:
    """Find that most workers are not there yet."""
    workers = past.site.workers
    count = sum(task.starting for task in workers) if GONE in past.site.census.states else 0
    if 2 * count < len(workers) or not count:
        return None
    return HeldBy("start-ups", say("why.start-ups", count=count))


def _source(past: _Past) -> HeldBy | None:
    """Find that who hands out jobs does nothing else."""
    if past.source(HANDING_OFF) < FULL:
        return None
    who = past.site.name_of(past.site.staff[0].who)
    hop_ns = _hop_ns(past)
    clause = (
        say("why.source-hop", who=who, hop=duration(hop_ns))
        if hop_ns
        else say("why.source", who=who)
    )
    return HeldBy("source", clause, least=say("why.source-least", who=who))


def _hop_ns(past: _Past) -> int:
    """Return what each hop takes; 0 if that is not known, or not the same for all."""
    settings = past.site.settings
    return 0 if MODEL_FACTS[settings.model].is_pinned else settings.hop_ns


def _lane(past: _Past) -> HeldBy | None:
    """Find what takes most of the time of lanes that have none left."""
    if not past.has_a_full_lane:
        return None
    crew = past.span.crew
    hops = crew[HANDING_OFF] + past.span.source[HANDING_OFF]
    if MODEL_FACTS[past.site.settings.model].sends_are_calls:
        if hops > crew[CPU] + crew[IO]:
            return _hops(past, hops)
        is_io = crew[IO] > MOSTLY * (crew[CPU] + crew[IO])
        id = "why.io" if is_io else "why.one"
        return HeldBy("work", say(id), least=say(f"{id}-least"))
    if hops > crew[CPU]:
        return _hops(past, hops)
    return HeldBy(
        "work",
        past.of_lanes("why.computing", crew[CPU]),
        least=past.of_lanes("why.computing", crew[CPU], suffix="-least"),
    )


def _hops(past: _Past, ns: int) -> HeldBy:
    """Say which share of the lanes' time hops take, and how many a job takes."""
    site, hop_ns = past.site, _hop_ns(past)
    each = f"hops of {duration(hop_ns)}" if hop_ns else "hops"
    taken = past.of_lanes("why.hops", ns, hops=each)
    if not site.log.cast.can_grow or site.settings.wiring != "chain":
        share = f"{ns / (past.span.ns * len(past.span.lanes)):.0%}"
        return HeldBy("hops", taken, least=say("why.hops-least", share=share))
    most = f"{len(site.workers) + 1:,}"
    brief = say("why.passes", most=most, hops=each)
    clause = say("why.passes-too", taken=taken, most=most)
    return HeldBy("hops", clause, brief, say("why.passes-least", most=most))


def _queueing(past: _Past) -> HeldBy | None:
    """Find that jobs wait for one worker while others have nothing to do."""
    waits = past.source(BLOCKED) + past.source(READY)
    if past.crew(IDLE) < SOME or waits < MUCH or not past.site.log.cast.can_grow:
        return None
    least = say("why.queueing-least")
    return HeldBy("queueing", say("why.queueing-idle"), say("why.queueing"), least)


def _workers(past: _Past) -> HeldBy | None:
    """Find that the workers have no time left."""
    site = past.site
    if past.crew(IDLE) >= LITTLE or not site.workers:
        return None
    who = "workers are" if site.log.cast.can_grow else f"{site.name_of(0)} is"
    if past.crew(IDLE) < HARDLY:
        return HeldBy("workers", say("why.workers-always", who=who))
    told = {"who": who, "share": f"{past.crew(IDLE):.0%}"}
    return HeldBy("workers", say("why.workers", **told), least=say("why.workers-least", **told))


_CHECKS: tuple[Callable[[_Past], HeldBy | None], ...] = (
    _start_ups,
    _source,
    _lane,
    _queueing,
    _workers,
)
"""What may be the cause, the one that rules out the next first."""


def why_more_wait(site: SiteState, span: RecentSpan) -> HeldBy:
    """Return what jobs wait for of which ever more wait."""
    past = _Past(site, span)
    found = filter(None, (check(past) for check in _CHECKS)) if span.ns else iter(())
    return next(found, HeldBy("", ""))


def tell(site: SiteState, span: RecentSpan) -> tuple[Cause, Sequence[str]]:
    """Return why ever more jobs wait, and what is said of it and of how many, the longest first."""
    why = why_more_wait(site, span)
    return why.cause, sorted(_lines(span, why), key=len, reverse=True)


def _lines(span: RecentSpan, why: HeldBy) -> Iterator[str]:
    clauses = [clause for clause in (why.clause, why.brief) if clause]
    for amount in _amounts(span):
        yield from (f"{amount}: {clause}" for clause in clauses) if clauses else (amount,)
    yield from clauses[-1:]
    if why.least:
        yield why.least


def _amounts(span: RecentSpan) -> Iterator[str]:
    """Yield how many jobs come and go, and how many more wait."""
    more = span.arrived - span.left
    if not span.ns or more <= 0:
        yield say("lint.more")
        return
    arrive, done = (count * SECOND / span.ns for count in (span.arrived, span.left))
    rates = say("lint.rates", arrive=rate(arrive, digits=_DIGITS), done=rate(done, arrive, _DIGITS))
    yield rates
    for name, unit, fewest in _EACH:
        count = round(more * unit / span.ns)
        if count >= fewest:
            yield say("lint.growth", rates=rates, more=f"{count:,}", time=name)
            yield say("lint.growth-brief", more=f"{count:,}", time=name)
            return
