"""Lanes, tasks and links: who stands where, and how jobs get from one to the next."""

from __future__ import annotations

from itertools import pairwise

import pytest

from site_sim.commands import (
    Hire,
    LayOff,
)
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.events import Kind
from tests.kernel.runs import MS, events, finished, made


def test_the_chain_is_built_from_its_tail() -> None:
    site = made(workers=3)
    assert [event.who for event in events(site.log, Kind.Hired)] == [ACCEPT, 0, 1, 2, FOREMAN]


def test_a_job_for_worker_k_is_handed_on_all_the_way_down() -> None:
    site = finished([(0, 0, MS)] * 4, workers=4, model="coroutines", inbox=4)
    for job in range(4):
        hops = [e for e in events(site.log, Kind.HandOffStarted) if e.job == job]
        path = [FOREMAN, *range(3, job - 1, -1), ACCEPT]
        assert [(e.who, e.a) for e in hops] == list(pairwise(path))


def test_direct_links_lead_straight_to_the_addressee() -> None:
    site = finished([(0, 0, MS)] * 4, workers=4, model="coroutines", wiring="direct")
    for job in range(4):
        hops = [e for e in events(site.log, Kind.HandOffStarted) if e.job == job]
        assert [(e.who, e.a) for e in hops] == [(FOREMAN, job), (job, ACCEPT)]


@pytest.mark.parametrize(("cores", "homes"), [(1, [0] * 5), (2, [0, 0, 0, 1, 1]), (9, [*range(5)])])
def test_hybrid_spreads_the_chain_over_its_loops(cores: int, homes: list[int]) -> None:
    """The head is with the foreman, the tail with accept; neighbours share a loop."""
    site = made(model="hybrid", workers=5, cores=cores)
    home = {event.who: event.a for event in events(site.log, Kind.Hired)}
    assert [home[worker] for worker in range(4, -1, -1)] == homes
    assert (home[FOREMAN], home[ACCEPT]) == (homes[0], homes[-1])


def test_who_is_hired_joins_the_loop_with_the_fewest() -> None:
    site = made(workers=3, model="hybrid", cores=2)
    home = {e.who: e.a for e in events(site.log, Kind.Hired)}
    assert [home[worker] for worker in range(3)] == [1, 0, 0]
    site.apply(Hire(3))
    assert [e.a for e in events(site.log, Kind.Hired)][-3:] == [1, 0, 1]
    site.apply(LayOff(5))
    site.apply(Hire())
    assert [e.a for e in events(site.log, Kind.Hired)][-1] == 0
