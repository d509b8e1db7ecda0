"""Who gets the next job, and what becomes of a job whose addressee is gone."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.commands import (
    CauseAccident,
    Hire,
    LayOff,
    OrderJobs,
)
from site_sim.kernel.models import CLASSROOM, MODELS, Costs
from site_sim.log.events import JobCard, Kind
from tests.kernel.runs import MS, SECOND, accepted, events, finished, made, read

INBOXES = [name for name in MODELS if name != "serial"]


@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("model", INBOXES)
def test_the_least_busy_is_the_one_whose_work_ended_first(model: str, wiring: str) -> None:
    """Jobs come far apart: they go to all in turn, whatever others pass on in the meantime."""
    jobs = [(number * SECOND, 0, 10 * MS) for number in range(9)]
    site = finished(jobs, workers=3, model=model, dispatch="least-busy", wiring=wiring)
    assert [event.a for event in events(site.log, Kind.Accepted)] == [0, 1, 2] * 3
    read(site)


@pytest.mark.parametrize("model", INBOXES)
def test_who_is_least_busy_does_not_depend_on_how_long_a_hop_takes(model: str) -> None:
    def taken(hop_ns: int) -> list[int]:
        costs = Costs(loop_hop_ns=hop_ns, thread_hop_ns=hop_ns, pipe_hop_ns=hop_ns)
        site = finished([(0, 0, 200 * MS)] * 8, workers=4, model=model, dispatch="least-busy",
                        costs=costs)  # fmt: skip
        return [event.a for event in events(site.log, Kind.JobTaken)]

    assert taken(50) == taken(5_000) == taken(100_000)


def test_a_new_worker_has_rested_since_it_was_hired() -> None:
    """Worker 0 rests since 30 ms, worker 1 since 50, worker 2 since 40."""
    jobs = [(0, 0, 30 * MS), (0, 0, 50 * MS), *[(60 * MS, 0, MS)] * 3]
    site = made(jobs, workers=2, model="coroutines", dispatch="least-busy", wiring="direct")
    site.run(40 * MS)
    site.apply(Hire())
    site.run()
    assert [event.a for event in events(site.log, Kind.JobTaken)] == [0, 1, 0, 2, 1]


def test_the_least_busy_get_no_job_while_all_are_busy() -> None:
    site = made(
        [(0, 0, 3 * SECOND), (0, 0, SECOND), (0, 0, SECOND), (0, 0, SECOND)],
        workers=2, model="coroutines", dispatch="least-busy", wiring="direct", inbox=3,
    )  # fmt: skip
    site.run(SECOND // 2)
    assert list(site.site.jobs.waiting) == [2, 3]
    site.run()
    taken = [(e.at, e.job, e.a) for e in events(site.log, Kind.JobTaken)]
    assert taken == [(0, 0, 0), (0, 1, 1), (SECOND, 2, 1), (2 * SECOND, 3, 1)]


def test_the_foreman_waits_until_a_process_has_started() -> None:
    site = made(
        [(0, 0, MS)], workers=2, model="processes", dispatch="least-busy", costs=CLASSROOM
    )  # fmt: skip
    site.run()
    (taken,) = events(site.log, Kind.JobTaken)
    assert taken.at == SECOND


def test_one_who_is_promised_a_job_gets_no_other_until_it_has_come() -> None:
    """Worker 1 passes job 0 on and rests, while job 2 for it is still with worker 2."""
    site = made(
        [(0, 0, SECOND), (0, 0, SECOND), (0, 0, SECOND)],
        workers=3, model="free-threads", cores=4, dispatch="least-busy", costs=CLASSROOM,
    )  # fmt: skip
    site.apply(OrderJobs(5, JobCard("more", 0, SECOND)))
    site.run()
    assert len(accepted(site.log)) == 8
    read(site)


def test_one_who_is_to_leave_gets_no_job() -> None:
    """Worker 2 is busy for long; worker 1 is idle, but can't go before it."""
    jobs = [(0, 0, MS), (0, 0, MS), (0, 0, 9 * SECOND)]
    site = made(jobs, workers=3, model="coroutines", dispatch="least-busy", wiring="direct")
    site.run(SECOND)
    site.apply(LayOff(2))
    site.apply(OrderJobs(3, JobCard("more", 0, MS)))
    site.run()
    assert [e.who for e in events(site.log, Kind.Left)] == [2, 1]
    assert [e.a for e in events(site.log, Kind.JobTaken)] == [0, 1, 2, 0, 0, 0]


def test_a_promise_ends_when_the_job_is_lost_on_its_way() -> None:
    """Worker 1 dies with the job for worker 0 in its hand, which is promised to worker 0 alone."""
    site = made([(0, 0, SECOND)], workers=2, model="coroutines", dispatch="least-busy",
                costs=CLASSROOM)  # fmt: skip
    site.run(150 * MS)
    assert read(site).staff[1].doing == "hop"
    site.apply(CauseAccident(1))
    site.apply(OrderJobs(3, JobCard("more", 0, SECOND)))
    site.run()
    assert {event.a for event in events(site.log, Kind.Accepted)} == {0, 1}
    assert len(accepted(site.log)) == 4
    read(site)


def test_jobs_that_come_back_with_a_dead_head_are_taken_by_an_idle_foreman() -> None:
    site = made([(0, 0, SECOND)] * 2, workers=2, model="coroutines", wiring="direct",
                supervise=False)  # fmt: skip
    site.apply(CauseAccident(1))
    site.run()
    assert [job for job, _ in accepted(site.log)] == [0]
    site.apply(LayOff())
    site.run()
    assert [job for job, _ in accepted(site.log)] == [0, 1]


@pytest.mark.parametrize("model", MODELS)
def test_an_item_that_nobody_is_addressed_by_comes_back_to_the_queue(model: str) -> None:
    site = made([(0, 0, SECOND)] * 3, workers=3, model=model, costs=CLASSROOM)
    dispatcher: Any = site.site.staff.dispatcher
    choose, wrong = dispatcher.choose, iter([99])
    dispatcher.choose = lambda job: next(wrong, None) or choose(job)
    site.run()
    (back,) = events(site.log, Kind.Unclaimed)
    assert (back.who, back.job) == (0, 0)
    after = list(events(site.log))[list(events(site.log)).index(back) + 1 :]
    assert 0 in [event.job for event in after if event.kind == Kind.JobTaken]
    assert sorted(job for job, _ in accepted(site.log)) == [0, 1, 2]
