"""The accept log: all verdicts of a run in columns, of which each state has the first so many."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import Verdict
from site_sim.state.verdicts import LATEST, LatestVerdicts, VerdictTable
from tests.kernel.runs import made
from tests.oracles.memory import bytes_held
from tests.state.sites import shown


def verdict(number: int) -> Verdict:
    return Verdict(number * SECOND, Kind.Accepted, number, 0, 1, 10, 20, 30)


def table_of(count: int) -> VerdictTable:
    table = VerdictTable(EventLog())
    for number in range(count):
        table.append(verdict(number))
    return table


def test_a_verdict_is_read_as_it_was_written() -> None:
    table = table_of(20)
    assert list(table) == [verdict(number) for number in range(20)]
    assert table.rows(3, 5) == [verdict(3), verdict(4)]
    assert list(table.column("job", 17, 20)) == [17, 18, 19]


def test_the_last_verdict_on_a_job_is_found_among_those_that_had_come_by_then() -> None:
    site = made([(0, 0, SECOND)] * 3, workers=1, defect_rate=0.5, rework_limit=9, seed=3)
    state = shown(site, 60 * SECOND)
    table = state.verdict_table
    assert any(each.kind is Kind.Rejected for each in table)
    for stop in range(len(table) + 1):
        for job in range(4):
            about = [each for each in table.rows(0, stop) if each.job == job]
            assert table.last_of(job, stop) == (about[-1] if about else None)


def test_the_latest_are_a_list_of_the_last_ones() -> None:
    table = table_of(LATEST + 7)
    for stop in (0, 1, LATEST, LATEST + 7):
        latest = LatestVerdicts(table, stop)
        expected = [verdict(number) for number in range(max(0, stop - LATEST), stop)]
        assert list(latest) == expected
        assert len(latest) == len(expected)
        assert latest[2:5] == expected[2:5]
        assert latest[-3:] == expected[-3:]
        with pytest.raises(IndexError):
            latest[len(expected)]


def test_a_copy_has_the_beginning_and_goes_its_own_way() -> None:
    table = table_of(5)
    copy = table.copy_for(EventLog(), 3)
    copy.append(verdict(9))
    assert list(copy) == [verdict(number) for number in (0, 1, 2, 9)]
    assert len(table) == 5


def test_a_verdict_takes_some_fifty_bytes() -> None:
    count = 100_000
    assert bytes_held(table_of(count), besides=(EventLog,)) / count <= 50
