"""Response times as a picture: rows on one axis, marks where they belong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.text import cell_width
from site_sim.base.units import MS, SECOND
from site_sim.cli.time_picture import BLOCKS, LINEAR, LOG, MARKED, PLAIN, TimePicture
from site_sim.state.distribution import RankedTimes
from site_sim.ui.drawing.charts.axes import time_axis

TIMES = st.lists(st.integers(0, 10**15), max_size=30).map(RankedTimes)
AXES = st.sampled_from([LOG, LINEAR])


def test_two_runs_on_a_linear_axis() -> None:
    times = [RankedTimes([n * 100 * MS for n in range(1, 11)]), RankedTimes([SECOND] * 3)]
    assert TimePicture(LINEAR, PLAIN).lines(["one", "two"], times, 80) == [
        "response times: share of jobs within; | p50, p95, p99",
        "                                                             p50     p95     p99",
        "one       .....:::::-----=====|====+++++*****#####@@@@@|   500ms   1.00s   1.00s",
        "two                                                    |   1.00s   1.00s   1.00s",
        "     0s        200ms     400ms      600ms     800ms     1s",
    ]


def test_a_logarithmic_axis_has_times_of_all_lengths() -> None:
    times = [RankedTimes([n * n * MS for n in range(1, 101)]), RankedTimes([])]
    lines = TimePicture().lines(["ours", "none"], times, 80)
    assert lines[-1].split() == ["1ms", "10ms", "100ms", "1s", "10s"]
    assert lines[3].split() == ["none", *["—"] * 3]
    assert lines[2].count(BLOCKS.mark) == 2  # p95 and p99 share a cell


def test_without_a_job_that_left_there_is_no_picture() -> None:
    assert TimePicture().lines(["one"], [RankedTimes([])], 80) == []


@given(times=st.lists(TIMES, min_size=1, max_size=4), axis=AXES, columns=st.integers(60, 200))
def test_lines_are_no_wider_than_they_may_be(
    times: list[RankedTimes], axis: str, columns: int
) -> None:
    names = [f"run {number}" for number in range(len(times))]
    lines = TimePicture(axis).lines(names, times, columns)
    assert len(lines) in (0, len(times) + 3)
    assert all(cell_width(line) <= columns for line in lines)


@given(times=TIMES.filter(len), axis=AXES, cells=st.integers(16, 150))
def test_a_cell_is_as_high_as_the_share_that_is_within_its_end(
    times: RankedTimes, axis: str, cells: int
) -> None:
    along = time_axis(times.ranked[0], times.ranked[-1], cells, axis == LOG)
    row = TimePicture(axis).row(times, along)
    assert len(row) == cells
    marks = {along.cell(times.percentile(percent) or 0) for percent in MARKED}
    assert {place for place, sign in enumerate(row) if sign == BLOCKS.mark} == marks
    for place in {*range(cells)} - marks:
        share = sum(time <= along.end_of(place) for time in times.ranked) / len(times)
        height = 0 if row[place] == " " else 1 + BLOCKS.heights.index(row[place])
        assert 8 * share <= height + 1e-9
        assert height - 1 < 8 * share or height == 0


def test_both_sets_of_characters_tell_as_many_heights() -> None:
    assert len({*BLOCKS.heights}) == len({*PLAIN.heights}) == 8
    assert "".join(PLAIN).isascii()
