"""Axes: their ticks cover the range, in steps that are easy to read, and are few."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.quantities import read_duration
from site_sim.base.units import DAY, MS, SECOND
from site_sim.ui.drawing.charts.axes import (
    LABEL,
    LEAST_GAP,
    nice_step,
    scale_for,
    ticks,
    time_axis,
    time_ticks,
)

VALUES = st.floats(1e-6, 1e7)
ROWS = st.integers(2, 12)


def is_nice(step: float) -> bool:
    """Return whether a step is 1, 2 or 5 times a power of ten."""
    return f"{step:.6e}"[0] in "125" and float(f"{step:.0e}") == pytest.approx(step)


@given(VALUES)
def test_a_step_is_the_next_that_is_easy_to_read(least: float) -> None:
    step = nice_step(least)
    assert is_nice(step)
    assert least * 0.999 <= step < least * 2.6


@given(VALUES, ROWS, st.booleans())
def test_a_scale_covers_what_is_shown_and_little_more(
    most: float, rows: int, is_whole: bool
) -> None:
    scale = scale_for(most, rows, is_whole)
    assert is_nice(scale.step)
    assert scale.top >= most * 0.999
    assert scale.top < max(most, 1.0 if is_whole else 0.0) * 2.6
    assert not is_whole or scale.step == round(scale.step) >= 1


@given(VALUES, VALUES, ROWS)
def test_a_scale_grows_with_what_is_shown_and_not_otherwise(
    some: float, more: float, rows: int
) -> None:
    some, more = sorted((some, more))
    assert scale_for(some, rows).top <= scale_for(more, rows).top * 1.001


@given(st.integers(1, 10**9), ROWS)
def test_ticks_stand_at_the_edges_of_rows_and_say_their_values(most: int, rows: int) -> None:
    scale = scale_for(most, rows, is_whole=True)
    labels = ticks(scale, rows)
    assert 1 <= len(labels) <= max(1, rows // 2)
    assert max(labels) == rows - 1
    for row, label in labels.items():
        assert len(label) <= LABEL
        units = {"k": 10**3, "M": 10**6, "G": 10**9}
        value = float(label.rstrip("kMG").replace(",", "")) * units.get(label[-1], 1)
        assert value * rows == pytest.approx((row + 1) * scale.top)
        assert scale.place(value, rows) == row


@given(st.floats(2e-3, 1e9), ROWS)
def test_labels_differ(most: float, rows: int) -> None:
    labels = ticks(scale_for(most, rows), rows)
    assert len({*labels.values()}) == len(labels)


@given(st.floats(1e-9, 1e-3), ROWS)
def test_labels_of_next_to_nothing_are_left_out_rather_than_cut(most: float, rows: int) -> None:
    labels = ticks(scale_for(most, rows), rows)
    assert all(not label or float(label) > 0 for label in labels.values())
    assert max(map(len, labels.values())) <= LABEL


@given(st.integers(8, 300), st.integers(MS, DAY))
def test_times_are_in_order_and_do_not_touch(cells: int, cell_ns: int) -> None:
    found = [*time_ticks(cells, cell_ns)]
    for cell, label in found:
        ago = read_duration(label[1:])
        assert ago is not None
        assert abs(cell + ago / cell_ns - cells) <= 0.5
    for (later, _), (earlier, label) in pairwise(found):
        assert later - earlier >= len(label) + 1
    assert len(found) <= cells // LEAST_GAP


def test_the_last_minute_has_ticks_each_ten_seconds_where_there_is_room() -> None:
    labels = [label for _, label in time_ticks(80, 750 * MS)]
    assert labels == ["-10s", "-20s", "-30s", "-40s", "-50s", "-60s"]
    assert [label for _, label in time_ticks(30, 2 * SECOND)] == ["-20s", "-40s", "-60s"]


# -- axes of durations ---------------------------------------------------------------------------

SPANS = st.tuples(st.integers(1, 10**14), st.integers(1, 10**14)).map(sorted)
CELLS = st.integers(12, 200)


@given(SPANS, CELLS, st.booleans())
def test_a_time_axis_covers_what_is_shown_from_tick_to_tick(
    span: list[int], cells: int, is_log: bool
) -> None:
    least, most = span
    axis = time_axis(least, most, cells, is_log)
    assert axis.is_log == is_log
    assert axis.start <= least
    assert axis.stop >= most
    assert axis.start == 0 or is_log
    assert axis.place(axis.start) == pytest.approx(0)
    assert axis.place(axis.stop) == pytest.approx(cells)
    ends = [axis.end_of(cell) for cell in range(cells)]
    assert ends == sorted(ends)
    assert ends[-1] == axis.stop


@given(SPANS, CELLS, st.booleans())
def test_the_cell_of_a_time_is_the_first_that_reaches_it(
    span: list[int], cells: int, is_log: bool
) -> None:
    axis = time_axis(*span, cells, is_log)
    for ns in span:
        cell = axis.cell(ns)
        slack = 1 + ns // 10**6  # a logarithm is not exact to the nanosecond
        assert ns <= axis.end_of(cell) + slack
        assert cell == 0 or ns > axis.end_of(cell - 1) - slack


@given(SPANS, CELLS, st.booleans())
def test_labels_of_a_time_axis_stand_apart_and_say_their_times(
    span: list[int], cells: int, is_log: bool
) -> None:
    axis = time_axis(*span, cells, is_log)
    ticks = axis.ticks
    assert ticks
    for cell, label in ticks:
        ns = read_duration(label)
        assert ns is not None
        assert axis.place(ns) == pytest.approx(cell + 1, abs=0.51)
    for (before, label), (after, _) in pairwise(ticks):
        assert after - before >= len(label) + LEAST_GAP


def test_steps_are_of_the_units_that_people_count_in() -> None:
    assert [label for _, label in time_axis(0, 29 * SECOND, 70, is_log=False).ticks] == [
        "0s", "5s", "10s", "15s", "20s", "25s", "30s",
    ]  # fmt: skip
    assert [label for _, label in time_axis(70 * MS, 4 * SECOND, 100, is_log=True).ticks] == [
        "50ms", "100ms", "200ms", "500ms", "1s", "2s", "5s",
    ]  # fmt: skip
    assert [label for _, label in time_axis(7 * MS, 70 * SECOND, 60, is_log=True).ticks] == [
        "10ms", "100ms", "1s", "10s",
    ]  # fmt: skip
