"""What no model can beat, and which is never slower than which, where nothing costs anything."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from site_sim.kernel.models import MODELS, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import accepted, events, finished

COSTS = replace(ZERO, gil_quantum_ns=7, os_slice_ns=5)
TIMES = st.one_of(st.sampled_from([0, 0, 1, 2, 5, 10]), st.integers(0, 50))
CREWS = st.fixed_dictionaries(
    {
        "workers": st.integers(1, 5),
        "cores": st.integers(1, 4),
        "wiring": st.sampled_from(["chain", "direct"]),
        "dispatch": st.sampled_from(["round-robin", "least-busy"]),
        "inbox": st.integers(1, 3),
    }
)


@st.composite
def jobs(draw: st.DrawFn, cpu: bool = True, io: bool = True) -> list[tuple[int, int, int]]:
    """Draw jobs: when each arrives, and its CPU and I/O time."""
    found, at = [], 0
    for gap, cpu_ns, io_ns in draw(st.lists(st.tuples(TIMES, TIMES, TIMES), max_size=14)):
        at += gap
        found.append((at, cpu_ns * cpu, io_ns * io))
    return found


def run(work: list[tuple[int, int, int]], model: str, crew: dict[str, Any]) -> Simulation:
    return finished(work, **{"costs": COSTS, "model": model} | crew)


def makespan(site: Simulation) -> int:
    return max((at for _, at in accepted(site.log)), default=0)


@settings(max_examples=200)
@given(work=jobs(io=False), crew=CREWS)
def test_on_cpu_work_more_lanes_are_never_slower_than_the_gil(
    work: list[tuple[int, int, int]], crew: dict[str, Any]
) -> None:
    with_gil = makespan(run(work, "threads", crew))
    assert makespan(run(work, "free-threads", crew)) <= with_gil


@settings(max_examples=200)
@given(work=jobs(cpu=False), crew=CREWS)
def test_on_pure_io_coroutines_are_as_fast_as_threads(
    work: list[tuple[int, int, int]], crew: dict[str, Any]
) -> None:
    assert accepted(run(work, "coroutines", crew).log) == accepted(run(work, "threads", crew).log)


@settings(max_examples=200)
@given(work=jobs(), crew=CREWS, model=st.sampled_from(list(MODELS)))
def test_nothing_beats_the_longest_job_nor_all_cpu_work_on_all_lanes(
    work: list[tuple[int, int, int]], crew: dict[str, Any], model: str
) -> None:
    site = run(work, model, crew)
    (opened,) = events(site.log, Kind.LanesOpened)
    first = min((at for at, _, _ in work), default=0)
    total = sum(cpu for _, cpu, _ in work)
    assert (makespan(site) - first) * opened.a >= total
    for job, at in accepted(site.log):
        arrival, cpu, io = work[job]
        assert at >= arrival + cpu + io


@settings(max_examples=200)
@given(
    workers=st.integers(1, 9),
    cores=st.integers(1, 4),
    spawn_ns=st.integers(0, 20),
    own_ns=st.integers(0, 40),
)
def test_all_are_up_when_all_start_ups_are_computed_and_not_before(
    workers: int, cores: int, spawn_ns: int, own_ns: int
) -> None:
    costs = replace(COSTS, spawn_ns=spawn_ns, start_up_ns=own_ns)
    site = finished(model="processes", workers=workers, cores=cores, costs=costs)
    up = [event.at for event in events(site.log, Kind.Hired) if event.who >= 0]
    total = workers * (spawn_ns + own_ns)
    assert len(up) == workers
    assert max(up) >= max(-(-total // cores), workers * spawn_ns + own_ns)
    # On a busy machine a core is idle only while the parent has not come to the next one.
    assert max(up) <= total // cores + workers * spawn_ns + own_ns + COSTS.os_slice_ns
