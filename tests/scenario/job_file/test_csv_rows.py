"""CSV as spreadsheets and data frames write it."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from tests.scenario.job_file.job_files import faults, jobs, times

HEADER = "arrival_s,cpu_s,io_s,name\n"
ONE = [(0, 0, SECOND)]
TWO = [(0, 0, SECOND), (SECOND, 0, 2 * SECOND)]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "0,0,1,a\n1,0,2,b\n,,,\n,,,\n",
        HEADER + "0,0,1,a\n , ,\t,\n1,0,2,b\n,,\n,,,,,\n",
        HEADER + "0,0,1,a,,\n1,0,2,b,\n",
        ",arrival_s,io_s\n0,0,1\n1,1,2\n",
        "arrival_s,,io_s,,\n0,1,1,,\n1,2,2,,\n",
        ",arrival_s,io_s\n0,0,1\n1,1,2\n2,,\n",
        "sep=,\n" + HEADER + "0,0,1,a\n1,0,2,b\n",
        '"sep=;"\narrival_s;io_s\n0;1\n1;2\n',
        "SEP=\t\r\narrival_s\tio_s\r\n0\t1\r\n1\t2\r\n",
        "# measured\n\n#on Monday, at noon\n" + HEADER + "0,0,1,a\n1,0,2,b\n",
        '"# a, b",,,\n,,,\n' + HEADER + "0,0,1,a\n1,0,2,b\n",
        "arrival_s|io_s\n0|1\n1|2\n",
        '"arrival_s";"io_s"\n"0";"1"\n"1";"2,0"\n',
    ],
)
def test_what_a_spreadsheet_adds_is_passed_over(text: str) -> None:
    assert times(text, ".csv") == TWO


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",io_s\n0,1\n2,1\n", "line 1: column 1 has no name, and is neither empty nor counts the "),
        ("io_s,,\n1,,\n1,,x\n", "line 1: column 3 has no name, and is neither empty nor counts "),
        (",io_s\n,1\n0,1\n", "line 1: column 1 has no name, and is neither empty nor counts the r"),
        (HEADER + "0,0,1,a,extra\n", "line 2: has 5 fields, the first line names 4"),
        (HEADER + "0,1\n", "line 2: has 2 fields, the first line names 4"),
        (HEADER + "0,,,Total\n", "line 2: has neither cpu_s nor io_s"),
        ("# only\n# this\n", "has no jobs"),
        ('# this\n"', "line 2: has a quote that is never closed"),
        (",".join("a" * 1001) + "\n", "line 1: has 1,001 columns, at most 1,000 are read"),
        ("io_s" + "," * 1000 + "\n1\n", "line 1: has 1,001 columns, at most 1,000 are read"),
    ],
    ids=lambda value: value[:30],
)
def test_what_may_be_a_mistake_is_one_fault(text: str, said: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(f"f: {said}")


def test_a_column_without_a_name_that_is_no_index_is_told_once() -> None:
    assert len(faults(",io_s\n" + "x,1\n" * 50)) == 1


def test_a_thousand_columns_are_read() -> None:
    assert times("io_s" + "," * 999 + "\n1" + "," * 999 + "\n", ".csv") == ONE


def test_an_unclosed_quote_is_asked_about_when_it_swallows_many_lines() -> None:
    many = "1,more and more words\n" * 10_000
    (fault,) = faults('io_s,name\n1,a\n1,"b\n' + many)
    assert fault == "f: line 3: has a cell of more than 131,072 characters (is a quote not closed?)"


def test_a_record_over_many_lines_has_the_bound_of_a_line() -> None:
    (fault,) = faults('io_s\n"' + '","\n' * 600_000)
    assert fault.endswith(
        "is longer than the 1 MiB that are read of a line (is a quote not closed?)"
    )


@pytest.mark.parametrize(
    ("cells", "seconds"),
    [
        (("1,5", "0,25"), [1.5, 0.25]),
        (("1,500", "2"), [1.5, 2]),
        (("1.5", "1.500"), [1.5, 1.5]),
        (("0.500", "3"), [0.5, 3]),
        (("1e2", ",5"), [100, 0.5]),
    ],
)
def test_semicolons_make_a_comma_a_decimal_one(
    cells: tuple[str, ...], seconds: list[float]
) -> None:
    text = "io_s;name\n" + "".join(f"{cell};a, b\n" for cell in cells)
    assert [order.card.io_ns / SECOND for order in jobs(text)] == seconds
    assert jobs(text)[0].card.name == "a, b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("io_s;cpu_s\n1.500;0\n", "line 2: '1.500' could be a decimal or a number of thousands"),
        ("io_s\tcpu_s\n1,500\t0\n", "line 2: '1,500' could be a decimal or a number of thousands"),
        ("io_s;cpu_s\n1,5;0\n2.5;0\n", "line 3: has decimals as in '2.5', and line 2 as in '1,5'"),
        ("io_s;cpu_s\n1.500,5;0\n", "line 2: io_s: must be a number, not '1.500,5'"),
        ('io_s,cpu_s\n"1,5",0\n', "line 2: io_s: must be a number, not '1,5'"),
    ],
)
def test_a_number_with_two_readings_is_refused(text: str, said: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(f"f: {said}")
