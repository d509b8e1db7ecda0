"""Inboxes and the order of jobs, each in a case small enough to work out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import (
    OrderJobs,
)
from site_sim.facts.programs import FOREMAN
from site_sim.kernel.models import MODELS
from site_sim.log.events import Kind
from tests.kernel.runs import COSTS, MS, SECOND, accepted, crew, events, finished, made
from tests.oracles.ledger import follow


def test_a_full_inbox_blocks_the_sender_and_the_queue_grows() -> None:
    site = made([(0, 0, SECOND)] * 6, workers=1, model="coroutines", inbox=2)
    site.run(SECOND // 2)
    assert (
        len(site.site.jobs.waiting) == 2
    )  # one is worked on, two are in the inbox, the foreman holds one
    (blocked,) = events(site.log, Kind.Blocked)
    assert (blocked.who, blocked.job) == (FOREMAN, 3)
    site.run()
    assert [job for job, _ in accepted(site.log)] == [0, 1, 2, 3, 4, 5]


def test_head_of_line_blocking_and_what_direct_links_do_about_it() -> None:
    """The head computes for long; in the chain the others' jobs wait behind it."""
    jobs = [(0, 0, 10 * SECOND if job % 3 == 2 else MS) for job in range(9)]
    done = {
        wiring: dict(
            accepted(finished(jobs, workers=3, model="coroutines", wiring=wiring, inbox=3).log)
        )
        for wiring in ("chain", "direct")
    }
    assert done["direct"][3] < SECOND < 10 * SECOND < done["chain"][3]


@settings(max_examples=100)
@given(
    jobs=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=15),
    workers=st.integers(1, 4),
    model=st.sampled_from([name for name in MODELS if name != "serial"]),
    wiring=st.sampled_from(["chain", "direct"]),
    room=st.integers(1, 3),
)
def test_each_worker_does_its_jobs_in_the_order_in_which_they_were_taken(
    jobs: list[tuple[int, int]], workers: int, model: str, wiring: str, room: int
) -> None:
    site = finished(
        [(0, cpu, io) for cpu, io in jobs],
        **crew(model=model, workers=workers, wiring=wiring, inbox=room),
    )
    for worker in range(workers):
        taken = [e.job for e in events(site.log, Kind.JobTaken) if e.a == worker]
        begun = [e.job for e in events(site.log, Kind.WorkStarted) if e.who == worker]
        done = [e.job for e in events(site.log, Kind.Accepted) if e.a == worker]
        assert taken == begun == done
    assert len(accepted(site.log)) == len(jobs)
    follow(site.log, COSTS)


@given(jobs=st.lists(st.integers(0, 30), min_size=1, max_size=15), workers=st.integers(1, 5))
def test_the_call_stack_accepts_jobs_in_the_order_in_which_they_came(
    jobs: list[int], workers: int
) -> None:
    site = finished([(0, 0, io) for io in jobs], model="serial", workers=workers)
    assert [job for job, _ in accepted(site.log)] == list(range(len(jobs)))


def test_a_coroutine_that_yields_what_is_no_trap_is_named_with_its_line() -> None:
    site = made(workers=1, model="coroutines")
    worker = site.site.staff.layout.workers[0]

    def odd() -> Any:
        yield
        yield "a word"

    generator = odd()
    next(generator)
    worker.run(generator)
    site.apply(OrderJobs())
    line = odd.__code__.co_firstlineno + 2
    with pytest.raises(TypeError, match=rf"odd \(who 0\), .*test_scheduler\.py:{line}, .*a word"):
        site.run()
