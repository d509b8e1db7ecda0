"""A number is read as people write it, and as the program prints it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.numbers import read_number, read_whole


@given(st.integers(-(10**25), 10**25))
def test_what_is_printed_is_read(number: int) -> None:
    for text in (f"{number:,}", f"{number:_}", f" {number} ", f"{number:040}"):
        assert read_whole(text) == number
        assert read_number(text) == float(number)
    assert read_number(f"{number:,}.25") == float(f"{number}.25")


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert read_whole(text) is None or read_number(text) is not None


@pytest.mark.parametrize(
    "text",
    ["", "x", "1,00,0", "0,5,0", "1,0000,000", ",100", "1,000,", "10_", "٣", "1.2.3", "1 000"],
)
def test_what_may_mean_another_number_means_none(text: str) -> None:
    assert read_whole(text) is None
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("0,5", 0.5), (" -12,25 ", -12.25), ("0,500", 0.5), ("1234,567", 1234.567), ("1,500", 1500.0)],
)
def test_a_comma_that_groups_no_digits_is_a_decimal_one(text: str, number: float) -> None:
    assert read_number(text) == number


def test_a_number_of_very_many_digits_stays_beyond_every_bound() -> None:
    assert read_whole("9" * 10_000) == int("9" * 30)
    assert read_whole("-" + "9" * 10_000) == -int("9" * 30)
    assert read_whole("0" * 10_000 + "3") == 3
    assert read_number("1e999") == math.inf
