"""A task's work: its CPU part, its I/O part, and what becomes of the lane meanwhile."""

from __future__ import annotations

import pytest

from site_sim.commands import CauseAccident
from site_sim.kernel.models import MODELS
from site_sim.log.events import NO_LANE, Kind
from tests.kernel.runs import accepted, crew, events, finished, made, read

WORK = (Kind.WorkStarted, Kind.IoStarted, Kind.WorkFinished)


@pytest.mark.parametrize("model", MODELS)
def test_a_job_computes_and_then_waits_and_only_a_call_stack_is_kept_meanwhile(model: str) -> None:
    site = finished([(0, 20, 30)], **crew(model=model, workers=1, cores=1))
    work = [(event.kind, event.at, event.b != NO_LANE) for event in events(site.log, *WORK)]
    keeps = model == "serial"
    assert work == [
        (Kind.WorkStarted, work[0][1], True),
        (Kind.IoStarted, work[0][1] + 20, keeps),
        (Kind.WorkFinished, work[0][1] + 50, keeps),
    ]
    read(site)


@pytest.mark.parametrize(
    ("cpu", "io", "kinds"),
    [
        (20, 0, [Kind.WorkStarted, Kind.WorkFinished]),
        (0, 30, [Kind.WorkStarted, Kind.IoStarted, Kind.WorkFinished]),
        (0, 0, [Kind.WorkStarted, Kind.WorkFinished]),
    ],
)
def test_a_part_that_a_job_does_not_have_takes_no_time(
    cpu: int, io: int, kinds: list[Kind]
) -> None:
    site = finished([(0, cpu, io)], **crew(workers=1))
    assert [event.kind for event in events(site.log, *WORK)] == kinds
    assert accepted(site.log)[0][1] == cpu + io


def test_who_waits_for_io_leaves_the_lane_to_who_is_ready() -> None:
    """Two jobs of 10 and then 100: beside each other under threads, in turns on a call stack."""
    jobs = [(0, 10, 100), (0, 10, 100)]
    ends = {
        model: accepted(finished(jobs, **crew(model=model)).log)[-1][1]
        for model in ("serial", "threads")
    }
    assert ends == {"serial": 220, "threads": 120}


def test_work_that_an_accident_is_to_end_is_not_finished() -> None:
    site = made([(0, 20, 30)], **crew(workers=1))
    site.run(25)
    site.apply(CauseAccident(0))
    site.run()
    first = [event.kind for event in events(site.log, *WORK, Kind.AccidentHappened)][:3]
    assert first == [Kind.WorkStarted, Kind.IoStarted, Kind.AccidentHappened]
    read(site)
