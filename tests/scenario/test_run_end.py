"""How far a run goes whose scenario does not say it."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.scenario.run_end import ENDLESS_S, end_of
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import HORIZON_S


@pytest.mark.parametrize("warm_up", [0.0, 5.0, 70.0])
def test_a_run_whose_jobs_never_end_has_figures_of_as_long_a_time_whatever_the_warm_up(
    warm_up: float,
) -> None:
    assert end_of(Scenario(warm_up=warm_up)) == (warm_up + ENDLESS_S) * SECOND
    assert end_of(Scenario(warm_up=warm_up, until=80.0)) == 80 * SECOND


def test_no_run_goes_beyond_the_horizon() -> None:
    assert end_of(Scenario(warm_up=float(HORIZON_S))) == HORIZON_S * SECOND
    assert end_of(Scenario(count=3, warm_up=70.0)) == HORIZON_S * SECOND
