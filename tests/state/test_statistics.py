"""Counts and times, added up event by event."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from site_sim.export.jsonl import records
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.kernel.runs import SECOND, made
from tests.state.records import FIELDS
from tests.state.sites import shown


def test_the_queue_and_its_mean_and_its_maximum() -> None:
    """Job 0 for 1 s, job 1 waits 1 s, job 2 waits 2 s: 3 job-seconds in 4 s."""
    site = made([(0, 0, SECOND)] * 3, workers=1, model="serial")
    state = shown(site, 4 * SECOND)
    assert state.statistics.mean_waiting(state.at) == 3 / 4
    assert state.mean_in_system == 6 / 4
    assert state.statistics.most_waiting == 2  # the foreman takes job 0 before job 1 arrives


COMES = ("JobArrived", "Rejected", "Requeued", "Unclaimed")
"""The events by which a job joins the queue."""
ENDS = ("Accepted", "Scrapped")


def area_under(log: EventLog, more: tuple[str, ...], fewer: tuple[str, ...], end: int) -> int:
    """Return a count, one up or down at each event of those kinds, integrated over time."""
    area = count = since = 0
    for record in records(log):
        if record["event"] in more or record["event"] in fewer:
            area += count * (record["at"] - since)
            since = record["at"]
            count += 1 if record["event"] in more else -1
    return area + count * (end - since)


def spans(log: EventLog, begin: tuple[str, ...], end: tuple[str, ...]) -> dict[int, list[int]]:
    """Return how long each job was between an event that begins and one that ends, every time."""
    since: dict[int, int] = {}
    found: dict[int, list[int]] = {}
    for record in records(log):
        if record["event"] in begin:
            since[record["job"]] = record["at"]
        elif record["event"] in end and record["job"] in since:
            found.setdefault(record["job"], []).append(record["at"] - since.pop(record["job"]))
    assert not since
    return found


@settings(max_examples=80)
@given(fields=FIELDS)
def test_littles_law_holds_exactly_on_a_finished_run(fields: dict[str, Any]) -> None:
    """L = λW (Little 1961), for the jobs on the site and for those in the queue."""
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    site.run()
    state = SiteState(site.log)
    fold(state)
    assert state.finished
    end = state.at
    for begin, finish, mean in (
        (("JobArrived",), ENDS, state.mean_in_system),
        (COMES, ("JobTaken",), state.statistics.mean_waiting(end)),
    ):
        stays = [stay for job in spans(site.log, begin, finish).values() for stay in job]
        length = Fraction(area_under(site.log, begin, finish, end), end)
        rate = Fraction(len(stays), end)
        wait = Fraction(sum(stays), len(stays))
        assert length == rate * wait
        assert mean == float(length)
