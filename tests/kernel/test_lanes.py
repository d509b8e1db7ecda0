"""Tasks share the lanes of their pool, first come, first served."""

from __future__ import annotations

from site_sim.kernel.models import MODELS
from tests.kernel.runs import accepted, crew, finished, slices


def test_free_threads_share_the_cores() -> None:
    jobs = [(0, 20, 0)] * 3
    site = finished(jobs, **crew(model="free-threads", workers=3, cores=2))
    assert max(at for _, at in accepted(site.log)) == 30
    busy = sum(end - start for _, start, end in slices(site))
    assert busy == 60


def test_waiting_for_io_frees_the_lane_but_on_the_call_stack() -> None:
    jobs = [(0, 5, 100), (0, 5, 100)]
    for model in MODELS:
        site = finished(jobs, **crew(model=model, cores=1))
        last = max(at for _, at in accepted(site.log))
        assert last == (210 if model == "serial" else 110), model
