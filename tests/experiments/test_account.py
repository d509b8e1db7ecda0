"""An account of a run tells how long it took, and how much shorter it could have been."""

from __future__ import annotations

import pytest

from site_sim.base.units import MS
from site_sim.experiments.account import Account
from site_sim.experiments.course import Took
from site_sim.log.events import Kind
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import LONGEST_NS, arbitrary, eight, log_of
from tests.experiments.runs import account_of as account_of_log

SERIAL = Scenario(**eight("serial", "io", "zero", rate=1_000_000))


def account_of(scenario: Scenario) -> Account:
    return account_of_log(scenario, log_of(scenario, LONGEST_NS))


@pytest.mark.parametrize("number", range(20))
def test_the_way_to_the_end_is_as_long_as_the_run(number: int) -> None:
    account = account_of(arbitrary(number))
    assert account.on_the_way.ns(*Took) == account.facts.end_ns


def test_of_the_io_on_the_way_only_that_of_others_can_be_gained() -> None:
    account = account_of(SERIAL)
    assert account.on_the_way.each_io_ns == 200 * MS
    assert account.on_the_way.count(Took.IO) == 8
    assert account.most_gained_without("io") == pytest.approx(1400 * MS, abs=MS)
    assert account.most_gained_without("lanes") == pytest.approx(1400 * MS, abs=MS)
    assert account.most_gained_without("hops") == 0


def test_no_more_is_gained_than_it_took() -> None:
    account = account_of(Scenario(**eight("threads", "cpu", "classroom")))
    assert 0 < account.most_gained_without("switches") <= account.on_the_way.ns(Took.SWITCH)
    assert 0 < account.most_gained_without("hops") <= account.on_the_way.ns(Took.HOP)


def test_nothing_is_gained_by_direct_links_where_nothing_is_passed_on() -> None:
    fields = eight("serial", "io", "classroom")
    assert account_of(Scenario(**fields)).most_gained_without("chain")
    assert not account_of(Scenario(**fields, wiring="direct")).most_gained_without("chain")


def test_only_so_many_events_are_read() -> None:
    log = log_of(SERIAL)
    first = next(seq for seq, row in enumerate(log.rows()) if row[1] == Kind.Accepted)
    account = Account(log, first + 1, 0)
    while not account.read(3):
        pass
    assert (account.facts.jobs, account.facts.end_ns) == (1, log.time_of(first))
