"""The unfinished jobs of a log, whether anybody has taken them or not."""

from __future__ import annotations

import pytest

from site_sim.log.event_log import EventLog
from site_sim.log.events import JobCard
from site_sim.state.jobs import Jobs


def arrived(count: int) -> Jobs:
    """Return jobs that have arrived, one a nanosecond, and that nobody has taken."""
    log = EventLog()
    jobs = Jobs(log)
    for number in range(count):
        log.jobs.add(JobCard(f"job {number}", 10 * number, 0), number)
        jobs.arrive()
    return jobs


def test_a_job_that_nobody_took_is_what_the_log_says_of_it() -> None:
    jobs = arrived(3)
    assert [(job.number, job.name, job.cpu_ns, job.arrived) for job in jobs.values()] == [
        (0, "job 0", 0, 0),
        (1, "job 1", 10, 1),
        (2, "job 2", 20, 2),
    ]
    assert jobs.taken == {}


def test_a_job_that_was_taken_keeps_what_is_noted_of_it_until_it_is_done() -> None:
    jobs = arrived(3)
    jobs.take(0).attempt = 2
    assert jobs[0].attempt == jobs.take(0).attempt == 2
    assert jobs.pop(0).attempt == 2
    assert 0 not in jobs
    assert jobs.get(0) is None
    with pytest.raises(KeyError):
        jobs[0]


def test_they_are_counted_and_listed_by_number_whatever_the_order_they_are_done_in() -> None:
    jobs = arrived(6)
    for number in range(4):
        jobs.take(number)
    assert jobs.oldest == 0
    jobs.pop(0)
    jobs.pop(2)
    assert list(jobs) == [1, 3, 4, 5]
    assert len(jobs) == 4
    assert (jobs.oldest, jobs.first_untouched) == (1, 4)
    assert [number in jobs for number in range(-1, 7)] == [0, 0, 1, 0, 1, 1, 1, 0]
    jobs.pop(1)
    jobs.pop(3)
    assert jobs.oldest == jobs.first_untouched == 4
