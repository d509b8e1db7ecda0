"""A number is read as people write it, and as the program prints it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.numbers import comma_hint, read_duration, read_number, read_whole


@given(st.integers(-(10**25), 10**25))
def test_what_is_printed_is_read(number: int) -> None:
    for text in (f"{number:,}", f"{number:_}", f" {number} ", f"{number:040}"):
        assert read_whole(text) == number
        assert read_number(text) == float(number)
    assert read_number(f"{number:,}.25") == float(f"{number}.25")


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert read_whole(text) is None or read_number(text) is not None
    assert comma_hint(text).isprintable()


@pytest.mark.parametrize(
    "text", ["", "x", "1,00", "0,500", "1,0000", ",100", "1,000,", "10_", "٣", "1.2.3", "1 000"]
)
def test_what_may_mean_another_number_means_none(text: str) -> None:
    assert read_whole(text) is None
    assert read_number(text) is None


def test_a_number_of_very_many_digits_stays_beyond_every_bound() -> None:
    assert read_whole("9" * 10_000) == int("9" * 30)
    assert read_whole("-" + "9" * 10_000) == -int("9" * 30)
    assert read_whole("0" * 10_000 + "3") == 3
    assert read_number("1e999") == math.inf


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0,5", "a point, not a comma: 0.5"),
        (" -12,25 ", "a point, not a comma: -12.25"),
        ("1,2,3", ""),
        ("x", ""),
    ],
)
def test_a_decimal_comma_is_told_from_a_point(text: str, hint: str) -> None:
    assert comma_hint(text) == hint


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("50us", 50_000),
        (" 50 us ", 50_000),
        ("1.5ms", 1_500_000),
        ("2.µs", 2_000),
        ("1_000ns", 1_000),
        ("1,000s", 10**12),
        ("-1s", -(10**9)),
        ("0", 0),
        ("0.0", 0),
        *(
            (text, None)
            for text in ("", "us", "50", "50 u s", "50min", "1e999s", "1e305s", "nan", "inf", "٣s")
        ),
    ],
)
def test_a_duration_has_its_unit(text: str, ns: int | None) -> None:
    assert read_duration(text) == ns
