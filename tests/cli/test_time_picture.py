"""Response times as a picture: rows on one axis, marks where they belong."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.text import cell_width
from site_sim.base.units import HOUR, MS, SECOND
from site_sim.cli.time_picture import BLOCKS, LINEAR, LOG, MARKED, PLAIN, TimePicture
from site_sim.state.distribution import RankedTimes

TIMES = st.lists(st.integers(0, 10**15), max_size=30).map(RankedTimes)
AXES = st.sampled_from([LOG, LINEAR])


def test_two_runs_on_a_linear_axis() -> None:
    times = [RankedTimes([n * 100 * MS for n in range(1, 11)]), RankedTimes([SECOND] * 3)]
    assert TimePicture(LINEAR, PLAIN).lines(["one", "two"], times, 60) == [
        "response times: share of jobs within; | p50, p95, p99",
        "                                         p50     p95     p99",
        "one     ...:::---===|==+++***###@@@|   500ms   1.00s   1.00s",
        "two                                |   1.00s   1.00s   1.00s",
        "     0s    200ms 400ms 600ms 800ms 1s",
    ]


def test_a_logarithmic_axis_tells_steps_of_one_two_and_five() -> None:
    times = [RankedTimes([n * n * MS for n in range(1, 101)]), RankedTimes([])]
    lines = TimePicture().lines(["ours", "none"], times, 80)
    assert lines[-1].split() == [
        *("500µs", "2ms", "5ms", "10ms", "50ms", "200ms", "1s", "2s", "5s", "10s")
    ]
    assert lines[3].split() == ["none", *["—"] * 3]
    assert lines[2].count(BLOCKS.mark) == 2  # p95 and p99 share a cell


def test_long_times_are_told_in_minutes_hours_and_days() -> None:
    hours = [RankedTimes([n * HOUR for n in range(1, 30)])]
    last = TimePicture().lines(["ours"], hours, 80)[-1]
    assert last.split() == ["30m00", "1h00", "2h00", "5h00", "12h00", "24h00", "48h00"]
    last = TimePicture(LINEAR).lines(["ours"], hours, 80)[-1]
    assert last.split() == ["0s", "12h00", "24h00", "36h00", "48h00"]


def test_without_a_job_that_left_there_is_no_picture() -> None:
    assert TimePicture().lines(["one"], [RankedTimes([])], 80) == []


@given(times=st.lists(TIMES, min_size=1, max_size=4), axis=AXES, columns=st.integers(60, 200))
def test_lines_are_as_wide_as_they_may_be(
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
    picture = TimePicture(axis)
    edges = picture.edges(times.ranked[0], times.ranked[-1], cells)
    assert len(edges) == cells + 1
    assert edges == sorted(edges)
    assert edges[-1] >= times.ranked[-1]
    row = picture.row(times, edges[1:])
    marks = {bisect_left(edges[1:], times.percentile(percent) or 0) for percent in MARKED}
    assert {place for place, sign in enumerate(row) if sign == BLOCKS.mark} == marks
    for place, sign in enumerate(row):
        share = times.share_within(edges[place + 1])
        if place not in marks and share:
            assert (len(BLOCKS.heights) * share) <= BLOCKS.heights.index(sign) + 1.0000001
        elif place not in marks:
            assert sign == " "


def test_both_sets_of_characters_tell_as_many_heights() -> None:
    assert len({*BLOCKS.heights}) == len({*PLAIN.heights}) == 8
    assert "".join(PLAIN).isascii()
