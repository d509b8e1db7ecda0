"""Changes and keyframes tell the past of all rows without a fold."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import ChooseModel, Hire, LayOff
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.event_log import CHUNK
from site_sim.log.search import (
    Wanted,
    events_of_job,
    first_event,
    last_event,
)
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.keyframes import ChangeLog, lane_number, lane_row
from site_sim.state.tuning import PastTuning
from tests.log.logs import LOGS
from tests.run.driving import give, run_to
from tests.sampling import examples
from tests.state.history.runs import MODELS, assert_true, deaths_in, histories, long_run, rows_of


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("spacing", "model"),
    [
        *((0.002, model) for model in MODELS),
        (0.25, "hybrid"),
        *(pytest.param(0.25, model, marks=pytest.mark.by_hand) for model in MODELS[:-1]),
    ],
)
def test_frames_let_nothing_be_forgotten(spacing: float, model: str) -> None:
    tuning = PastTuning(states_an_event=spacing, times_an_event=20 * spacing)
    session = long_run(tuning, model=model, costs="zero", service_time=0.001, accident_rate=0.001)
    give(session, LayOff(2))
    run_to(session, 25 * SECOND)
    give(session, ChooseModel("free-threads"))
    give(session, Hire(2))
    run_to(session, 45 * SECOND)
    assert len(session.state.workers) == 5
    timeline, history = session.timeline, histories(session.log)
    deaths = deaths_in(session.log)
    rows = rows_of(timeline)
    for step in (3_000_000, 400_000_000, 7 * SECOND, 100 * SECOND):
        for first in (0, session.playhead.end // step // 2, session.playhead.end // step):
            timeline.aim(rows, step, first, 90)
            assert timeline.work()
            assert_true(timeline, history, deaths, rows, step, first, 90)


def test_the_number_of_a_lane_and_its_row_tell_each_other() -> None:
    assert [lane_number(lane_row(lane)) for lane in range(4)] == [0, 1, 2, 3]
    assert lane_row(0) < ACCEPT < FOREMAN


@settings(max_examples=examples(2))
@given(
    seed=st.integers(0, 2**32),
    program=st.sampled_from(("pipeline", "pipeline", "producer-consumer")),
    dispatch=st.sampled_from(("round-robin", "least-busy")),
    model=st.sampled_from(("serial", "coroutines", "threads", "hybrid")),
)
def test_all_that_is_about_a_job_is_where_its_track_says(
    seed: int, program: str, dispatch: str, model: str
) -> None:
    session = Session(
        Scenario(
            program=program, model=model, dispatch=dispatch, workers=3, rate=5.0, seed=seed,
            defect_rate=0.3, accident_rate=0.1, costs="zero",
        )
    )  # fmt: skip
    session.playback.rush(200)
    give(session, ChooseModel("coroutines" if model == "serial" else "serial"))
    while len(session.log) < 4 * CHUNK:
        session.playback.rush(2_000)
    log, track = session.log, session.recording.changes
    assert len(track.frames) > 3
    events: dict[int, list[int]] = {}
    for number, row in enumerate(log.rows()):
        events.setdefault(row[3], []).append(number)
    for job in range(len(log.jobs)):
        assert list(events_of_job(log, job, track.stretches_about(job))) == events[job]
    for job in random.Random(seed).sample(range(len(log.jobs)), 10):
        stretches = track.stretches_about(job)
        for place in (0, len(log) // 2, *events[job][1:3], len(log)):
            wanted = Wanted(job=job)
            assert first_event(log, wanted, place, stretches) == first_event(log, wanted, place)
            assert last_event(log, wanted, place, stretches) == last_event(log, wanted, place)
    searched = [sum(map(len, track.stretches_about(job))) for job in range(len(log.jobs))]
    assert min(searched) < len(log) / 2


def test_a_job_that_there_is_not_is_looked_for_everywhere() -> None:
    log = LOGS[True]
    for job in (-1, 0):
        assert ChangeLog(log).stretches_about(job) == [range(len(log))]
