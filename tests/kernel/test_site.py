"""The site as a whole: it can be rebuilt with all its jobs, and runs either program."""

from __future__ import annotations

import pytest

from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Hire,
    LayOff,
    SetRate,
    SetSupervision,
)
from site_sim.facts.programs import FOREMAN
from site_sim.kernel.models import CLASSROOM, MODELS
from site_sim.log.events import Kind
from tests.kernel.runs import MS, SECOND, accepted, events, finished, made, read


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
