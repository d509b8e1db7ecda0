"""Says why a run took as long as it did, in a sentence with the numbers that its events give."""

from __future__ import annotations

from collections.abc import Mapping

from site_sim.base.quantities import clock, duration
from site_sim.experiments.account import Account
from site_sim.experiments.course import STARTING, Took
from site_sim.experiments.least_time import Removed
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say

EXACT = 0.01
"""How much of a number may be lost where it is told as so many times the same."""
REACHED = 0.9
"""The part of a run's length from which on a bound accounts for it."""
LITTLE = 0.01
"""The part of the way to the end that is not worth a word."""
NEARLY = 0.05
"""The part of a run's length that makes no difference between two bounds, or two beginnings."""
_PARTS: Mapping[str, tuple[Took, ...]] = {
    "cause.computing": (Took.CPU,),
    "cause.waiting": (Took.IO,),
    "cause.hopping": (Took.HOP,),
    "cause.switching": (Took.SWITCH,),
    "cause.starting": tuple(STARTING),
    "cause.arriving": (Took.OUTSIDE,),
}
"""What there may be on the way to a run's end."""
_IFS: Mapping[Removed, str] = {
    "io": "cause.if-io",
    "hops": "cause.if-hops",
    "lanes": "cause.if-lanes",
    "chain": "cause.if-chain",
    "start-ups": "cause.if-start-ups",
    "switches": "cause.if-switches",
}
"""What is otherwise in a run without something."""


def tell_cause(account: Account, removed: Removed, gain_ns: int) -> str:
    """Say what a run without something would have gained, and what of it there was."""
    words = {"done": _done(account), "gain": duration(gain_ns)}
    if removed == "io":
        return _tell_io(account, gain_ns, words)
    if removed == "lanes":
        id = "cause.lanes" if account.facts.lanes == 1 else "cause.lanes-each"
        return _of_lanes(account, id, **words)
    if removed == "chain":
        times = counted(account.facts.passed_on, "hop", "hops")
        return say("cause.chain", times=times, **words)
    if removed == "start-ups":
        time = duration(account.on_the_way.ns(*STARTING))
        return say("cause.start-ups", time=time, **words)
    took = Took.HOP if removed == "hops" else Took.SWITCH
    words["time"] = duration(account.on_the_way.ns(took))
    count = account.on_the_way.count(took)
    if removed == "hops":
        return say("cause.hops", hops=counted(count, "hop", "hops"), **words)
    return say("cause.switches", switches=counted(count, "switch", "switches"), **words)


def _tell_io(account: Account, gain_ns: int, words: Mapping[str, str]) -> str:
    each = account.on_the_way.each_io_ns
    count = round(gain_ns / each) if each is not None else 0
    if each is not None and abs(gain_ns - count * each) <= EXACT * gain_ns:
        return say("cause.io-each", count=count, each=duration(each), **words)
    time = duration(account.on_the_way.ns(Took.IO))
    return say("cause.io", lane=lanes_of(account), time=time, **words)


def _of_lanes(account: Account, id: str, **words: str) -> str:
    time = duration(account.bounds.lanes.busy_ns)
    return say(id, lane=lanes_of(account), time=time, **words)


def counted(count: int, one: str, more: str) -> str:
    """Return a number of things."""
    return f"1 {one}" if count == 1 else f"{count:,} {more}"


def lanes_of(account: Account) -> str:
    """Return what the lanes of a run are called: `the GIL`, `2 cores`."""
    facts, lanes = MODEL_FACTS[account.facts.model], account.facts.lanes
    return facts.awaited if lanes == 1 else f"{lanes:,} {facts.lane}s"


def tell_bound(account: Account, gains: Mapping[Removed, int]) -> str:
    """Say what the run can't have ended before, if that accounts for its length; else nothing.

    What a job or a task took is no reason where a run without something gained by it.
    """
    bound = account.bounds.latest(account.facts.end_ns, round(NEARLY * account.facts.length_ns))
    if gains and bound.kind != "lanes":
        return ""
    if bound.at - account.facts.began_ns < REACHED * account.facts.length_ns:
        return ""
    time = duration(bound.busy_ns)
    if bound.kind == "job":
        return say("cause.last-job", job=bound.job, at=clock(bound.since), time=time)
    before_ns = bound.since - account.facts.began_ns
    if (
        before_ns > REACHED * account.facts.length_ns
    ):  # its last jobs alone do not account for all the time until they came
        return ""
    since = (
        say("cause.since", at=clock(bound.since))
        if before_ns > NEARLY * account.facts.length_ns
        else ""
    )
    if bound.kind == "lanes":
        id = "cause.full-lanes" if account.facts.lanes == 1 else "cause.full-lanes-each"
        return _of_lanes(account, id, since=since)
    jobs = counted(bound.jobs, "job", "jobs")
    cast = account.log.cast
    name = cast.name_of(bound.who)
    who = f"the {name}" if bound.who in cast.members else name
    return say("cause.one-task", who=who, since=since, jobs=jobs, time=time)


def tell_several(account: Account, gains: Mapping[Removed, int]) -> str:
    """Say what there was on the way to the run's end, and which run without something gained most.

    `gains` are those of which the events tell another number, in nanoseconds.
    """
    if not gains:
        return say("cause.several", parts=_parts_of(account))
    removed = max(gains, key=lambda name: gains[name])
    lane = MODEL_FACTS[account.facts.model].lane if removed == "lanes" else lanes_of(account)
    without = say(_IFS[removed], lane=lane)
    words = {"done": _done(account), "gain": duration(gains[removed])}
    return say("cause.several-but", without=without, parts=_parts_of(account), **words)


def _parts_of(account: Account) -> str:
    """Return what there was on the way to the run's end, the longest first, if it is worth it."""
    times = {id: account.on_the_way.ns(*kinds) for id, kinds in _PARTS.items()}
    return ", ".join(
        say(id, time=duration(ns))
        for id, ns in sorted(times.items(), key=lambda part: part[1], reverse=True)
        if ns > LITTLE * account.facts.end_ns
    )


def _done(account: Account) -> str:
    return say("cause.all-done") if account.facts.is_over else say("cause.as-many-done")


def tell_end(account: Account) -> str:
    """Say why the run has no end, or none of its jobs has; "" where there is one."""
    for who in account.log.cast.sources:
        if who in account.facts.dead and not account.facts.is_over:
            at = clock(account.facts.dead[who])
            return say("cause.no-source", who=account.log.cast.name_of(who), at=at)
    return "" if account.facts.jobs else say("cause.none-done")
