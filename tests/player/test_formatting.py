"""Times, rates and counts in few cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import MS, SECOND, US
from site_sim.player.formatting import clock, count, rate, seconds, share, work_text


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0.0s"),
        (999, "999ns"),
        (350 * US, "350µs"),
        (350 * MS, "350ms"),
        (999_499, "999µs"),
        (999_500, "1ms"),
        (999_499 * US, "999ms"),
        (999_500 * US, "1.0s"),
        (1_250 * MS, "1.2s"),
        (9_949 * MS, "9.9s"),
        (9_960 * MS, "10s"),
        (42 * SECOND, "42s"),
        (725 * SECOND, "12m05"),
        (9_000 * SECOND, "2.5h"),
    ],
)
def test_a_span_of_time_has_its_unit(ns: int, text: str) -> None:
    assert seconds(ns) == text


@given(ns=st.integers(0, 3600 * 999 * SECOND))
def test_a_span_of_time_fits_in_six_cells(ns: int) -> None:
    assert len(seconds(ns)) <= 6


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "00:00.0"),
        (12_499 * MS, "00:12.4"),
        (75 * SECOND, "01:15.0"),
        (3_725 * SECOND, "1:02:05.0"),
    ],
)
def test_a_time_is_told_as_a_clock_tells_it(ns: int, text: str) -> None:
    assert clock(ns) == text


def test_what_a_job_holds_names_its_kind() -> None:
    assert work_text(0, SECOND) == "io 1.0s"
    assert work_text(SECOND, 0) == "cpu 1.0s"
    assert work_text(SECOND, SECOND) == "mix 2.0s"


def test_numbers_are_short() -> None:
    assert [rate(each) for each in (0.5, 12.5, 120, 1000)] == [
        "0.5/s",
        "12.5/s",
        "120/s",
        "1,000/s",
    ]
    assert [count(each) for each in (999, 12_345, 1_200_000)] == ["999", "12,345", "1.2M"]
    assert share(0.3) == "30%"


@pytest.mark.parametrize(
    ("per_s", "text"),
    [(0.0, "0/s"), (0.1, "0.1/s"), (2.5, "2.5/s"), (0.6875, "0.688/s"), (99.6, "99.6/s"),
     (100.0, "100/s"), (1000.0, "1,000/s")],
)  # fmt: skip
def test_a_rate_is_said_in_seven_cells(per_s: float, text: str) -> None:
    assert rate(per_s) == text
    assert len(text) <= 7
