"""Cells of equal time are what a plain fold of the whole log makes of them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.log.event_log import CHUNK
from site_sim.state.history.tiles import (
    ALONE,
    first_state,
    second_state,
)
from tests.run.driving import give
from tests.state.history.runs import (
    STEPS,
    assert_true,
    begun,
    deaths_in,
    histories,
    live,
    long_run,
    rows_of,
)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_the_cells_are_those_of_a_plain_fold(seed: int, data: st.DataObject) -> None:
    session = begun(seed)
    for number in range(data.draw(st.integers(1, 3))):
        live(session, seed + number, most=data.draw(st.sampled_from((20, 300, 8_000))))
        timeline = session.timeline
        history, deaths = histories(session.log), deaths_in(session.log)
        rows = rows_of(timeline)
        for step in data.draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=3)):
            last = session.playhead.end // step
            first = max(0, data.draw(st.integers(-10, 10)) + data.draw(st.sampled_from((0, last))))
            timeline.aim(rows, step, first, 150)
            assert timeline.work()
            assert_true(timeline, history, deaths, rows, step, first, 150)


def test_a_cell_is_the_same_wherever_the_screen_begins() -> None:
    session = long_run()
    step = 5_000_000
    timeline = session.timeline
    timeline.aim([0], step, 0, 2_000)
    timeline.work()
    whole = timeline.cells(0, step, 0, 2_000)
    for first in (0, 1, 63, 64, 65, 1_000, 1_813):
        timeline.aim([0], step, first, 150)
        timeline.work()
        assert timeline.cells(0, step, first, 150) == whole[first : first + 150]


def test_no_state_that_is_longer_than_a_cell_vanishes() -> None:
    session = long_run()
    step = 20_000_000
    timeline, history = session.timeline, histories(session.log)
    cells = session.playhead.end // step + 1
    rows = rows_of(timeline)
    timeline.aim(rows, step, 0, cells)
    timeline.work()
    seen = 0
    for row in rows:
        shown = timeline.cells(row, step, 0, cells)
        past = history[row]
        for (at, state), (until, _) in pairwise(past):
            if until - at > step:
                within = shown[at // step : until // step + 1]
                assert state in map(first_state, within)
                seen += 1
    assert seen > 50


def test_two_states_in_a_cell_are_both_told() -> None:
    session = long_run()
    timeline = session.timeline
    timeline.aim([0], 100 * SECOND, 0, 1)
    timeline.work()
    shown = timeline.cells(0, 100 * SECOND, 0, 1)[0]
    assert second_state(shown) not in (ALONE, first_state(shown))


def test_a_keyframe_where_a_cell_begins_is_of_that_cell() -> None:
    session = long_run(costs="zero", rate=1_000.0)
    now = session.now
    give(session, OrderJobs(3 * CHUNK))
    assert [frame for frame in session.recording.changes.frames if frame.at == now]
    session.playback.advance(10 * SECOND)
    timeline, history = session.timeline, histories(session.log)
    deaths = deaths_in(session.log)
    rows = rows_of(timeline)
    timeline.aim(rows, now // 2, 0, 4)
    timeline.work()
    assert_true(timeline, history, deaths, rows, now // 2, 0, 4)
