"""No run does more than the capacity that is told, and simple ones come up to it."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import MS, SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import CLASSROOM, Costs
from site_sim.kernel.simulation import Simulation
from site_sim.state.capacity import capacity
from site_sim.state.site import SiteState
from tests.sampling import examples
from tests.state.sites import shown

BEGUN, ENDED = 20 * SECOND, 100 * SECOND
"""Between these times the jobs are counted that are done: the first have long left by then."""
FREE = Costs(gil_quantum_ns=100 * MS, os_slice_ns=80 * MS)
SETS = {"classroom": CLASSROOM, "free": FREE}


def told_and_done(**fields: Any) -> tuple[float, float]:
    """Return the capacity of a site where ever more jobs wait, and what it does (jobs a second)."""
    fields = {"rate_per_s": 6.0, "cores": 2} | fields
    site = Simulation(SimulationConfig(**fields))
    before = shown(site, BEGUN).statistics.done
    state = shown(site, ENDED)
    assert state.queue.length > 10, "jobs have to wait all the time"
    return _capacity(state), (state.statistics.done - before) * SECOND / (ENDED - BEGUN)


def _capacity(state: SiteState) -> float:
    return capacity(state.settings, state.staying, len(state.lanes))


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODEL_FACTS)
@pytest.mark.parametrize("dispatch", ["round-robin", "least-busy"])
@pytest.mark.parametrize("workload", ["io", "cpu", "mixed"])
@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("costs", SETS)
def test_nothing_does_more(
    model: str, dispatch: str, workload: str, wiring: str, costs: str
) -> None:
    told, done = told_and_done(
        model=model, dispatch=dispatch, workload=workload, wiring=wiring, costs=SETS[costs]
    )
    begun_before = 4 * SECOND / (ENDED - BEGUN)
    assert done <= told + begun_before
    if costs == "free" and wiring == "direct" and workload != "mixed" and model != "hybrid":
        assert done >= 0.97 * told


@pytest.mark.parametrize("workers", [1, 2, 4, 7])
@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("dispatch", ["round-robin", "least-busy"])
@pytest.mark.parametrize("workload", ["io", "cpu"])
def test_a_call_stack_comes_up_to_it(
    workers: int, wiring: str, dispatch: str, workload: str
) -> None:
    told, done = told_and_done(workers=workers, wiring=wiring, dispatch=dispatch, workload=workload)
    assert done == pytest.approx(told, rel=0.03)


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_two_coroutines_come_up_to_it(model: str) -> None:
    told, done = told_and_done(program="producer-consumer", workers=1, model=model, cores=1)
    assert 0.9 * told <= done <= told + 0.01


@pytest.mark.parametrize("dispatch", ["round-robin", "least-busy"])
def test_hops_keep_who_hands_jobs_out(dispatch: str) -> None:
    told, done = told_and_done(
        model="free-threads", workers=40, cores=40, wiring="direct", dispatch=dispatch,
        rate_per_s=15.0,
    )  # fmt: skip
    assert told == pytest.approx(1 / 0.1)
    assert done == pytest.approx(told, rel=0.03)


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_rejected_results_are_no_jobs_done(model: str) -> None:
    told, done = told_and_done(model=model, defect_rate=0.25, wiring="direct", costs=FREE)
    assert done == pytest.approx(told, rel=0.08)


@settings(max_examples=examples(20))
@given(
    model=st.sampled_from([*MODEL_FACTS]),
    workers=st.integers(1, 12),
    cores=st.integers(1, 6),
    wiring=st.sampled_from(["chain", "direct"]),
    dispatch=st.sampled_from(["round-robin", "least-busy"]),
    workload=st.sampled_from(["io", "cpu", "mixed"]),
    inbox=st.integers(1, 5),
    service_ns=st.integers(200 * MS, 3_000 * MS),
    hop_ns=st.integers(0, 300 * MS),
)
def test_nothing_at_random_does_more(hop_ns: int, **fields: Any) -> None:
    costs = Costs(
        send_ns=hop_ns, loop_hop_ns=hop_ns, thread_hop_ns=hop_ns, pipe_hop_ns=2 * hop_ns,
        switch_ns=hop_ns // 4, gil_quantum_ns=100 * MS, os_slice_ns=80 * MS,
    )  # fmt: skip
    site = Simulation(SimulationConfig(costs=costs, rate_per_s=60.0, **fields))
    state = shown(site, 60 * SECOND)
    assert state.statistics.done <= 60 * _capacity(state) + 1


def test_where_nobody_works_or_nothing_takes_time() -> None:
    def told(workers: int, lanes: int = 1, **fields: Any) -> float:
        state = shown(Simulation(SimulationConfig(workers=4, **fields)), 0)
        return capacity(state.settings, workers, lanes)

    assert told(0) == told(4, lanes=0) == 0.0
    for dispatch in ("round-robin", "least-busy"):
        for wiring in ("chain", "direct"):
            nothing = {"costs": FREE, "service_ns": 0, "dispatch": dispatch, "wiring": wiring}
            assert told(4, **nothing) == inf
            assert told(4, model="coroutines", **nothing) == inf
            assert 0 < told(10_000, model="coroutines", wiring=wiring, dispatch=dispatch) < 10
