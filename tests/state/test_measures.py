"""Rates, means and maxima are of the span, which begins when the warm-up is over."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.summary import summarise, summary_of
from tests.kernel.runs import SECOND, finished, made
from tests.oracles.plain_values import plain
from tests.state.records import FIELDS


def test_the_warm_up_is_left_out() -> None:
    """Jobs of 2 s come at 0, 1 and 5 s to one worker: at 2, 4 and 7 s they are done."""
    jobs = [(0, 0, 2 * SECOND), (SECOND, 0, 2 * SECOND), (5 * SECOND, 0, 2 * SECOND)]
    site = finished(jobs, workers=1, model="coroutines", warm_up_s=3.0)
    figures = summarise(site.log, 8 * SECOND)
    assert figures.span_s == [3.0, 8.0]
    assert (figures.arrived, figures.done) == (3, 3)  # of the whole run
    assert (figures.arrival_rate_per_s, figures.throughput_per_s) == (1 / 5, 2 / 5)
    assert figures.utilisation == 3 / 5
    assert figures.in_system == (3 / 5, 1)
    assert figures.queue_length == (0.0, 0)  # one waited from 1 s to 2 s
    assert (figures.left, figures.sojourn_s.mean) == (1, 2.0)
    none = summarise(site.log)  # at 7 s
    assert none.span_s == [3.0, 7.0]


def test_within_the_warm_up_there_are_no_figures_but_counts() -> None:
    site = made([(0, 0, 2 * SECOND)], workers=1, warm_up_s=3.0)
    site.run(SECOND)
    figures = summarise(site.log, SECOND)
    assert (figures.in_progress, figures.utilisation, figures.in_system) == (1, 0.0, (0.0, 0))
    assert figures.span_s == [1.0, 1.0]
    later = summarise(site.log, 4 * SECOND)  # the span has begun, and no event is in it
    assert (later.in_system, later.utilisation) == ((1.0, 1), 1.0)


@settings(max_examples=60)
@given(fields=FIELDS, warm_up_s=st.sampled_from([0.5, 1.0, 2.000000001, 7.0, 90.0]))
def test_a_warm_up_ends_alike_however_the_log_is_folded(
    fields: dict[str, Any], warm_up_s: float
) -> None:
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2, warm_up_s=warm_up_s))
    site.run(12 * SECOND)
    at_once, by_steps = SiteState(site.log), SiteState(site.log)
    fold(at_once)
    while by_steps.seq < len(site.log):
        fold(by_steps, by_steps.seq + 1)
    assert summary_of(by_steps) == summary_of(at_once) == summarise(site.log)
    assert plain(by_steps) == plain(at_once)
