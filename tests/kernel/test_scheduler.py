"""Lanes, quanta, hops and inboxes, each in a case small enough to work out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
)
from site_sim.facts.programs import FOREMAN
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import CLASSROOM, MODELS, Costs
from site_sim.log.comparison import digest_of
from site_sim.log.events import JobCard, Kind
from tests.kernel.runs import MS, SECOND, accepted, events, finished, made
from tests.oracles.ledger import follow
from tests.oracles.simpy_chain import Done

COSTS = Costs(hop_ns=0, ipc_hop_ns=0, switch_ns=0, start_up_ns=0, gil_quantum_ns=10, os_slice_ns=10)


def slices(site: Any) -> list[tuple[int, int, int]]:
    """Return the times computed on, as (who, from, to), in order."""
    found, began = [], {}
    begins = (Kind.WorkStarted, Kind.CpuResumed)
    for event in events(site.log, *begins, Kind.Preempted, Kind.WorkFinished):
        if event.kind in begins:
            began[event.who] = event.at
        else:
            found.append((event.who, began.pop(event.who), event.at))
    return found


def crew(**fields: Any) -> dict[str, Any]:
    return {"wiring": "direct", "costs": COSTS, "model": "threads", "workers": 2} | fields


# -- quanta --------------------------------------------------------------------------------
#
# The foreman and accept need the lane as well: they get it at the end of a quantum. Whoever the
# foreman hands a job to stands in line behind the one who was interrupted.


def test_two_who_compute_take_turns_by_the_quantum() -> None:
    site = finished([(0, 25, 0), (0, 15, 0)], **crew())
    assert slices(site) == [(0, 0, 10), (0, 10, 20), (1, 20, 30), (0, 30, 35), (1, 35, 40)]


def test_one_who_computes_alone_keeps_the_lane_to_the_end() -> None:
    site = finished([(0, 95, 0)], **crew())
    assert slices(site) == [(0, 0, 95)]


def test_one_who_comes_later_waits_for_the_end_of_the_running_quantum() -> None:
    """At 34 the quantum from 30 to 40 is running."""
    site = finished([(0, 95, 0), (34, 5, 0)], **crew())
    assert slices(site) == [(0, 0, 40), (0, 40, 50), (1, 50, 55), (0, 55, 65), (0, 65, 100)]
    assert accepted(site.log) == [(1, 65), (0, 100)]


def test_a_preemption_costs_a_switch_and_nothing_else_does() -> None:
    """At 10 the lane is switched to the foreman, at 23 and 36 to the other worker."""
    costs = Costs(**{**_fields(COSTS), "switch_ns": 3})
    site = finished([(0, 25, 0), (0, 15, 0)], **crew(costs=costs))
    assert slices(site) == [(0, 0, 10), (0, 13, 23), (1, 26, 36), (0, 39, 44), (1, 44, 49)]
    alone = finished([(0, 95, 0)], **crew(costs=costs))
    assert slices(alone) == [(0, 0, 95)]


def _fields(costs: Costs) -> dict[str, int]:
    return {name: getattr(costs, name) for name in Costs.__slots__}


def test_coroutines_are_never_preempted() -> None:
    site = finished([(0, 25, 0), (0, 15, 0)], **crew(model="coroutines"))
    assert slices(site) == [(0, 0, 25), (1, 25, 40)]


def test_free_threads_share_the_cores() -> None:
    jobs = [(0, 20, 0)] * 3
    site = finished(jobs, **crew(model="free-threads", workers=3, cores=2))
    assert max(at for _, at in accepted(site.log)) == 30
    busy = sum(end - start for _, start, end in slices(site))
    assert busy == 60


def test_waiting_for_io_frees_the_lane_but_on_the_call_stack() -> None:
    jobs = [(0, 5, 100), (0, 5, 100)]
    for model in MODELS:
        site = finished(jobs, **crew(model=model, cores=1))
        last = max(at for _, at in accepted(site.log))
        assert last == (210 if model == "serial" else 110), model


# -- hops and inboxes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "hop_ns"),
    [
        ("serial", 3),
        ("coroutines", 3),
        ("threads", 3),
        ("free-threads", 3),
        ("processes", 7),
    ],
)
def test_a_hop_takes_what_the_model_says(model: str, hop_ns: int) -> None:
    costs = Costs(hop_ns=3, ipc_hop_ns=7, switch_ns=1, start_up_ns=0)
    site = finished([(0, 0, 0)], model=model, workers=5, costs=costs)
    assert accepted(site.log) == [(0, 6 * hop_ns)]


def test_a_hop_between_two_loops_is_a_hop_between_processes() -> None:
    """Workers 3 and 2 share a loop with the foreman, 1 and 0 with accept."""
    costs = Costs(hop_ns=3, ipc_hop_ns=70, switch_ns=1, start_up_ns=0)
    site = finished([(0, 0, 0)], model="hybrid", workers=4, cores=2, costs=costs)
    assert accepted(site.log) == [(0, 4 * 3 + 70)]
    lanes = [(event.who, event.b) for event in events(site.log, Kind.HandOffStarted)]
    assert lanes == [(FOREMAN, 0), (3, 0), (2, 0), (1, 1), (0, 1)]


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


@settings(max_examples=60)
@given(
    jobs=st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 30), st.integers(0, 30)), max_size=12
    ),
    workers=st.integers(1, 5),
    room=st.integers(1, 3),
)
def test_models_that_differ_in_nothing_that_matters_agree(
    jobs: list[tuple[int, int, int]], workers: int, room: int
) -> None:
    """On one core, with quanta longer than any job, five of the six models are one event loop."""
    at, work = 0, []
    for gap, cpu, io in jobs:
        at += gap
        work.append((at, cpu, io))
    costs = Costs(3, 3, 0, 0, gil_quantum_ns=10**6, os_slice_ns=10**6)
    done = [
        accepted(finished(work, model=model, workers=workers, cores=1, inbox=room, costs=costs).log)
        for model in MODELS
        if model != "serial"
    ]
    assert all(other == done[0] for other in done[1:])
    assert len(done[0]) == len(jobs)


# -- running in pieces ---------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_the_pieces_in_which_time_passes_do_not_change_the_log(model: str) -> None:
    jobs = [(0, 3 * MS, 5 * MS)] * 10
    whole = finished(jobs, model=model, workers=3, costs=CLASSROOM)
    steps = made(jobs, model=model, workers=3, costs=CLASSROOM)
    while steps.next_at() is not None:
        steps.run(steps=1)
    moments = made(jobs, model=model, workers=3, costs=CLASSROOM)
    while moments.next_at() is not None:
        moments.run(moments.now + 7 * MS)
    assert digest_of(whole.log) == digest_of(steps.log) == digest_of(moments.log)
    assert whole.steps == steps.steps == moments.steps


def test_run_stops_at_the_moment_it_is_given_and_not_before() -> None:
    site = made([(100, 0, 50)], model="coroutines", workers=1)
    assert site.run(99)
    assert (site.now, accepted(site.log)) == (99, [])
    assert site.run(150)
    assert (site.now, accepted(site.log)) == (150, [Done(0, 150)])
    assert site.next_at() is None
    assert site.run()
    assert site.now == 150


# -- what makes no sense -------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ChooseModel("quantum"),
        ChooseDispatch("random"),
        ChooseWiring("star"),
        ChooseWorkload("gpu"),
        SetRate(-1),
        SetRate(math.nan),
        SetRate(math.inf),
        SetDefectRate(1.5),
        SetAccidentRate(-0.1),
        SetAccidentRate(math.nan),
        Hire(-1),
        LayOff(-1),
        OrderJobs(-1),
        OrderJobs(1, JobCard("x", -1, 0)),
        CauseAccident(-1),
    ],
    ids=repr,
)
def test_a_command_that_makes_no_sense_is_refused_and_leaves_no_trace(command: Command) -> None:
    site = made([(0, 0, SECOND)] * 3)
    site.run(SECOND // 2)
    before = digest_of(site.log)
    with pytest.raises(ValueError, match=r"\w"):
        site.apply(command)
    assert digest_of(site.log) == before
    site.run()
    assert len(accepted(site.log)) == 3


@pytest.mark.parametrize(
    "fields", [{"model": "x"}, {"workers": 0}, {"cores": 0}, {"inbox": 0}], ids=repr
)
def test_a_setup_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown model|at least 1"):
        SimulationConfig(**fields)


def test_an_accident_to_nobody_does_nothing() -> None:
    site = made(workers=2)
    before = digest_of(site.log)
    site.apply(CauseAccident(7))
    assert digest_of(site.log) == before


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
