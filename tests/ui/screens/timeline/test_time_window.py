"""The scale of the timeline: what is in sight, and how times are said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.player.formatting import stamp, stretch
from site_sim.ui.screens.timeline.time_window import (
    FIRST_LOOK_NS,
    HOUR,
    STEPS,
    TimeWindow,
    ticks,
)

times = st.integers(0, 10**15)
counts = st.integers(1, 300)


def opened(at: int, end: int, count: int) -> TimeWindow:
    window = TimeWindow()
    window.resize(at, end, count)
    return window


def test_steps_go_from_a_nanosecond_to_hours_and_ten_of_each_are_easy_to_say() -> None:
    assert STEPS[0] == 1
    assert STEPS[-1] * 60 > 10**18
    assert list(STEPS) == sorted(set(STEPS))
    for step in STEPS:
        assert max(b / a for a, b in pairwise(STEPS)) <= 3
        ten = 10 * step
        assert ten % HOUR == 0 or ten % (60 * SECOND) == 0 or 60 * SECOND % ten == 0


@given(end=times, share=st.floats(0, 1), count=counts)
def test_it_opens_on_the_playhead_and_not_too_wide(end: int, share: float, count: int) -> None:
    at = round(end * share)
    window = opened(at, end, count)
    assert 0 <= window.column(at) < count
    assert window.step <= FIRST_LOOK_NS
    if end < count:
        assert window.first == 0


@given(end=times, count=counts)
def test_the_whole_run_fits_and_is_not_smaller_than_need_be(end: int, count: int) -> None:
    window = opened(0, end, count)
    window.fit_all()
    window.resize(end, end, count)
    assert window.first == 0
    assert window.column(end) < count
    number = STEPS.index(window.step)
    assert number == 0 or STEPS[number - 1] * count <= end
    window.resize(end, 10 * end, count)
    assert window.column(10 * end) < count


@given(end=times, share=st.floats(0, 1), count=counts, closer=st.booleans())
def test_zooming_keeps_its_anchor_where_it_is(
    end: int, share: float, count: int, closer: bool
) -> None:
    window = opened(end, end, count)
    anchor = window.first * window.step + round(share * (count - 1) * window.step)
    before, step = window.column(anchor), window.step
    window.zoom(closer, anchor)
    if window.first > 0:
        assert window.column(anchor) == before
    else:
        assert window.column(anchor) <= before
    number = STEPS.index(step) + (-1 if closer else 1)
    assert window.step == STEPS[max(0, min(number, len(STEPS) - 1))]


def test_zooming_ends_at_the_last_step() -> None:
    window = opened(0, 0, 100)
    window.zoom(True, 0)
    assert window.step == 1
    for _ in range(2 * len(STEPS)):
        window.zoom(False, 0)
    assert window.step == STEPS[-1]


def test_panning_stays_with_the_run_and_ends_following() -> None:
    window = opened(50 * SECOND, 50 * SECOND, 100)
    window.pan(-10_000, 50 * SECOND)
    assert window.first == 0
    window.pan(10_000, 50 * SECOND)
    assert window.first * window.step <= 50 * SECOND
    before = window.first
    window.resize(80 * SECOND, 80 * SECOND, 100)
    assert window.first == before


def test_following_leaves_room_ahead_and_moves_seldom() -> None:
    window = opened(0, 600 * SECOND, 100)
    moves = 0
    for at in range(0, 600 * SECOND, window.step):
        before = window.first
        window.resize(at, at, 100)
        assert 0 <= window.column(at) < 100
        moves += window.first != before
    assert 0 < moves < 600 * SECOND / window.step / 20
    assert window.column(at) > 0


def test_follow_is_a_switch_and_ends_the_fit() -> None:
    window = opened(0, 0, 100)
    assert not window.toggle_follow()
    assert window.toggle_follow()
    window.fit_all()
    assert window.toggle_follow()
    assert not window.fits


def test_a_run_that_began_anew_is_in_sight() -> None:
    window = opened(500 * SECOND, 500 * SECOND, 100)
    window.pan(0, 500 * SECOND)
    window.resize(SECOND, SECOND, 100)
    assert 0 <= window.column(SECOND) < 100


@pytest.mark.parametrize(
    ("ns", "resolution", "said"),
    [
        (0, SECOND, "0s"),
        (12_300_000_000, SECOND, "12s"),
        (12_300_000_000, 1_000_000, "12.300s"),
        (12_300_000_456, 1_000, "12.300000s"),
        (12_300_000_456, 1, "12.300000456s"),
        (125 * SECOND, SECOND, "2:05"),
        (125 * SECOND, 100_000_000, "2:05.000"),
        (3725 * SECOND, 10 * SECOND, "1:02:05"),
        (100 * HOUR, HOUR, "100:00:00"),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_looked_at(ns: int, resolution: int, said: str) -> None:
    assert stamp(ns, resolution) == said


def test_a_stretch_is_said_from_when_to_when_and_how_long() -> None:
    assert stretch(12_300_000_000, 12_550_000_000) == "12.300s to 12.550s (250ms)"
    assert stretch(0, 2 * SECOND) == "0.000s to 2.000s (2.0s)"
    assert stretch(HOUR, 2 * HOUR) == "1:00:00 to 2:00:00 (60m00)"


@given(step=st.sampled_from(STEPS), first=st.integers(0, 10**6), count=st.integers(20, 300))
def test_ticks_do_not_touch_and_stand_where_their_time_is(
    step: int, first: int, count: int
) -> None:
    window = TimeWindow(step=step, first=first, count=count)
    marks = ticks(window)
    for (column, text), (after, _) in pairwise(marks):
        assert column + 1 + len(text) < after
    for column, text in marks:
        assert 0 <= column < count
        time = (first + column) * step
        assert time % (10 * step) == 0
        assert text in {stamp(time, every * step) for every in (10, 20, 50, 100)}


def test_a_life_that_is_longer_than_the_window_makes_it_zoom_out() -> None:
    window = TimeWindow(step=1_000_000, first=50, count=100, follows=True)
    window.reveal_span(5 * SECOND, 15 * SECOND)
    assert not window.follows
    assert 0 <= window.column(5 * SECOND) < window.column(15 * SECOND) < window.count
    before = (window.step, window.first)
    window.reveal_span(6 * SECOND, 7 * SECOND)
    assert (window.step, window.first) == before
