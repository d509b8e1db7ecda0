"""Counts and times, added up event by event."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.state.fold import fold
from site_sim.state.measures import Measures
from site_sim.state.site import SiteState
from site_sim.state.summary import summarise
from tests.kernel.runs import SECOND, made
from tests.state.records import FIELDS
from tests.state.sites import shown


def test_the_jobs_that_wait_their_mean_and_their_maximum() -> None:
    """Job 0 for 1 s, job 1 waits 1 s, job 2 waits 2 s: 3 job-seconds in 4 s."""
    site = made([(0, 0, SECOND)] * 3, workers=1, model="serial")
    measures = Measures(shown(site, 4 * SECOND).statistics, 4 * SECOND)
    assert measures.queue_length == (3 / 4, 2)
    assert measures.in_system == (6 / 4, 3)


@settings(max_examples=80)
@given(fields=FIELDS)
def test_littles_law_holds_exactly_in_the_figures_of_a_finished_run(fields: dict[str, Any]) -> None:
    """L = λW (Little 1961), for the jobs in the system and for those that wait."""
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    site.run()
    figures = summarise(site.log)
    assert figures.left == 25
    assert figures.wait_s.mean + figures.service_s.mean == pytest.approx(figures.sojourn_s.mean)
    for length, time in (
        (figures.in_system, figures.sojourn_s),
        (figures.queue_length, figures.wait_s),
    ):
        assert length.mean == pytest.approx(figures.arrival_rate_per_s * time.mean, rel=1e-12)


@settings(max_examples=40)
@given(fields=FIELDS)
def test_the_numbers_of_jobs_are_those_that_the_events_leave(fields: dict[str, Any]) -> None:
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    site.run(9 * SECOND)
    state = SiteState(site.log)
    area = most = before = 0
    for row in site.log.rows():
        if row[0] > before:
            waiting = state.statistics.waiting
            assert waiting == sum(job.running_since < 0 for job in state.jobs.values())
            area, most, before = area + waiting * (row[0] - before), max(most, waiting), row[0]
        fold(state, state.seq + 1)
    assert Measures(state.statistics, before).queue_length == (area / before, most)
    assert state.statistics.queued == len(state.queue)
