"""The distribution of times: curves that rise, marks at the percentiles, and their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.quantities import duration
from site_sim.base.units import MS, SECOND
from site_sim.state.distribution import RankedTimes, percentile
from site_sim.ui.drawing.charts.axes import time_axis
from site_sim.ui.drawing.charts.cumulative import (
    DIGITS,
    LABEL,
    MOST_ROWS,
    NOTHING,
    PERCENTS,
    ROLES,
    ChartLine,
    chart_lines,
    curves_of,
)
from site_sim.ui.drawing.segments import width_of
from site_sim.ui.theme.glyphs import GLYPHS, Glyphs
from site_sim.ui.theme.text_styles import ROLES as ALL_ROLES

TIMES = st.lists(st.integers(0, 10**13), min_size=1, max_size=60)
RUNS = st.lists(TIMES, min_size=1, max_size=6)
NAMES = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
ANY_GLYPHS = st.sampled_from([*GLYPHS.values()])


def lines_of(
    runs: list[list[int]], width: int, height: int, is_log: bool, glyphs: Glyphs
) -> list[ChartLine]:
    times = [(name, RankedTimes(run)) for name, run in zip(NAMES, runs, strict=False)]
    return chart_lines(curves_of(times, glyphs), width, height, is_log, glyphs)


def text_of(line: ChartLine) -> str:
    return "".join(text for text, _ in line)


@given(RUNS, st.integers(20, 200), st.integers(0, 60), st.booleans(), ANY_GLYPHS)
def test_a_chart_fits_its_room(
    runs: list[list[int]], width: int, height: int, is_log: bool, glyphs: Glyphs
) -> None:
    lines = lines_of(runs, width, height, is_log, glyphs)
    assert len(lines) <= max(0, height)
    table = 1 + len(runs)
    for line in lines[:-table]:
        assert width_of(text_of(line)) == width
    assert {role for line in lines for _, role in line} <= {*ALL_ROLES, ""}


@given(TIMES, st.integers(40, 120), st.integers(12, 40), st.booleans(), ANY_GLYPHS)
def test_a_curve_is_where_the_share_of_the_times_is(
    times: list[int], width: int, height: int, is_log: bool, glyphs: Glyphs
) -> None:
    *plot, _, _, _, _ = lines_of([times], width, height, is_log, glyphs)
    rows, columns, sign = len(plot), width - LABEL, glyphs.curves[0]
    assert rows % 4 == 0
    assert rows <= MOST_ROWS
    axis = time_axis(min(times), max(times), columns, is_log)
    last = axis.cell(max(times))
    texts = [text_of(line)[LABEL:] for line in plot[::-1]]
    assert {text[last + 1 :].strip(f" {glyphs.dot}") for text in texts} <= {""}
    for column in range(last + 1):
        drawn = [row for row in range(rows) if texts[row][column] == sign]
        within = sum(ns <= axis.end_of(column) for ns in times)
        assert bool(drawn) == bool(within)
        if drawn:
            assert drawn == [*range(drawn[0], drawn[-1] + 1)]
            assert drawn[-1] * len(times) < within * rows <= (drawn[-1] + 1) * len(times)


@given(RUNS, ANY_GLYPHS)
def test_the_table_has_the_percentiles_by_nearest_rank(
    runs: list[list[int]], glyphs: Glyphs
) -> None:
    *_, head = lines_of(runs, 100, 40, True, glyphs)[: -len(runs)]
    rows = lines_of(runs, 100, 40, True, glyphs)[-len(runs) :]
    assert [word for word in text_of(head).split() if word[0] in "plj"] == [
        "p50", "p95", "p99", "longest", "jobs",
    ]  # fmt: skip
    for name, run, row, sign in zip(NAMES, runs, rows, glyphs.curves, strict=False):
        ranked = sorted(run)
        times = [percentile(ranked, each) for each in (*PERCENTS, 100)]
        told = [duration(ns, DIGITS) for ns in times]
        assert text_of(row).split() == [sign, name, *told, str(len(run))]


@pytest.mark.parametrize("glyphs", GLYPHS.values(), ids=GLYPHS)
@pytest.mark.parametrize("is_log", [True, False])
def test_a_line_under_the_axis_goes_from_the_median_to_the_p99(
    glyphs: Glyphs, is_log: bool
) -> None:
    times = [each * 100 * MS for each in range(1, 101)]
    *_, span, _, _ = lines_of([times], 106, 20, is_log, glyphs)
    axis = time_axis(times[0], times[-1], 100, is_log)
    text = text_of(span)[LABEL:]
    places = [axis.cell(each * 100 * MS) for each in PERCENTS]
    assert [text[place] for place in places] == [glyphs.tees[0], glyphs.tees[4], glyphs.tees[1]]
    assert (len(text) - len(text.lstrip()), len(text.rstrip()) - 1) == (places[0], places[-1])


@pytest.mark.parametrize("glyphs", GLYPHS.values(), ids=GLYPHS)
def test_each_run_has_a_sign_and_a_colour_of_its_own_and_where_they_meet_they_take_turns(
    glyphs: Glyphs,
) -> None:
    same = [[SECOND, 2 * SECOND, 5 * SECOND]] * 6
    looks = {(curve.sign, curve.role) for curve in curves_of([("", RankedTimes([1]))] * 6, glyphs)}
    assert looks == {*zip(glyphs.curves, ROLES, strict=True)}
    assert len({*glyphs.curves}) == len({*ROLES}) == 6
    plot = lines_of(same, 100, 40, False, glyphs)[:20]
    drawn = {text for line in plot for text, role in line if role in ROLES}
    assert {*"".join(drawn)} == {*glyphs.curves}


def test_where_no_job_has_left_it_is_said() -> None:
    glyphs = GLYPHS["unicode"]
    assert lines_of([[]], 80, 20, False, glyphs) == [[(NOTHING, "muted")]]
    *_, none, some = lines_of([[], [SECOND]], 80, 20, False, glyphs)
    assert text_of(none).split() == ["●", "serial", *"────", "0"]
    assert text_of(some).split() == ["■", "coroutines", *["1.00s"] * 4, "1"]


def test_in_few_lines_the_numbers_stay() -> None:
    glyphs, run = GLYPHS["unicode"], [SECOND, 2 * SECOND]
    for height in range(2, 12):
        lines = lines_of([run], 80, height, False, glyphs)
        assert text_of(lines[-1]).split()[:2] == ["●", "serial"]
        assert len(lines) in (2, height, height - 1, height - 2, height - 3)
