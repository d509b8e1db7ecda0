"""A series counts what happened in each cell, or keeps the highest level of each."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import ChooseModel
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.series import SeriesReader
from site_sim.state.site import SiteState
from tests.run.driving import give
from tests.state.history.recents import LOOKS, SCALES, CountingLog, recent_past, series_of
from tests.state.history.runs import begun, live, long_run
from tests.state.history.test_strips import cut


def assert_series_true(session: Session, step: int) -> None:
    state = session.state
    expected = series_of(cut(session.log, state.seq), state.at, step, 72)
    found = recent_past(session, step).counts(72)
    assert found == expected
    assert recent_past(session, step).counts(5) == tuple(cells[-5:] for cells in expected)


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), looks=LOOKS)
def test_the_series_are_those_of_a_plain_fold_whichever_way_one_came(
    seed: int, looks: list[tuple[int, float]]
) -> None:
    session = begun(seed)
    for number in range(2):
        live(session, seed + number, most=300)
        assert_series_true(session, SCALES[number])
    for step, share in looks:
        session.playhead.seek(round(session.playhead.end * share))
        assert_series_true(session, step)


def test_the_newest_cell_grows_with_the_live_end() -> None:
    session = begun(3, rate=20.0, workers=3)
    for _ in range(60):
        session.playback.advance(SECOND // 7)
        assert_series_true(session, SCALES[1])


def test_within_an_instant_only_what_has_happened_counts() -> None:
    session = begun(5, rate=300.0, workers=5)
    session.playback.advance(2 * SECOND, steps=2_000)
    for seq in range(len(session.log) - 40, len(session.log)):
        session.playhead.seek_event(seq)
        assert_series_true(session, SCALES[1])


def test_a_rebuilt_site_is_at_work_on_nothing() -> None:
    session = Session(Scenario(workers=2, model="coroutines", rate=4.0, costs="classroom"))
    session.playback.advance(3 * SECOND)
    assert recent_past(session, SCALES[1]).counts(1).working[-1] > 0
    give(session, ChooseModel("processes"))
    session.playback.advance(SECOND // 2)
    assert recent_past(session, SCALES[1]).counts(1).working == [0]


def test_of_the_newest_cell_only_what_is_new_is_read() -> None:
    log = CountingLog(long_run().log)
    changes, state = ChangeLog(log), SiteState(log)
    reader = SeriesReader(changes)
    for before in (100, 10, 0):
        changes.follow(state, len(log) - before)
        log.kind_count = 0
        found = reader.read(state, SCALES[-1], 3)
        assert found == series_of(cut(log, state.seq), state.at, SCALES[-1], 3)
        if before < 100:
            assert log.kind_count < 200


def test_of_many_cells_those_that_are_over_are_read_once() -> None:
    log = CountingLog(long_run().log)
    changes, state = ChangeLog(log), SiteState(log)
    reader, end = SeriesReader(changes), log.time_of(len(log) - 1)
    step = end // 400
    for at in range(300 * step, 310 * step, step // 2):
        changes.follow(state, log.index_at(at))
        log.kind_count = 0
        for count in (48, 280, 280, 48):
            assert len(reader.read(state, step, count).done) == count
        assert at == 300 * step or log.kind_count < len(log) // 100
