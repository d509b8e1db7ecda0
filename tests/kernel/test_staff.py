"""Living with change: hire, lay off, call back, rebuild."""

from __future__ import annotations

import pytest

from site_sim.commands import (
    CauseAccident,
    Hire,
    LayOff,
    OrderJobs,
)
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.kernel.models import CLASSROOM, MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import MS, SECOND, accepted, events, made, read


def story(site: Simulation, *kinds: Kind, since: int = 0) -> list[tuple[str, int]]:
    """Return what happened to whom, by the names of the events."""
    return [(Kind(e.kind).name, e.who) for e in events(site.log, *kinds) if e.at >= since]


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
    site = made(model="processes", workers=1, cores=2, costs=CLASSROOM)
    site.run(2 * SECOND)
    site.apply(Hire(2))
    site.run()
    assert [(e.at, e.who) for e in events(site.log, Kind.Hired)][-2:] == [
        (3 * SECOND, 1),
        (3 * SECOND + CLASSROOM.spawn_ns, 2),
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
