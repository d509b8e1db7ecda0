"""The facts of a run are those of its figures."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.experiments.account import Account
from site_sim.log.events import Kind
from site_sim.scenario.scenario import Scenario
from site_sim.state.summary import summarise
from tests.experiments.runs import LONGEST_NS, arbitrary, eight, log_of
from tests.experiments.runs import account_of as account_of_log


def account_of(scenario: Scenario) -> Account:
    return account_of_log(scenario, log_of(scenario, LONGEST_NS))


@pytest.mark.parametrize("number", range(20))
def test_its_figures_are_those_of_the_summary(number: int) -> None:
    account = account_of(arbitrary(number))
    summary = summarise(account.log)
    assert account.facts.end_ns == round(summary.makespan_s * SECOND)
    assert (account.facts.jobs, account.facts.arrived) == (
        summary.done + summary.scrapped,
        summary.arrived,
    )
    assert account.facts.is_over == (summary.left == summary.arrived)
    first = next(row[0] for row in account.log.rows() if row[1] == Kind.JobArrived)
    assert account.facts.length_ns == account.facts.end_ns - first


@pytest.mark.parametrize("costs", ["zero", "classroom"])
def test_what_is_passed_on_is_counted_whatever_it_costs(costs: str) -> None:
    """Of eight jobs for four workers 3 + 2 + 1 + 0 hops go from worker to worker, twice."""
    assert account_of(Scenario(**eight("threads", "io", costs))).facts.passed_on == 12
    direct = Scenario(**eight("threads", "io", costs, wiring="direct"))
    assert account_of(direct).facts.passed_on == 0


def test_who_is_dead_is_known_until_somebody_takes_the_place() -> None:
    fields = {"accident_rate": 0.5, "count": 12, "costs": "zero", "model": "coroutines"}
    left = account_of(Scenario(**fields, supervise=False))  # type: ignore[arg-type]
    assert left.facts.dead
    deaths = [row for row in left.log.rows() if row[1] == Kind.Died]
    assert left.facts.dead == {row[2]: row[0] for row in deaths}
    assert not account_of(Scenario(**fields)).facts.dead  # type: ignore[arg-type]
