"""No run ends before its bounds."""

from __future__ import annotations

import pytest

from site_sim.experiments.bounds import Bound, Bounds
from site_sim.experiments.course import Stretch, Took
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, NO_LANE
from tests.experiments.runs import LONGEST_NS, account_of, arbitrary, log_of


def bounds(came: dict[int, int], *stretches: Stretch, lanes: int = 1) -> Bounds:
    """Return the bounds of some jobs, by when they came, that are all done."""
    found = Bounds()
    found.open_lanes(0, lanes, are_apart=False)
    for job, at in came.items():
        found.arrive(at, job)
    for stretch in stretches:
        found.add(stretch)
    for job in came:
        found.finish(job)
    return found


def stretch(who: int, job: int, ns: int, lane: int = NO_LANE) -> Stretch:
    return Stretch(Took.CPU, who, job, NOBODY, 100, 100 + ns, lane)


def test_what_is_done_by_a_time_is_done() -> None:
    """The long one began first, when lanes had nothing else to do."""
    short = Stretch(Took.CPU, 1, 1, NOBODY, 60, 70, 1)
    long = Stretch(Took.CPU, 0, 0, NOBODY, 0, 80, 0)
    assert bounds({0: 0, 1: 60}, short, long, lanes=2).lanes.at == 80


def test_a_job_is_done_no_sooner_than_it_takes_from_its_arrival_on() -> None:
    found = bounds({0: 3, 1: 90}, stretch(0, 0, 20), stretch(1, 1, 5), stretch(2, 1, 6))
    assert found.latest(1000, 0) == Bound(101, "job", 90, 1, job=1)
    assert found.latest(1000, 0).busy_ns == 11


def test_a_task_is_done_no_sooner_than_with_its_jobs_since_it_had_none() -> None:
    found = bounds({0: 0, 1: 30, 2: 31}, *(stretch(4, job, 10) for job in range(3)))
    assert found.latest(1000, 0) == Bound(50, "task", 30, 2, who=4)


def test_to_start_up_is_no_job_of_a_task() -> None:
    found = bounds({0: 0}, stretch(4, NO_JOB, 100), stretch(4, 0, 10))
    assert found.latest(1000, 0) == Bound(10, "job", 0, 1, job=0)


def test_lanes_are_done_no_sooner_than_with_their_part_of_the_work() -> None:
    work = [stretch(job, job, 10, lane=job % 2) for job in range(6)]
    assert bounds(dict.fromkeys(range(6), 0), *work, lanes=2).latest(1000, 0) == Bound(
        30, "lanes", 0, 6
    )


def test_a_site_that_is_built_anew_begins_anew() -> None:
    found = bounds({0: 0, 1: 0}, stretch(0, 0, 50, lane=0))
    found.open_lanes(60, 1, are_apart=True)
    found.arrive(0, 2)
    found.add(stretch(0, 2, 5, lane=0))
    assert found.lanes == Bound(65, "lanes", 60, 1)


@pytest.mark.parametrize("number", range(60))
def test_no_run_ends_before_its_bounds(number: int) -> None:
    scenario = arbitrary(number)
    log = log_of(scenario, LONGEST_NS)
    account = account_of(scenario, log)
    bound = account.bounds.latest(account.facts.end_ns, 0)
    assert 0 < bound.at <= max(row[0] for row in log.rows())
    if account.facts.is_over:
        assert bound.at <= account.facts.end_ns


@pytest.mark.parametrize(
    ("end", "slack", "kind"),
    [(100, 0, "lanes"), (100, 5, "task"), (100, 50, "job"), (60, 0, "lanes"), (50, 0, "job")],
)
def test_what_is_nearly_as_late_is_told_of_a_job_first(end: int, slack: int, kind: str) -> None:
    found = bounds({0: 0, 1: 0}, stretch(0, 0, 50, lane=0), stretch(0, 1, 5), stretch(1, 1, 10, 0))
    assert found.latest(end, slack).kind == kind
