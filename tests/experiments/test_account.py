"""An account of a run tells how long it took, and how much shorter it could have been."""

from __future__ import annotations

import pytest

from site_sim.base.units import MS, SECOND
from site_sim.experiments.account import Account
from site_sim.experiments.course import Took
from site_sim.experiments.least_time import Removed
from site_sim.log.events import Kind
from site_sim.scenario.scenario import Scenario
from site_sim.state.summary import summarise
from tests.experiments.runs import LONGEST_NS, arbitrary, eight, log_of
from tests.experiments.runs import account_of as account_of_log

SERIAL = Scenario(**eight("serial", "io", "zero", rate=1_000_000))


def account_of(scenario: Scenario, *causes: Removed) -> Account:
    return account_of_log(scenario, log_of(scenario, LONGEST_NS), *causes)


@pytest.mark.parametrize("number", range(20))
def test_its_figures_are_those_of_the_summary(number: int) -> None:
    account = account_of(arbitrary(number))
    summary = summarise(account.log)
    assert account.end_ns == round(summary.makespan_s * SECOND)
    assert (account.jobs, account.arrived) == (summary.done + summary.scrapped, summary.arrived)
    assert account.is_over == (summary.left == summary.arrived)
    first = next(row[0] for row in account.log.rows() if row[1] == Kind.JobArrived)
    assert account.length_ns == account.end_ns - first


@pytest.mark.parametrize("number", range(20))
def test_the_way_to_the_end_is_as_long_as_the_run(number: int) -> None:
    account = account_of(arbitrary(number))
    assert account.on_the_way.ns(*Took) == account.end_ns


def test_of_the_io_on_the_way_only_that_of_others_can_be_gained() -> None:
    account = account_of(SERIAL, "io", "lanes", "hops")
    assert account.on_the_way.each_io_ns == 200 * MS
    assert account.on_the_way.count(Took.IO) == 8
    assert account.gain_without("io") == pytest.approx(1200 * MS, abs=MS)
    assert account.gain_without("lanes") == pytest.approx(800 * MS, abs=MS)
    assert account.gain_without("hops") == 0


def test_no_more_is_gained_than_it_took() -> None:
    account = account_of(Scenario(**eight("threads", "cpu", "classroom")), "hops", "switches")
    assert account.gain_without("switches") <= account.on_the_way.ns(Took.SWITCH)
    assert account.gain_without("hops") <= account.on_the_way.ns(Took.HOP)


def test_only_so_many_events_are_read() -> None:
    log = log_of(SERIAL)
    first = next(seq for seq, row in enumerate(log.rows()) if row[1] == Kind.Accepted)
    account = Account(log, first + 1, 0, ())
    while not account.read(3):
        pass
    assert (account.jobs, account.end_ns) == (1, log.time_of(first))


def test_who_is_dead_is_known_until_somebody_takes_the_place() -> None:
    fields = {"accident_rate": 0.5, "count": 12, "costs": "zero", "model": "coroutines"}
    left = account_of(Scenario(**fields, supervise=False))  # type: ignore[arg-type]
    assert left.dead
    deaths = [row for row in left.log.rows() if row[1] == Kind.Died]
    assert left.dead == {row[2]: row[0] for row in deaths}
    assert not account_of(Scenario(**fields)).dead  # type: ignore[arg-type]
