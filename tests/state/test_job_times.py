"""The times of jobs read bit by bit, and from another moment, are those that are read at once."""

from __future__ import annotations

import gc
from typing import Any
from weakref import ref

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.state.fold import fold
from site_sim.state.job_times import JobTimesReader, job_times
from site_sim.state.site import SiteState
from tests.kernel.runs import MS, SECOND
from tests.state.records import FIELDS


@settings(max_examples=40)
@given(
    fields=FIELDS,
    moments=st.lists(st.integers(0, 400), max_size=6),
    warm_up_s=st.sampled_from([0.0, 3.0]),
)
def test_at_whatever_moments_they_are_asked_for(
    fields: dict[str, Any], moments: list[int], warm_up_s: float
) -> None:
    given = {"count": 25, "rate_per_s": 2.0, "warm_up_s": warm_up_s}
    simulation = Simulation(SimulationConfig(**{**fields, **given}))
    simulation.run(60 * SECOND)
    reader = JobTimesReader()
    for seq in moments:
        site = SiteState(simulation.log)
        fold(site, min(seq, len(simulation.log)))
        assert reader.times(site.statistics) == job_times(site.statistics)


def test_each_job_that_left_has_its_times_in_order() -> None:
    simulation = Simulation(SimulationConfig(count=9, rate_per_s=4.0, defect_rate=0.4, seed=6))
    simulation.run(60 * SECOND)
    log = simulation.log
    site = SiteState(log)
    fold(site)
    came = {event.job: event.at for event in log if event.kind == Kind.JobArrived}
    left = [event for event in log if event.kind in (Kind.Accepted, Kind.Scrapped)]
    times = JobTimesReader().times(site.statistics)
    assert [*times.sojourn.ranked] == sorted(event.at - came[event.job] for event in left)
    assert [*times.service.ranked] == sorted(times.service.ranked)
    total = sum(times.sojourn.ranked)
    assert sum(times.wait.ranked) + sum(times.service.ranked) == total > 9 * 100 * MS


def test_nothing_is_read_anew_while_no_job_leaves() -> None:
    simulation = Simulation(SimulationConfig(count=9, rate_per_s=4.0))
    site, reader = SiteState(simulation.log), JobTimesReader()
    simulation.run(5 * SECOND)
    fold(site)
    before = reader.times(site.statistics)
    assert reader.times(site.statistics) is before
    simulation.run(60 * SECOND)
    fold(site)
    assert len(reader.times(site.statistics).sojourn) == 9 > len(before.sojourn) > 0


def test_a_run_that_is_given_up_is_not_held() -> None:
    reader = JobTimesReader()
    sites = [SiteState(Simulation(SimulationConfig(count=9)).log) for _ in range(2)]
    tables = [ref(site.statistics.verdict_table) for site in sites]
    assert len(reader.times(sites[0].statistics).wait) == 0
    del sites[0]
    gc.collect()
    assert tables[0]() is None
    assert tables[1]() is sites[0].statistics.verdict_table
