"""A simulation runs in any pieces, and takes commands that make sense."""

from __future__ import annotations

import math

import pytest

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
from site_sim.kernel.models import CLASSROOM, MODELS
from site_sim.log.comparison import digest_of
from site_sim.log.events import JobCard
from tests.kernel.runs import MS, SECOND, accepted, finished, made
from tests.oracles.simpy_chain import Done


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


def test_an_accident_to_nobody_does_nothing() -> None:
    site = made(workers=2)
    before = digest_of(site.log)
    site.apply(CauseAccident(7))
    assert digest_of(site.log) == before
