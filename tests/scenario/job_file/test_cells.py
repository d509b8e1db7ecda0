"""Numbers of any notation are exact, and work done twice is the same."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.scenario.job_file.cells import nanoseconds, work_nanoseconds

DIGITS = st.text("0123456789", max_size=25)


@given(DIGITS, DIGITS, st.integers(-30, 12))
def test_a_number_is_rounded_once_half_to_even(whole: str, fraction: str, exponent: int) -> None:
    text = f"0{whole}.{fraction}e{exponent}"
    with localcontext() as context:
        context.prec = 200
        exact = (Decimal(text) * 10**9).to_integral_value(ROUND_HALF_EVEN)
    if Decimal(text) <= 10**9:
        assert nanoseconds(text) == exact
    else:
        with pytest.raises(ValueError, match="at most 1,000,000,000 seconds"):
            nanoseconds(text)


@given(st.integers(0, 10**12), st.integers(0, 9))
def test_a_plain_number_says_the_same_as_one_with_an_exponent(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    if number <= 10**9:
        assert nanoseconds(f"{number:f}") == nanoseconds(f"{digits}e-{places}")
        assert work_nanoseconds(f" {number:f} ") == nanoseconds(f"{number:f}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0." + "0" * 99_999 + "1e100000", 10**9),
        ("1" + "0" * 20_000 + "e-20000", 10**9),
        ("1e-99999999999999999999", 0),
        ("0e99999999999999999999", 0),
        ("1e" + "0" * 5_000 + "1", 10**10),
    ],
    ids=lambda value: str(value)[-20:],
)
def test_an_exponent_of_any_length_is_exact(text: str, expected: int) -> None:
    assert nanoseconds(text) == expected
