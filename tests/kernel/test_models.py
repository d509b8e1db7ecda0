"""What a model makes of hops, and where models make no difference."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.facts.programs import FOREMAN
from site_sim.kernel.models import MODELS, Costs
from site_sim.log.events import Kind
from tests.kernel.runs import accepted, events, finished


@pytest.mark.parametrize(
    ("model", "hop_ns"),
    [
        ("serial", 3),
        ("coroutines", 3),
        ("threads", 3),
        ("free-threads", 3),
        ("processes", 7),
    ],
)
def test_a_hop_takes_what_the_model_says(model: str, hop_ns: int) -> None:
    costs = Costs(hop_ns=3, ipc_hop_ns=7, switch_ns=1, start_up_ns=0)
    site = finished([(0, 0, 0)], model=model, workers=5, costs=costs)
    assert accepted(site.log) == [(0, 6 * hop_ns)]


def test_a_hop_between_two_loops_is_a_hop_between_processes() -> None:
    """Workers 3 and 2 share a loop with the foreman, 1 and 0 with accept."""
    costs = Costs(hop_ns=3, ipc_hop_ns=70, switch_ns=1, start_up_ns=0)
    site = finished([(0, 0, 0)], model="hybrid", workers=4, cores=2, costs=costs)
    assert accepted(site.log) == [(0, 4 * 3 + 70)]
    lanes = [(event.who, event.b) for event in events(site.log, Kind.HandOffStarted)]
    assert lanes == [(FOREMAN, 0), (3, 0), (2, 0), (1, 1), (0, 1)]


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
    costs = Costs(3, 3, 0, 0, gil_quantum_ns=10**6, os_slice_ns=10**6)
    waits, computes = any(io for _, _, io in jobs), any(cpu for _, cpu, _ in jobs)
    done = [
        accepted(finished(work, model=name, workers=workers, cores=1, inbox=room, costs=costs).log)
        for name, model in MODELS.items()
        if name != "serial" and (model.quantum != "os" or not (waits and computes))
    ]
    assert all(other == done[0] for other in done[1:])
    assert len(done[0]) == len(jobs)
