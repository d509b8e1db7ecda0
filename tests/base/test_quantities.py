"""What people are told of times and rates: in few digits, rounded one way, and taken back."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_sim.base.limits import HIGHEST_RATE, HORIZON_NS
from site_sim.base.numbers import read_number
from site_sim.base.quantities import (
    clock,
    duration,
    exact_duration,
    exact_rate,
    exact_share,
    measured_rate,
    places_for,
    rate,
    read_clock,
    read_duration,
    read_rate,
    read_seconds,
    read_share,
    read_time,
    unit_of_rate,
)
from site_sim.base.units import DAY, HOUR, MINUTE, MS, SECOND, US

spans = st.integers(0, 62).flatmap(lambda bits: st.integers(0, 1 << bits)).filter(
    lambda ns: ns <= HORIZON_NS
)  # fmt: skip
"""Nanoseconds of every order, up to the longest run."""
digits_ = st.integers(1, 3)
places_ = st.sampled_from([0, 1, 3, 6, 9])
rates = st.floats(1e-6, HIGHEST_RATE)


# -- durations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ns", "text", "longer"),
    [
        (0, "0s", "0s"),
        (999, "999ns", "999ns"),
        (3_050, "3.1µs", "3.05µs"),
        (9_949, "9.9µs", "9.95µs"),
        (350 * US, "350µs", "350µs"),
        (999_499, "999µs", "999µs"),
        (999_500, "1.0ms", "1.00ms"),
        (1_449_999, "1.4ms", "1.45ms"),
        (350 * MS, "350ms", "350ms"),
        (999_499_999, "999ms", "999ms"),
        (999_500 * US, "1.0s", "1.00s"),
        (1_250 * MS, "1.3s", "1.25s"),
        (9_949 * MS, "9.9s", "9.95s"),
        (9_950 * MS, "10s", "9.95s"),
        (42 * SECOND, "42s", "42.0s"),
        (99_499 * MS, "99s", "99.5s"),
        (99_500 * MS, "1m40", "99.5s"),
        (826 * SECOND, "13m46", "13m46"),
        (3_599_500 * MS, "1h00", "1h00"),
        (98_170_427 * MS, "27h16", "27h16"),
        (100 * HOUR, "4d04", "4d04"),
        (HORIZON_NS, "11574d", "11574d"),
    ],
)
def test_a_duration_has_its_unit(ns: int, text: str, longer: str) -> None:
    assert (duration(ns), duration(ns, 3)) == (text, longer)


@given(ns=spans, digits=digits_)
def test_a_duration_fits_in_six_cells(ns: int, digits: int) -> None:
    assert len(duration(ns, digits)) <= 6


@given(ns=spans, other=spans, digits=digits_)
def test_what_lasts_longer_is_never_told_as_shorter(ns: int, other: int, digits: int) -> None:
    short, long = (read_duration(duration(each, digits)) for each in sorted((ns, other)))
    assert short is not None
    assert long is not None
    assert short <= long


def step_of(text: str) -> int:
    """Return how long the last digit of a duration is (ns)."""
    if text[-1].isdigit():
        return {"m": SECOND, "h": MINUTE, "d": HOUR}[text.strip("0123456789")]
    number = text.rstrip("nµmsd")
    unit = {"ns": 1, "µs": US, "ms": MS, "s": SECOND, "d": DAY}[text.removeprefix(number)]
    return unit // 10 ** len(number.partition(".")[2])


@given(ns=spans, digits=digits_)
def test_a_duration_is_told_to_the_nearest_and_half_a_step_up(ns: int, digits: int) -> None:
    text = duration(ns, digits)
    told, step = read_duration(text), step_of(text)
    assert told is not None
    assert -step < 2 * (ns - told) <= step - (step > 1) or ns == told


@given(ns=spans.filter(lambda ns: ns >= 100), digits=digits_)
def test_a_duration_loses_none_of_its_digits(ns: int, digits: int) -> None:
    told = read_duration(duration(ns, digits))
    assert told is not None
    assert 2 * abs(ns - told) * 10 ** (digits - 1) <= ns + abs(ns - told)


@given(ns=spans, digits=st.sampled_from([2, 3]))
def test_a_duration_in_more_digits_is_as_long(ns: int, digits: int) -> None:
    told = read_duration(duration(ns, digits))
    exact = read_duration(exact_duration(ns))
    assert exact == ns
    assert told is not None
    assert abs(told - ns) <= step_of(duration(ns, digits))


@given(ns=spans)
def test_an_exact_duration_has_no_digit_to_spare(ns: int) -> None:
    text = exact_duration(ns)
    assert read_duration(text) == ns
    assert not ("." in text and text.rstrip("nµms").endswith(("0", ".")))


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0s"),
        (50 * US, "50µs"),
        (1_500 * US, "1.5ms"),
        (1_234_567, "1.234567ms"),
        (SECOND, "1s"),
        (90 * SECOND, "90s"),
        (5_400 * SECOND, "1h30"),
        (3_661 * SECOND, "3661s"),
        (125_500 * MS, "125.5s"),
        (100 * DAY, "100d"),
    ],
)  # fmt: skip
def test_a_duration_is_told_exactly_where_it_is_set(ns: int, text: str) -> None:
    assert exact_duration(ns) == text


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("50us", 50 * US),
        (" 50 us ", 50 * US),
        ("1.5ms", 1_500 * US),
        ("2.µs", 2 * US),
        ("2μs", 2 * US),
        ("0,5 ms", 500 * US),
        ("1_000ns", US),
        ("1,000s", 1_000 * SECOND),
        ("1.5 s", 1_500 * MS),
        ("-1s", -SECOND),
        ("0", 0),
        ("0.0", 0),
        ("50min", 50 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("1h30", 90 * MINUTE),
        ("1h5s", HOUR + 5 * SECOND),
        ("13m46", 826 * SECOND),
        ("4d04", 100 * HOUR),
        ("123456789.123456789s", 123_456_789_123_456_789),
        *(
            (text, None)
            for text in ("", "us", "50", "50 u s", "1e999s", "1e305s", "nan", "inf", "infs", "٣s",
                         "5s3", "1ms5", "1m1h", "1h1h", "1h-5m", "1h300", "1..5s", "s5")
        ),
    ],
)  # fmt: skip
def test_a_duration_is_read_with_its_unit(text: str, ns: int | None) -> None:
    assert read_duration(text) == ns


# -- times on the clock ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ns", "places", "text"),
    [
        (0, 1, "00:00.0"),
        (0, 0, "00:00"),
        (5_266 * MS, 1, "00:05.2"),
        (5_266 * MS, 3, "00:05.266"),
        (12_300_000_456, 9, "00:12.300000456"),
        (75 * SECOND, 1, "01:15.0"),
        (3_725 * SECOND, 1, "1:02:05.0"),
        (98_170_427 * MS, 3, "27:16:10.427"),
        (100 * HOUR, 0, "100:00:00"),
    ],
)
def test_a_moment_is_told_as_a_clock_tells_it(ns: int, places: int, text: str) -> None:
    assert clock(ns, places) == text


@given(ns=spans, places=places_)
def test_a_clock_is_cut_and_read_back(ns: int, places: int) -> None:
    told = read_clock(clock(ns, places))
    assert told is not None
    assert 0 <= ns - told < 10 ** (9 - places)


@given(ns=spans, places=places_, more=places_)
def test_a_moment_in_more_digits_begins_with_that_in_fewer(ns: int, places: int, more: int) -> None:
    assume(places <= more)
    assert clock(ns, more).startswith(clock(ns, places))


@given(ns=spans, other=spans, places=places_)
def test_what_comes_later_is_never_told_as_earlier(ns: int, other: int, places: int) -> None:
    first, last = (read_clock(clock(each, places)) or 0 for each in sorted((ns, other)))
    assert first <= last


@given(ns=spans, other=spans)
def test_moments_are_told_apart(ns: int, other: int) -> None:
    assume(ns != other)
    places = places_for(abs(ns - other))
    assert clock(ns, places) != clock(other, places)


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("0", 0),
        (" 12.5 ", 12_500 * MS),
        ("12,5", 12_500 * MS),
        (".25", 250 * MS),
        ("7.", 7 * SECOND),
        ("1:23", 83 * SECOND),
        ("1:23,5", 83_500 * MS),
        ("01:02:03.5", 3_723_500 * MS),
        ("75:30", 4_530 * SECOND),
        ("0.000000001", 1),
        ("123456789.123456789", 123_456_789_123_456_789),
        ("99999999999", 99_999_999_999 * SECOND),
    ],
)
def test_a_clock_is_read(text: str, ns: int) -> None:
    assert read_clock(text) == read_time(text) == ns


@pytest.mark.parametrize("text", ["1,000", "12,345.5", "1,000,000", "0,5", "7", "1e3"])
def test_a_time_without_a_unit_is_a_number_of_seconds_everywhere(text: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (read_seconds(text), read_time(text)) == (number, number * SECOND)


@pytest.mark.parametrize(
    "text",
    ["", "s", ".", ":", "1:", ":5", "1:-3", "-1:30", "1:2:3:4", "1:75", "1:60", "1:75:00",
     "1:00:60", "inf", "nan", "0x10", "１２", "1 2", "5ss", "Died", "1:30s", "9" * 400],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("1,000", 1000.0), ("0,5", 0.5), ("1.5 s", 1.5), ("2h", 7200.0), ("1e3", 1000.0),
     ("350ms", 0.35), ("1:02:05.5", 3725.5), ("inf", math.inf), ("x", None), ("1:75", None)],
)  # fmt: skip
def test_seconds_are_read_with_and_without_their_unit(text: str, seconds: float | None) -> None:
    assert read_seconds(text) == seconds


# -- rates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_s", "text"),
    [(0.0, "0/s"), (1e-6, "0.0864/d"), (54 / 3600, "54/h"), (0.0151, "54.4/h"), (0.1, "6/min"),
     (0.5, "30/min"), (0.9996, "1/s"), (1.0, "1/s"), (2.5, "2.5/s"), (1.6875, "1.69/s"),
     (99.6, "99.6/s"), (100.0, "100/s"), (1000.0, "1,000/s")],
)  # fmt: skip
def test_a_rate_is_told_in_a_unit_in_which_it_is_one_or_more(per_s: float, text: str) -> None:
    assert rate(per_s) == text


def test_a_rate_is_told_in_the_unit_of_the_one_beside_it() -> None:
    assert rate(0.733, beside=1.0) == "0.733/s"
    assert rate(0.733, beside=0.5) == "44/min"
    assert rate(0.733, beside=0.0) == "44/min"
    assert rate(0.0, beside=0.01) == "0/h"


@given(st.floats(1e-4, 1e7))
def test_of_a_rate_fewer_digits_may_be_told(per_s: float) -> None:
    unit, seconds = unit_of_rate(per_s)
    text, sep, told = rate(per_s, digits=2).partition("/")
    number = float(text.replace(",", ""))
    assert (sep, told) == ("/", unit)
    assert number == pytest.approx(per_s * seconds, rel=0.051)
    assert len(f"{number:.10g}".replace(".", "").strip("0")) <= 2


@given(per_s=rates.filter(lambda per_s: per_s < 1e5))
def test_a_rate_fits_in_nine_cells(per_s: float) -> None:
    assert len(rate(per_s)) <= 9


@given(per_s=rates)
def test_a_rate_is_told_to_three_digits(per_s: float) -> None:
    told = read_rate(rate(per_s))
    assert told == pytest.approx(per_s, rel=0.00501)


@given(per_s=rates, other=rates)
def test_a_higher_rate_is_never_told_as_lower(per_s: float, other: float) -> None:
    low, high = (read_rate(rate(each)) or 0.0 for each in sorted((per_s, other)))
    assert low <= high


@pytest.mark.parametrize(
    ("events", "span_s", "beside", "text"),
    [
        (0, 12.0, 2.0, "0/s"),
        (5, 2.9, 1.0, "2/s"),
        (7, 10.0, 1.0, "0.7/s"),
        (9, 11.8, 0.5, "50/min"),
        (74, 100.0, 1.0, "0.74/s"),
        (1, 90.0, 1.0, "0.01/s"),
        (733, 1_000.0, 1.0, "0.733/s"),
        (12_345, 1_000.0, 10.0, "12.3/s"),
        (30, 12.0, 0.0, "2.5/s"),
        (54, 3_600.0, 0.0, "54/h"),
    ],
)
def test_a_rate_that_was_counted_has_no_finer_digits_than_an_event_more(
    events: int, span_s: float, beside: float, text: str
) -> None:
    assert measured_rate(events / span_s, round(span_s * SECOND), beside) == text


@given(events=st.integers(1, 10**6), span_s=st.floats(0.1, 10**6), beside=rates)
def test_a_counted_rate_is_told_to_a_few_events(events: int, span_s: float, beside: float) -> None:
    told = measured_rate(events / span_s, round(span_s * SECOND), beside)
    assert read_rate(told), told
    wrong = abs((read_rate(told) or 0.0) * span_s - events)
    assert wrong <= max(2.0, events / 150), told


@given(per_s=st.one_of(rates, st.just(0.0), st.integers(1, 10**5).map(lambda n: n / 3600)))
def test_an_exact_rate_is_read_back(per_s: float) -> None:
    assert read_rate(exact_rate(per_s)) == per_s


@pytest.mark.parametrize(
    ("per_s", "text"),
    [(0.0, "0/s"), (0.7, "42/min"), (1 / 3, "20/min"), (0.0151, "54.36/h"), (2.0, "2/s"),
     (2.71828, "2.71828/s"), (1_000_000.0, "1,000,000/s"), (1e-6, "0.0864/d")],
)  # fmt: skip
def test_a_rate_is_told_exactly_where_it_is_set(per_s: float, text: str) -> None:
    assert exact_rate(per_s) == text


@pytest.mark.parametrize(
    ("text", "per_s"),
    [
        ("2", 2.0),
        ("0,5", 0.5),
        ("1,000", 1000.0),
        ("2/s", 2.0),
        ("54/h", 0.015),
        (" 1,5 / min ", 0.025),
        ("3/d", 3 / 86_400),
        ("inf", math.inf),
        *((text, None) for text in ("", "/h", "x/h", "5/", "5/ms", "5/h/h", "5 h", "5/m")),
    ],
)
def test_a_rate_is_read_with_and_without_its_unit(text: str, per_s: float | None) -> None:
    assert read_rate(text) == per_s


# -- shares ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.3, "30%"), (0.005, "0.5%"), (0.011, "1.1%"), (1.0, "100%"), (1e-5, "0.001%")],
)
def test_a_share_is_told_exactly_in_percent(share: float, text: str) -> None:
    assert exact_share(share) == text


@given(
    share=st.one_of(
        st.floats(0, 1), st.integers(0, 10**6).map(lambda millionths: millionths / 10**6)
    )
)
def test_an_exact_share_is_read_back(share: float) -> None:
    assert read_share(exact_share(share)) == share


@given(st.text())
def test_any_text_is_a_quantity_or_none(text: str) -> None:
    for read in (read_duration, read_clock, read_time):
        assert isinstance(read(text), int | None)
    for read in (read_seconds, read_rate, read_share):
        assert isinstance(read(text), float | None)
