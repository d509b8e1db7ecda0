"""The path of a job is where the fold has it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.facts.programs import FOREMAN
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.state.history.runs import begun, live, long_run


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_the_path_of_a_job_is_where_the_fold_has_it(seed: int) -> None:
    session = begun(seed, workers=3)
    for number in range(2):
        live(session, seed + number, most=1_500)
    log, timeline = session.log, session.timeline
    if not len(log.jobs):
        return
    job = random.Random(seed).randrange(len(log.jobs))
    timeline.path(job)
    timeline.work()
    legs = timeline.path(job)
    state = SiteState(log)
    holders: list[tuple[int, int]] = []
    while state.seq < len(log):
        fold(state, state.seq + 1)
        card = state.jobs.get(job)
        holder = NOBODY if card is None else card.holder
        if holder != (holders[-1][0] if holders else NOBODY):
            holders.append((holder, state.at))
    told = []
    for leg in legs:
        told.append((leg.row, leg.since))
        if leg.until is not None:
            told.append((NOBODY, leg.until))
    meant = [
        point
        for number, point in enumerate(told)
        if point[0] != NOBODY or number + 1 == len(told) or told[number + 1][1] != point[1]
    ]
    assert [point for point in meant if point[0] != NOBODY] == [
        point for point in holders if point[0] != NOBODY
    ]
    assert meant[-1:] == holders[-1:]


def test_the_path_of_an_old_job_is_found_through_all_chunks() -> None:
    session = long_run()
    timeline = session.timeline
    wanted = [session.state.statistics.done // 2, session.state.statistics.done]
    for job in wanted:
        timeline.path(job)
        timeline.work()
        rows = [
            (FOREMAN if kind == Kind.JobTaken else a, at)
            for at, kind, _, which, a, _ in session.log.rows()
            if which == job and kind in (Kind.JobTaken, Kind.HandedOff)
        ]
        assert [(leg.row, leg.since) for leg in timeline.path(job)] == rows
        assert rows
