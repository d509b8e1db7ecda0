"""The scale of the timeline: what is in sight, and how times are said."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.quantities import clock, places_for
from site_sim.base.units import SECOND
from site_sim.player.needs import TimeScale
from site_sim.player.view_state import TimelineView
from site_sim.ui.screens.timeline.time_window import (
    FITTING_STEPS,
    HOUR,
    STEPS,
    moved,
    pulled,
    revealed,
    span_revealed,
    ticks,
    window_of,
    zoomed,
)

times = st.integers(0, 10**15)
counts = st.integers(1, 300)


OPENED = TimelineView()
FITTING = TimelineView(fits=True)
CHOSEN = TimelineView(SECOND // 2, 0)


def test_steps_go_from_a_nanosecond_to_hours_and_ten_of_each_are_easy_to_say() -> None:
    assert STEPS[0] == 1
    assert STEPS[-1] * 60 > 10**18
    assert list(STEPS) == sorted(set(STEPS))
    for step in STEPS:
        assert max(b / a for a, b in pairwise(STEPS)) <= 3
        ten = 10 * step
        assert ten % HOUR == 0 or ten % (60 * SECOND) == 0 or 60 * SECOND % ten == 0


@given(end=times, share=st.floats(0, 1), count=counts)
def test_it_opens_on_the_whole_run_and_little_room_is_free(
    end: int, share: float, count: int
) -> None:
    at = round(end * share)
    window = window_of(OPENED, at, end, count)
    assert window == window_of(FITTING, at, end, count)
    assert window.first == 0
    assert window.column(end) < count
    assert end < 10 * count or (window.column(end) + 1) / count >= 0.65
    number = FITTING_STEPS.index(window.step)
    assert number == 0 or FITTING_STEPS[number - 1] * count <= end
    assert window_of(FITTING, end, 10 * end, count).column(10 * end) < count


def test_steps_that_fit_a_run_lie_close() -> None:
    assert list(FITTING_STEPS) == sorted(set(FITTING_STEPS))
    above = [step for step in FITTING_STEPS if step >= 1_000]
    assert max(after / before for before, after in pairwise(above)) < 1.34


@given(end=times, share=st.floats(0, 1), count=counts, closer=st.booleans())
def test_zooming_keeps_its_anchor_where_it_is(
    end: int, share: float, count: int, closer: bool
) -> None:
    before = window_of(CHOSEN, end, end, count)
    anchor = before.first * before.step + round(share * (count - 1) * before.step)
    after = zoomed(before, closer, anchor)
    if after.first > 0:
        assert after.column(anchor) == before.column(anchor)
    else:
        assert after.column(anchor) <= before.column(anchor)
    number = STEPS.index(before.step) + (-1 if closer else 1)
    assert after.step == STEPS[max(0, min(number, len(STEPS) - 1))]


def test_zooming_ends_at_the_last_step() -> None:
    window = zoomed(window_of(OPENED, 0, 0, 100), True, 0)
    assert window.step == 1
    for _ in range(2 * len(STEPS)):
        window = zoomed(window, False, 0)
    assert window.step == STEPS[-1]


def test_moving_stays_with_the_run() -> None:
    window = TimeScale(SECOND, 50, 100)
    assert moved(window, -20, 90 * SECOND) == TimeScale(SECOND, 30, 100)
    assert moved(window, -10_000, 90 * SECOND).first == 0
    assert moved(window, 10_000, 90 * SECOND).first == 90


def test_a_window_that_does_not_follow_stays_where_it_is() -> None:
    view = TimelineView(SECOND, 20, follows=False)
    for at in (0, 30, 500):
        assert window_of(view, at * SECOND, 500 * SECOND, 100) == TimeScale(SECOND, 20, 100)


def test_following_leaves_room_ahead_and_moves_seldom() -> None:
    step = CHOSEN.step
    firsts = []
    for at in range(100 * step, 1_000 * step, step):
        window = window_of(CHOSEN, at, at, 100)
        assert (window.step, 0 <= window.column(at) < 100) == (step, True)
        firsts.append(window.first)
    assert firsts == sorted(firsts)
    turned = [after - before for before, after in pairwise(firsts) if after != before]
    assert set(turned) == {26}
    assert len(turned) == len(firsts) // 26


@given(
    first=st.integers(0, 500),
    cells=st.lists(st.integers(0, 2_000), min_size=1, max_size=9),
    count=counts,
)
def test_it_follows_to_the_same_page_whichever_way_the_playhead_came(
    first: int, cells: list[int], count: int
) -> None:
    view = TimelineView(SECOND, first, follows=True)
    for cell in cells:
        window = window_of(view, cell * SECOND, 2_000 * SECOND, count)
        assert 0 <= window.column(cell * SECOND) < count
        if first <= cell < first + count:
            assert window.first == first  # where it was zoomed, say
        elif window.first:
            assert (window.first - first) % (count // 4 + 1) == 0


def test_a_run_that_began_anew_is_in_sight() -> None:
    view = TimelineView(SECOND // 2, 900, follows=False)
    assert 0 <= window_of(view, SECOND, SECOND, 100).column(SECOND) < 100


@given(
    step=st.sampled_from([*STEPS, *FITTING_STEPS]),
    first=st.integers(0, 10**6),
    count=st.integers(20, 300),
)
def test_ticks_do_not_touch_and_stand_where_their_time_is(
    step: int, first: int, count: int
) -> None:
    marks = ticks(TimeScale(step, first, count))
    for (column, text), (after, _) in pairwise(marks):
        assert column + 1 + len(text) < after
    for column, text in marks:
        assert 0 <= column < count
        time = (first + column) * step
        assert time % (5 * step) == 0
        texts = [clock(time, places_for(every * step)) for every in (10, 20, 25, 50, 100)]
        assert text in texts
        if step >= SECOND // 10:
            assert time % SECOND == 0  # else the text would be cut


def test_a_life_that_is_longer_than_the_window_makes_it_zoom_out() -> None:
    window = span_revealed(TimeScale(1_000_000, 50, 100), 5 * SECOND, 15 * SECOND)
    assert 0 <= window.column(5 * SECOND) < window.column(15 * SECOND) < window.count
    assert span_revealed(window, 6 * SECOND, 7 * SECOND) == window


@given(first=st.integers(0, 500), cell=st.integers(0, 600), count=counts)
def test_a_time_is_brought_into_view_with_room_ahead_or_just_so(
    first: int, cell: int, count: int
) -> None:
    before, at, end = TimeScale(SECOND, first, count), cell * SECOND, 600 * SECOND
    windows = revealed(before, at), pulled(before, at, end)
    assert all(0 <= window.column(at) < count for window in windows)
    if first <= cell < first + count:
        assert windows == (before, before)
    else:
        with_room, just_so = windows
        assert with_room.first == max(0, cell - (count - 1 - count // 4))
        assert just_so.column(at) == (0 if cell < first else count - 1)
