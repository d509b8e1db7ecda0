"""The capacity of a site: how many jobs a second its crew, its lanes and its hops allow at most.

By the bottleneck law nothing does more jobs a second than 1 / D of its busiest device, where D is
the time that a job takes of that one on average (Denning and Buzen, "The Operational Analysis of
Queueing Network Models", ACM Computing Surveys 10(3), 1978). The devices are the lanes, the one who
hands jobs out, and each worker; a hop takes the sender's time and the lane's, and so does waiting
for I/O where sends are calls.

A run comes up to it if jobs always wait and none of them stands in the way of another one, and
always under the serial model. Elsewhere it is an upper bound: in a chain or an inbox a job may wait
behind one that is worked on, above all where jobs are of different length; a preemption may cost a
switch; loops that tasks are pinned to are not equally busy, and hops between them cost more; those
who start up or were hurt are not there for a while. Jobs are random: in a short time more of them
may be done than the mean allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import inf
from typing import NamedTuple

from site_sim.base.units import SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.state.settings import Settings

DEPENDS_ON = ("program", "model", "wiring", "dispatch", "workload", "service_time", "hop_ns")
"""The settings without which nothing can be said."""
_CPU_SHARES = {"io": 0.0, "cpu": 1.0, "mixed": 0.5}
"""How much of the work of a job is computing, by workload."""


class _Attempt(NamedTuple):
    """What an attempt at a job takes on average, in seconds."""

    work: float
    """The time of its worker, without hops."""
    lane: float
    """The part of it for which the worker has a lane."""
    hop: float
    report: float
    """How many hops take its result away."""


def capacity(settings: Settings, workers: int, lanes: int) -> float:
    """Return how many jobs a second can be accepted at most, with that crew and so many lanes.

    It is 0 where nobody works, and infinite where nothing takes time.
    """
    if not workers or not lanes:
        return 0.0
    fails, hurt = settings.defect_rate, settings.accident_rate
    work = settings.service_time * (1 - hurt / 2)  # an accident comes at any time of it alike
    calls = MODEL_FACTS[settings.model].sends_are_calls
    facts = PROGRAM_FACTS[settings.program]
    attempt = _Attempt(
        work,
        work if calls else work * _CPU_SHARES[settings.workload],
        settings.hop_ns / SECOND,
        (1 - hurt) * facts.has_accept,
    )
    is_chain = settings.wiring == "chain" and facts.can_grow
    if settings.dispatch == "least-busy" and facts.can_grow and not calls:
        rate = _of_the_idle(attempt, workers, lanes, is_chain)
    else:
        rate = _in_turns(attempt, workers, lanes, is_chain)
    return rate * (1 - fails) * (1 - hurt) if rate < inf else inf


def _in_turns(attempt: _Attempt, workers: int, lanes: int, is_chain: bool) -> float:
    """Return the attempts a second where all workers get equally many jobs.

    In a chain of n the head hands on all jobs but its own; a job passes (n - 1) / 2 workers on
    average before it is at its own one.
    """
    work, lane, hop, report = attempt
    passed = (workers - 1) / 2 if is_chain else 0.0
    handed_on = (workers - 1) / workers if is_chain else 0.0
    demands = (
        (lane + (1 + passed + report) * hop) / lanes,
        (work + report * hop) / workers + handed_on * hop,
        hop,
    )
    return _rate(max(demands))


@lru_cache(maxsize=64)
def _of_the_idle(attempt: _Attempt, workers: int, lanes: int, is_chain: bool) -> float:
    """Return the attempts a second where a job is only handed out for a worker who is idle.

    A worker then waits for its next job until that has come to it, and those near the head get
    more of them. The lanes' time is spent where it brings most.
    """
    work, lane, hop, report = attempt
    total, left = 0.0, float(lanes)
    ways: Iterable[int] = range(1, workers + 1) if is_chain else (1,)
    crew = 1 if is_chain else workers
    for way in ways:
        hops = (way + report) * hop
        rate = min(crew * _rate(work + hops), left * _rate(lane + hops) if left else 0.0)
        if rate in (0.0, inf):
            total += rate
            break
        total += rate
        left = max(0.0, left - rate * (lane + hops))
    return min(total, _rate(hop))


def _rate(demand: float) -> float:
    """Return how often a second something can be done that takes so many seconds."""
    return 1 / demand if demand else inf
