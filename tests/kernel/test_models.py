"""What a model makes of hops, and where models make no difference."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.facts.programs import FOREMAN
from site_sim.kernel.config import JobOrder
from site_sim.kernel.models import MODELS, Costs
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard, Kind
from tests.kernel.runs import accepted, events, finished, read


@pytest.mark.parametrize(
    ("model", "hop_ns"),
    [
        ("serial", 2),
        ("coroutines", 3),
        ("threads", 5),
        ("free-threads", 5),
        ("processes", 7),
    ],
)
def test_a_hop_takes_what_the_model_says(model: str, hop_ns: int) -> None:
    costs = Costs(send_ns=2, loop_hop_ns=3, thread_hop_ns=5, pipe_hop_ns=7, switch_ns=1)
    site = finished([(0, 0, 0)], model=model, workers=5, costs=costs)
    assert accepted(site.log) == [(0, 6 * hop_ns)]


def test_a_hop_between_two_loops_is_a_hop_between_processes() -> None:
    """Workers 3 and 2 share a loop with the foreman, 1 and 0 with accept."""
    costs = Costs(loop_hop_ns=3, pipe_hop_ns=70, switch_ns=1)
    site = finished([(0, 0, 0)], model="hybrid", workers=4, cores=2, costs=costs)
    assert accepted(site.log) == [(0, 4 * 3 + 70)]
    lanes = [(event.who, event.b) for event in events(site.log, Kind.HandOffStarted)]
    assert lanes == [(FOREMAN, 0), (3, 0), (2, 0), (1, 1), (0, 1)]


def named_site(name: str, **fields: Any) -> Simulation:
    """Return a site that has done one job of that name; a KiB costs 1,024,000 ns in a pipe."""
    costs = Costs(loop_hop_ns=3, thread_hop_ns=5, pipe_hop_ns=70, pipe_kib_ns=1_024_000)
    named = (JobOrder(0, JobCard(name, 0, 0)),)
    site = finished(orders=named, workers=4, cores=2, costs=costs, **fields)
    read(site)
    return site


@pytest.mark.parametrize(("name", "size"), [("", 0), ("bricks", 6), ("кирпич", 12)])
def test_a_pickled_hop_takes_the_longer_the_longer_the_name(name: str, size: int) -> None:
    """It is counted in bytes of UTF-8. Within a loop nothing is pickled, nor between threads."""
    done = accepted(named_site(name, model="processes").log)
    assert done == [(0, 5 * (70 + size * 1_000))]
    done = accepted(named_site(name, model="hybrid").log)
    assert done == [(0, 4 * 3 + 70 + size * 1_000)]
    assert accepted(named_site(name, model="free-threads").log) == [(0, 5 * 5)]


@settings(max_examples=60)
@given(
    jobs=st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 30), st.integers(0, 30)), max_size=12
    ),
    workers=st.integers(1, 5),
    room=st.integers(1, 3),
)
def test_models_that_differ_in_nothing_that_matters_agree(
    jobs: list[tuple[int, int, int]], workers: int, room: int
) -> None:
    """On one core, with quanta longer than any job, five of the six models are one event loop.

    But where some wait while others compute, an operating system lets those who wake up go first.
    """
    at, work = 0, []
    for gap, cpu, io in jobs:
        at += gap
        work.append((at, cpu, io))
    costs = Costs(
        loop_hop_ns=3,
        thread_hop_ns=3,
        pipe_hop_ns=3,
        gil_quantum_ns=10**6,
        os_slice_ns=10**6,
    )
    waits, computes = any(io for _, _, io in jobs), any(cpu for _, cpu, _ in jobs)
    done = [
        accepted(finished(work, model=name, workers=workers, cores=1, inbox=room, costs=costs).log)
        for name, model in MODELS.items()
        if name != "serial" and (model.quantum != "os" or not (waits and computes))
    ]
    assert all(other == done[0] for other in done[1:])
    assert len(done[0]) == len(jobs)
