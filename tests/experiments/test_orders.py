"""What must hold between models for any workload, where hand-offs and switches cost nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.models import MODELS, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import MS, accepted, events, finished

Jobs = list[tuple[int, int, int]]
TIMES = st.integers(0, 400).map(lambda ms: ms * MS)
ARRIVALS = st.just(0) | st.integers(0, 600).map(lambda ms: ms * MS)
SITES = st.fixed_dictionaries(
    {
        "workers": st.integers(1, 6),
        "cores": st.integers(1, 4),
        "wiring": st.sampled_from(["chain", "direct"]),
        "dispatch": st.sampled_from(["round-robin", "least-busy"]),
        "inbox": st.integers(1, 3),
    }
)


def jobs_of(cpu: st.SearchStrategy[int], io: st.SearchStrategy[int]) -> st.SearchStrategy[Jobs]:
    return st.lists(st.tuples(ARRIVALS, cpu, io), min_size=1, max_size=14).map(
        lambda jobs: sorted(jobs, key=lambda job: job[0])
    )


def makespan(site: Simulation) -> int:
    return max(at for _, at in accepted(site.log))


@settings(max_examples=400)
@given(jobs=jobs_of(cpu=TIMES, io=st.just(0)), site=SITES)
def test_free_threads_are_never_slower_than_threads_at_computing(
    jobs: Jobs, site: dict[str, Any]
) -> None:
    threads, free = (
        makespan(finished(jobs, model=model, **site)) for model in ("threads", "free-threads")
    )
    assert free <= threads


@settings(max_examples=300)
@given(jobs=jobs_of(cpu=st.just(0), io=TIMES), site=SITES)
def test_coroutines_are_as_fast_as_threads_at_waiting(jobs: Jobs, site: dict[str, Any]) -> None:
    loop, threads = (
        accepted(finished(jobs, model=model, **site).log) for model in ("coroutines", "threads")
    )
    assert loop == threads


def bound(site: Simulation, jobs: Jobs) -> int:
    """Return when all jobs can be done at the earliest, whoever runs them in whatever order."""
    lanes = MODELS[site.config.model].lane_count(site.config.cores, site.config.workers)
    own: dict[int, Jobs] = defaultdict(list)
    for event in events(site.log, Kind.WorkStarted):
        own[event.who].append(jobs[event.job])
    longest = max(arrival + cpu + io for arrival, cpu, io in jobs)
    computing = sum(cpu for _, cpu, _ in jobs) // lanes
    one_by_one = max(sum(cpu + io for _, cpu, io in each) for each in own.values())
    return max(longest, computing, one_by_one)


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODEL_FACTS)
@settings(max_examples=60)
@given(jobs=jobs_of(cpu=TIMES, io=TIMES), site=SITES)
def test_nothing_beats_what_no_order_can_beat(model: str, jobs: Jobs, site: dict[str, Any]) -> None:
    run = finished(jobs, model=model, **site)
    assert len(accepted(run.log)) == len(jobs)
    assert makespan(run) >= bound(run, jobs)


def test_the_bound_is_reached_by_the_worked_figures_of_the_design() -> None:
    waits, computes = [(0, 0, 200 * MS)] * 8, [(0, 200 * MS, 0)] * 8
    for jobs, model, ns in (
        (waits, "coroutines", 400 * MS),
        (computes, "threads", 1600 * MS),
        (computes, "processes", 800 * MS),
    ):
        run = finished(jobs, model=model, workers=4, cores=2, costs=ZERO)
        assert makespan(run) == bound(run, jobs) == ns
