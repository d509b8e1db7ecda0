"""Arrivals as people have them: numbers, dates, epoch seconds; and none that is missed."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from tests.scenario.job_file.job_files import faults, times


def arrivals(*cells: str) -> list[int]:
    return [each[0] for each in times("arrival_s;cpu_s\n" + "".join(f"{c};1\n" for c in cells))]


def refused(*cells: str) -> list[str]:
    return faults("arrival_s;cpu_s\n" + "".join(f"{cell};1\n" for cell in cells))


@pytest.mark.parametrize(
    ("cells", "expected_s"),
    [
        (("2024-01-05 08:00:45", "2024-01-05 08:00:00"), [0, 45]),
        (("2024-01-05", "2024-01-06"), [0, 86_400]),
        (("2024-01-05T08:00", "2024-01-05T09:00"), [0, 3_600]),
        (("2024-01-05T08:00:00Z", "2024-01-05T10:00:01+02:00"), [0, 1]),
        (("2024-01-05 08:00:00 +0100", "2024-01-05 08:00:00 +00"), [0, 3_600]),
        (("1704441600", "1704441645.5"), [0, 45.5]),
        (("100000000", "100000001"), [0, 1]),
        (("99999999", "100000000"), [99_999_999, 100_000_000]),
        (("", ""), [0, 0]),
    ],
)
def test_dates_and_epoch_seconds_are_counted_from_the_earliest(
    cells: tuple[str, ...], expected_s: list[float]
) -> None:
    assert arrivals(*cells) == [round(each * SECOND) for each in expected_s]


def test_a_date_is_exact_to_the_nanosecond() -> None:
    cells = ("2024-01-05 08:00:00.123456789", "2024-01-05 08:00:00,000000001")
    assert arrivals(*cells) == [0, 123_456_788]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("monday",), "line 2: arrival_s: must be a number, not 'monday' (seconds from the start"),
        (("5.1.2024",), "line 2: arrival_s: must be a number, not '5.1.2024' (seconds from the st"),
        (("2024-02-30",), "line 2: arrival_s: is no day or time that exists: '2024-02-30'"),
        (("2024-01-05", "7"), "line 3: arrival_s: is a number, and a date without a time zone on "),
        (("7", "2024-01-05"), "line 3: arrival_s: is a date, and a number on line 2"),
        (
            ("2024-01-05", "2024-01-05 08:00Z"),
            "line 3: arrival_s: is a date with a time zone, and a date without a time ",
        ),
        (
            ("1900-01-05", "2024-01-05"),
            "line 3: arrival_s: is more than 1,000,000,000 seconds",
        ),
        (
            ("1990-01-05", "1962-01-05", "2018-01-05"),
            "line 2: arrival_s: the arrivals span more than 1,000,000,000 seconds",
        ),
        (("0", "1704441600"), "line 3: arrival_s: must be at most 1,000,000,000 seconds, not '17"),
        (("1704441600", "0"), "line 2: arrival_s: must be at most 1,000,000,000 seconds, not '17"),
        (("1704441600000",), "line 2: arrival_s: must be at most 9,000,000,000 seconds, not '17"),
        (("0", ""), "line 3: arrival_s: is missing, although other rows have it"),
        (("", "0"), "line 2: arrival_s: is missing, although other rows have it"),
        (("2024-01-05", " "), "line 3: arrival_s: is missing, although other rows have it"),
    ],
)
def test_what_could_be_a_wrong_arrival_is_a_fault(cells: tuple[str, ...], why: str) -> None:
    (fault,) = refused(*cells)
    assert fault.startswith(f"f: {why}")


def test_the_row_of_totals_is_found_in_json_too() -> None:
    lines = '{"arrival_s": 0, "cpu_s": 1}\n{"cpu_s": 2}\n{"arrival_s": null, "cpu_s": 3}\n'
    what = "arrival_s: is missing, although other rows have it"
    assert faults(lines, ".jsonl") == [f"f: line 2: {what}", f"f: line 3: {what}"]


def test_faults_stand_in_order_of_their_lines() -> None:
    said = refused("", "x", "1")
    assert [fault.split(":")[1] for fault in said] == [" line 2", " line 3"]
