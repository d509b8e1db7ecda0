"""The figures that any correct build gives, to the nanosecond."""

from __future__ import annotations

import pytest

from site_sim.kernel.models import MODELS
from tests.kernel.runs import MS, accepted, finished

PART = 200 * MS
IO_BOUND = {name: 2 * PART if name != "serial" else 8 * PART for name in MODELS}
CPU_BOUND = {
    **dict.fromkeys(("serial", "coroutines", "threads"), 8 * PART),
    **dict.fromkeys(("free-threads", "processes", "hybrid"), 4 * PART),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("wiring", ["chain", "direct"])
def test_eight_jobs_of_a_fifth_of_a_second_for_four_workers(model: str, wiring: str) -> None:
    crew = {"model": model, "workers": 4, "cores": 2, "wiring": wiring}
    io = accepted(finished([(0, 0, PART)] * 8, **crew).log)
    cpu = accepted(finished([(0, PART, 0)] * 8, **crew).log)
    assert max(at for _, at in io) == IO_BOUND[model]
    assert max(at for _, at in cpu) == CPU_BOUND[model]
    assert sorted(job for job, _ in io) == sorted(job for job, _ in cpu) == list(range(8))


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 8])
@pytest.mark.parametrize("model", ["free-threads", "processes", "hybrid"])
def test_computing_scales_with_the_cores_up_to_the_crew(model: str, cores: int) -> None:
    """Eight equal jobs on `n` busy cores of four workers: all the time of all of them is used.

    Three cores do not divide a crew of four pinned workers: one loop gets two of them.
    """
    site = finished([(0, PART, 0)] * 8, model=model, workers=4, cores=cores)
    makespan = max(at for _, at in accepted(site.log))
    busy = min(cores, 4)
    if model == "hybrid" and busy == 3:
        assert makespan == 4 * PART
    else:
        quantum_ns = 4 * MS
        assert 0 <= makespan - 8 * PART // busy <= quantum_ns


@pytest.mark.parametrize("model", MODELS)
def test_a_mixed_job_overlaps_only_its_waiting(model: str) -> None:
    """Four jobs of 100 ms CPU and then 100 ms I/O, one a worker."""
    site = finished([(0, 100 * MS, 100 * MS)] * 4, model=model, workers=4, cores=4)
    makespan = max(at for _, at in accepted(site.log))
    if model == "serial":
        assert makespan == 800 * MS
    elif model in ("coroutines", "threads"):
        assert makespan == 500 * MS
    else:
        assert makespan == 200 * MS
