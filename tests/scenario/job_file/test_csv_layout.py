"""Rows of CSV that are read many at once are what they are when each is looked at by itself.

A quote anywhere has the lines around it looked at one by one.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from tests.scenario.job_file.job_files import faults, jobs, times

PLAIN = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 999_999_999, places=9, allow_nan=False).map(lambda each: f"{each:f}"),
    st.sampled_from(["0", "1.", "007", "0.000000001", "999999999.999999999"]),
)
ODD = st.sampled_from(
    [
        *("", " ", ".5", "1e-3", "-0", "-1", "x", "1 2", "1_0", "٣", "0.0000000005"),
        *("0.0000000015", "1000000001", "1704441600", "2024-01-05", "1.2.3", "9" * 30),
    ]
)
NAMES = st.sampled_from(["a", "job-7", "", " padded ", "Gerüst", "n" * 50, "a\tb", "漢字" * 15])
ROWS = st.lists(st.tuples(PLAIN, PLAIN, PLAIN, NAMES), min_size=1, max_size=12)
ODD_ROWS = st.lists(st.tuples(*[PLAIN | ODD] * 3, NAMES), max_size=6)


def said_of(rows: list[tuple[str, str, str, str]], name: str) -> list[object]:
    """Return the jobs of a file, or its faults; `name` is how the column of names begins."""
    lines = ["name,arrival_s,cpu_s,io_s", f"{name},0,1,1"]
    lines += [f"{name},{arrival},{cpu},{io}" for arrival, cpu, io, name in rows]
    try:
        return [*jobs("\n".join(lines), ".csv")]
    except SiteError as error:
        return [str(fault) for fault in error.faults]


@given(ROWS, ODD_ROWS)
def test_many_rows_say_the_same_as_each_by_itself(
    plain: list[tuple[str, str, str, str]], odd: list[tuple[str, str, str, str]]
) -> None:
    assert said_of(plain, "first") == said_of(plain, '"first"')
    assert said_of(plain + odd, "first") == said_of(plain + odd, '"first"')


def test_a_long_file_has_odd_rows_in_its_midst() -> None:
    rows = [f"{number},0.5,job {number}" for number in range(20_000)]
    rows[7_000] = '7000,1e0,"two\nlines"'
    rows[13_000] = "13000,,"
    assert faults("arrival_s,cpu_s,name\n" + "\n".join(rows)) == [
        "f: line 13003: has neither cpu_s nor io_s"
    ]
    rows[13_000] = ""
    read = jobs("arrival_s,cpu_s,name\n" + "\n".join(rows))
    assert len(read) == 19_999
    assert read[7_000].card == ("two lines", SECOND, 0)
    assert [order.card.name for order in read[7_001:13_000]] == [
        f"job {number}" for number in range(7_001, 13_000)
    ]
    assert [order.arrival_ns // SECOND for order in read[13_000:]] == [*range(13_001, 20_000)]


def test_a_column_that_counts_is_passed_over_in_a_long_file() -> None:
    rows = [f"{number},0.5" for number in range(10_000)]
    assert times(",io_s\n" + "\n".join(rows)) == [(0, 0, SECOND // 2)] * 10_000


def test_a_column_without_a_name_stops_counting_late_in_a_file() -> None:
    rows = [f"{number},1" for number in range(9_000)]
    rows[8_000] = "8001,1"
    assert faults(",io_s\n" + "\n".join(rows)) == [
        "f: line 1: column 1 has no name, and is neither empty nor counts the rows"
    ]
