"""What could have been gained is worked out of what may have gained enough, and of that alone."""

from __future__ import annotations

from typing import get_args

import pytest

from site_sim.base.units import MS
from site_sim.experiments.gains import Gains
from site_sim.experiments.least_time import LeastTime, Removed
from site_sim.experiments.run_fold import RunFold
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import LONGEST_NS, account_of, arbitrary, eight, log_of

REMOVED: tuple[Removed, ...] = get_args(Removed)


def gains_of(scenario: Scenario, least_ns: int) -> Gains:
    account = account_of(scenario, log_of(scenario, LONGEST_NS))
    gains = Gains(account, scenario.to_costs().switch_ns, REMOVED, least_ns)
    while not gains.read(100):
        pass
    return gains


def test_the_most_promising_stands_last() -> None:
    gains = gains_of(Scenario(**eight("serial", "io", "zero", rate=1_000_000)), MS)
    assert gains.promising == ["lanes", "io"]
    assert gains.without("io") == pytest.approx(1200 * MS, abs=MS)
    assert gains.without("lanes") == pytest.approx(800 * MS, abs=MS)
    assert gains.without("hops") == 0


@pytest.mark.parametrize("number", range(40))
def test_what_is_left_out_could_not_have_gained_enough(number: int) -> None:
    scenario = arbitrary(number)
    log, switch_ns = log_of(scenario, LONGEST_NS), scenario.to_costs().switch_ns
    account = account_of(scenario, log)
    least_ns = account.facts.length_ns // 20
    gains = gains_of(scenario, least_ns)
    for removed in {*REMOVED} - {*gains.promising}:
        least = LeastTime(removed)
        RunFold(log, len(log), switch_ns, [least]).read(len(log) + 1)
        most = account.most_gained_without(removed)
        assert min(account.facts.end_ns - least.ns, most) < max(1, least_ns)


def test_a_run_that_waits_for_its_last_job_is_not_read_again() -> None:
    scenario = Scenario(model="coroutines", count=20)
    account = account_of(scenario, log_of(scenario))
    gains = Gains(account, 0, REMOVED, account.facts.length_ns // 20)
    assert gains.read(1)
    assert gains.promising == []
