"""Living with change: hire, lay off, call back, rebuild."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Hire,
    LayOff,
    OrderJobs,
    SetRate,
    SetSupervision,
)
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.kernel.models import CLASSROOM, MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard, Kind
from tests.kernel.runs import MS, SECOND, accepted, events, finished, made
from tests.oracles.ledger import Ledger, follow

INBOXES = [name for name in MODELS if name != "serial"]


def story(site: Simulation, *kinds: Kind, since: int = 0) -> list[tuple[str, int]]:
    """Return what happened to whom, by the names of the events."""
    return [(Kind(e.kind).name, e.who) for e in events(site.log, *kinds) if e.at >= since]


def read(site: Simulation) -> Ledger:
    """Check a whole log by the rules, and return how it ends."""
    return follow(site.log, site.config.costs, site.config.cores)


# -- building ------------------------------------------------------------------------------


def test_the_chain_is_built_from_its_tail() -> None:
    site = made(workers=3)
    assert [event.who for event in events(site.log, Kind.Hired)] == [ACCEPT, 0, 1, 2, FOREMAN]


def test_a_job_for_worker_k_is_handed_on_all_the_way_down() -> None:
    site = finished([(0, 0, MS)] * 4, workers=4, model="coroutines", inbox=4)
    for job in range(4):
        hops = [e for e in events(site.log, Kind.HandOffStarted) if e.job == job]
        path = [FOREMAN, *range(3, job - 1, -1), ACCEPT]
        assert [(e.who, e.a) for e in hops] == list(pairwise(path))


def test_direct_links_lead_straight_to_the_addressee() -> None:
    site = finished([(0, 0, MS)] * 4, workers=4, model="coroutines", wiring="direct")
    for job in range(4):
        hops = [e for e in events(site.log, Kind.HandOffStarted) if e.job == job]
        assert [(e.who, e.a) for e in hops] == [(FOREMAN, job), (job, ACCEPT)]


def test_processes_start_one_beside_the_other_and_then_work() -> None:
    site = finished([(0, 0, MS)], model="processes", workers=3, costs=CLASSROOM)
    began = [(e.at, e.who) for e in events(site.log, Kind.StartUpBegan)]
    hired = [(e.at, e.who) for e in events(site.log, Kind.Hired) if e.who >= 0]
    assert began == [(0, 0), (0, 1), (0, 2)]
    assert hired == [(SECOND, 0), (SECOND, 1), (SECOND, 2)]


@pytest.mark.parametrize(("cores", "homes"), [(1, [0] * 5), (2, [0, 0, 0, 1, 1]), (9, [*range(5)])])
def test_hybrid_spreads_the_chain_over_its_loops(cores: int, homes: list[int]) -> None:
    """The head is with the foreman, the tail with accept; neighbours share a loop."""
    site = made(model="hybrid", workers=5, cores=cores)
    home = {event.who: event.a for event in events(site.log, Kind.Hired)}
    assert [home[worker] for worker in range(4, -1, -1)] == homes
    assert (home[FOREMAN], home[ACCEPT]) == (homes[0], homes[-1])


# -- hiring --------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_one_who_is_hired_is_the_new_head_and_gets_jobs(model: str) -> None:
    site = made([(0, 0, 100 * MS)] * 3 + [(SECOND, 0, 100 * MS)] * 3, workers=2, model=model)
    site.run(SECOND // 2)
    site.apply(Hire())
    site.run()
    assert [e.who for e in events(site.log, Kind.Hired) if e.at > 0] == [2]
    doers = {event.job: event.a for event in events(site.log, Kind.Accepted)}
    assert doers == {0: 0, 1: 1, 2: 0, 3: 0, 4: 1, 5: 2}
    read(site)


def test_a_process_that_is_hired_starts_up_first() -> None:
    site = made(model="processes", workers=1, costs=CLASSROOM)
    site.run(2 * SECOND)
    site.apply(Hire(2))
    site.run()
    assert [(e.at, e.who) for e in events(site.log, Kind.Hired)][-2:] == [
        (3 * SECOND, 1),
        (3 * SECOND, 2),
    ]


# -- laying off ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_a_head_leaves_after_it_has_finished_and_passed_on(model: str) -> None:
    """At the lay-off the head works on job 2, and has jobs 5 and 8 in its inbox or none."""
    site = made([(0, 0, SECOND)] * 9, workers=3, model=model, wiring="direct", inbox=3)
    site.run(2 * SECOND + SECOND // 2 if model == "serial" else SECOND // 2)
    site.apply(LayOff())
    told = site.now
    assert [e.who for e in events(site.log, Kind.LaidOff)] == [2]
    assert not list(events(site.log, Kind.Left))
    site.run()
    (left,) = events(site.log, Kind.Left)
    (last, *_) = [e for e in reversed(list(events(site.log, Kind.Accepted))) if e.a == 2]
    assert left.who == 2
    assert told < left.at == last.at
    assert sorted(job for job, _ in accepted(site.log)) == list(range(9))
    assert not list(events(site.log, Kind.Requeued))
    read(site)


@pytest.mark.parametrize("model", MODELS)
def test_one_who_is_idle_leaves_at_once_and_one_stays(model: str) -> None:
    site = made(workers=4, model=model)
    site.run(SECOND)
    site.apply(LayOff(9))
    assert story(site, Kind.LaidOff, Kind.Left) == [
        ("LaidOff", 3),
        ("Left", 3),
        ("LaidOff", 2),
        ("Left", 2),
        ("LaidOff", 1),
        ("Left", 1),
    ]
    site.apply(OrderJobs(2))
    site.run()
    assert {event.a for event in events(site.log, Kind.Accepted)} == {0}


def test_a_head_that_somebody_is_sending_to_waits_for_it() -> None:
    site = made([(0, 0, SECOND)] * 2, workers=2, model="coroutines", costs=CLASSROOM)
    site.run(50 * MS)  # the foreman is in the middle of his hop to worker 1
    site.apply(LayOff())
    site.run()
    assert [event.a for event in events(site.log, Kind.Accepted)] == [0, 0]
    hops = list(events(site.log, Kind.HandOffStarted))
    assert [(e.who, e.a) for e in hops if e.job == 0] == [(FOREMAN, 1), (1, 0), (0, ACCEPT)]
    assert [(e.who, e.a) for e in hops if e.job == 1] == [(FOREMAN, 0), (0, ACCEPT)]
    read(site)


def test_one_who_is_laid_off_but_not_gone_is_called_back() -> None:
    site = made([(0, 0, SECOND)] * 4, workers=2, model="coroutines", wiring="direct")
    site.run(SECOND // 2)
    site.apply(LayOff())
    site.apply(Hire())
    site.run()
    assert story(site, Kind.LaidOff, Kind.CalledBack, Kind.Left) == [
        ("LaidOff", 1),
        ("CalledBack", 1),
    ]
    assert len([e for e in events(site.log, Kind.Hired) if e.who == 1]) == 1
    assert sorted(e.a for e in events(site.log, Kind.Accepted)) == [0, 0, 1, 1]


def test_those_laid_off_are_called_back_before_anyone_is_hired() -> None:
    site = made([(0, 0, SECOND)] * 3, workers=3, model="coroutines", wiring="direct")
    site.run(SECOND // 2)
    site.apply(LayOff(2))
    site.apply(Hire(3))
    assert story(site, Kind.LaidOff, Kind.CalledBack, Kind.Hired, since=1) == [
        ("LaidOff", 2),
        ("LaidOff", 1),
        ("CalledBack", 1),
        ("CalledBack", 2),
        ("Hired", 3),
    ]


def test_laying_off_a_dead_head_returns_what_was_sent_to_it_in_order() -> None:
    """Jobs 1 and 3 are in its inbox, and the foreman is blocked with job 5."""
    site = made(
        [(0, 0, SECOND)] * 8, workers=2, model="coroutines", wiring="direct", inbox=2,
        supervise=False,
    )  # fmt: skip
    site.apply(CauseAccident(1))
    site.run(10 * SECOND)
    assert len(accepted(site.log)) == 3  # jobs 0, 2 and 4, with which the foreman was done
    site.apply(LayOff())
    assert sorted(e.job for e in events(site.log, Kind.Requeued)) == [1, 3, 5]
    assert list(site.site.jobs.waiting) == [1, 3, 5, 6, 7]
    site.run()
    assert [job for job, _ in accepted(site.log)] == [0, 2, 4, 1, 3, 5, 6, 7]
    read(site)


def test_thousands_leave_one_after_the_other_when_the_head_has_finished() -> None:
    """All have finished but for the head; Python's own stack has no room for so many."""
    jobs = [(0, 0, SECOND)] * 2_999 + [(0, 0, 2 * SECOND)]
    site = made(jobs, workers=3_000, model="coroutines", wiring="direct")
    site.run(SECOND // 2)
    site.apply(LayOff(2_999))
    site.run()
    assert [event.who for event in events(site.log, Kind.Left)] == list(range(2_999, 0, -1))
    assert {event.at for event in events(site.log, Kind.Left)} == {2 * SECOND}
    assert len(accepted(site.log)) == 3_000


def test_who_is_hired_joins_the_loop_with_the_fewest() -> None:
    site = made(workers=3, model="hybrid", cores=2)
    home = {e.who: e.a for e in events(site.log, Kind.Hired)}
    assert [home[worker] for worker in range(3)] == [1, 0, 0]
    site.apply(Hire(3))
    assert [e.a for e in events(site.log, Kind.Hired)][-3:] == [1, 0, 1]
    site.apply(LayOff(5))
    site.apply(Hire())
    assert [e.a for e in events(site.log, Kind.Hired)][-1] == 0


# -- one who dies while leaving ------------------------------------------------------------


def test_one_who_dies_leaving_is_replaced_while_others_send_through_it() -> None:
    site = made([(0, 0, SECOND)] * 7, workers=3, model="coroutines", inbox=1)
    site.run(SECOND // 2)
    ledger = read(site)
    assert ledger.staff[1].doing == "io"
    assert ledger.staff[2].holds
    site.apply(LayOff(2))
    site.apply(CauseAccident(1))
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == list(range(7))
    assert [e.who for e in events(site.log, Kind.Left)] == [2, 1]
    read(site)


def test_one_who_died_leaving_can_be_called_back() -> None:
    site = made([(0, 0, SECOND)] * 4, workers=4, model="coroutines", wiring="direct")
    site.run(SECOND // 2)
    site.apply(LayOff(2))
    site.apply(CauseAccident(2))
    site.apply(Hire())
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == list(range(4))
    assert [e.who for e in events(site.log, Kind.Left)] == [3]


def test_the_last_of_those_who_leave_is_not_replaced() -> None:
    site = made([(0, 0, SECOND)] * 4, workers=2, model="coroutines", wiring="direct")
    site.run(SECOND // 2)
    site.apply(LayOff())
    site.apply(CauseAccident(1))
    assert [e.who for e in events(site.log, Kind.Hired) if e.at > 0] == []
    assert [e.who for e in events(site.log, Kind.Left)] == [1]
    site.run()
    assert {event.a for event in events(site.log, Kind.Accepted)} == {0}
    assert len(accepted(site.log)) == 4


# -- rebuilding ----------------------------------------------------------------------------


@pytest.mark.parametrize("after", MODELS)
@pytest.mark.parametrize("before", MODELS)
def test_changing_the_model_puts_every_unfinished_job_back_in_order(
    before: str, after: str
) -> None:
    jobs = [(0, 20 * MS, 300 * MS)] * 9
    site = made(jobs, workers=3, model=before, inbox=2, costs=CLASSROOM)
    site.run(2 * SECOND)
    done = {job for job, _ in accepted(site.log)}
    site.apply(ChooseModel(after))
    taken = [e.job for e in events(site.log, Kind.JobTaken) if e.at == site.now]
    assert [*taken, *site.site.jobs.waiting] == [job for job in range(9) if job not in done]
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == list(range(9))
    read(site)


def test_changing_the_wiring_keeps_crew_and_jobs() -> None:
    site = made([(0, 0, SECOND)] * 6, workers=3, model="coroutines", inbox=2)
    site.run(SECOND // 2)
    site.apply(Hire())
    site.apply(ChooseWiring("direct"))
    site.run()
    assert sorted(job for job, _ in accepted(site.log)) == list(range(6))
    assert len(read(site).workers) == 4


def test_a_rebuilt_site_has_all_its_workers_again() -> None:
    site = made([(0, 0, SECOND)] * 6, workers=3, model="coroutines", supervise=False)
    site.run(SECOND // 2)
    site.apply(CauseAccident(0))
    site.apply(LayOff())
    site.apply(ChooseModel("threads"))
    site.run()
    assert [person.alive for person in read(site).workers] == [True, True]
    assert len(accepted(site.log)) == 6


# -- dispatch ------------------------------------------------------------------------------


@pytest.mark.parametrize("wiring", ["chain", "direct"])
@pytest.mark.parametrize("model", INBOXES)
def test_the_least_busy_is_the_one_idle_longest(model: str, wiring: str) -> None:
    """Jobs come far apart; each goes to whoever finished longest ago, and so to all in turn."""
    jobs = [(number * SECOND, 0, 10 * MS) for number in range(9)]
    site = finished(jobs, workers=3, model=model, dispatch="least-busy", wiring=wiring)
    doers = [event.a for event in events(site.log, Kind.Accepted)]
    assert doers[:3] == doers[3:6] == doers[6:9]
    assert sorted(doers[:3]) == [0, 1, 2]


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


# -- an item nobody is addressed by --------------------------------------------------------


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


# -- the other program ---------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_the_producer_and_the_consumer_are_two_and_stay_two(model: str) -> None:
    site = made([(0, 0, SECOND)] * 3, program="producer-consumer", workers=1, model=model)
    for command in (Hire(), LayOff(), SetRate(0), SetSupervision(False), ChooseModel("threads")):
        site.apply(command)
    site.run()
    assert [job for job, _ in accepted(site.log)] == [0, 1, 2]
    assert {event.who for event in events(site.log, Kind.Hired)} == {FOREMAN, 0}
    read(site)


def test_the_consumer_works_while_the_producer_sends_the_next() -> None:
    site = finished([(0, 0, SECOND)] * 3, program="producer-consumer", workers=1,
                    model="coroutines", costs=CLASSROOM)  # fmt: skip
    hop = 100 * MS
    first = 2 * hop  # the producer keeps the lane for its second hop
    assert accepted(site.log) == [(n, first + (n + 1) * SECOND) for n in range(3)]
    serial = finished([(0, 0, SECOND)] * 3, program="producer-consumer", workers=1,
                      model="serial", costs=CLASSROOM)  # fmt: skip
    assert accepted(serial.log) == [(n, (n + 1) * (hop + SECOND)) for n in range(3)]
