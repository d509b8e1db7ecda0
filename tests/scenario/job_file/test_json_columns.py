"""Lines of JSON that are read many at once are what they are when each is looked at by itself.

A space before the first one has the lines around it looked at one by one.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from tests.scenario.job_file.job_files import faults, jobs

PLAIN = st.one_of(
    st.integers(0, 10**9).map(str),
    st.floats(1e-9, 10**9).map(repr),
    st.decimals(0, 999_999_999, places=9, allow_nan=False).map(lambda each: f"{each:f}"),
)
ODD = st.sampled_from(
    [
        *("null", "true", "[1]", "{}", "NaN", "-1", "-0", "1e400", "5e-10", "1.5e-9", '""', '" "'),
        *('"1.5"', '"1\\n2"', '"1.5\\n1234567"', '"x"', '"2024-01-05"', "1704441600", "9" * 30),
    ]
)
NAMES = st.sampled_from(['"a"', "17", "null", '" b "', '"Ger\\u00fcst"', '"漢"', "false", '"\\n"'])
CELLS = st.tuples(PLAIN, PLAIN, PLAIN, NAMES)
ODD_CELLS = st.tuples(*[PLAIN | ODD] * 3, NAMES)
BAD_LINES = st.sampled_from(
    [
        *('{"cpu_s":1},{"cpu_s":2}', '{"cpu_s":1}{"cpu_s":2}', '{"cpu_s":1},', '{"cpu_s":1}]'),
        *('{"cpu_s":1,"cpu_s":2}', '{"cpu_s":1,"cost":2}', '{"name":"a"}', "{}", "[]", "7", ""),
        *('{"name":"a', '{b","cpu_s":1}', '{"cpu_s":[1', '{"cpu_s":1}]}', '{"cpu_s":\r1}', "{"),
    ]
)


def line_of(cells: tuple[str, str, str, str]) -> str:
    arrival, cpu, io, name = cells
    return f'{{"name": {name}, "arrival_s": {arrival}, "cpu_s": {cpu}, "io_s":{io}}}'


def said_of(text: str) -> list[object]:
    """Return the jobs of a file, or its faults."""
    try:
        return [*jobs(text, ".jsonl")]
    except SiteError as error:
        return [str(fault) for fault in error.faults]


@given(
    st.lists(CELLS, min_size=1, max_size=9).map(lambda rows: [*map(line_of, rows)]),
    st.lists(ODD_CELLS.map(line_of) | BAD_LINES, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
)
def test_many_lines_say_the_same_as_each_by_itself(
    plain: list[str], odd: list[str], end: str
) -> None:
    for lines in (plain, plain + odd):
        text = end.join(lines)
        assert said_of(text) == said_of(f" {text}")


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['{"cpu_s":1},{"cpu_s":1}'], 2),
        (['{"cpu_s":1},{"cpu_s":1}', '{"cpu_s":1},{"cpu_s":1'], 2),
        (['{"cpu_s":1,"name":"a', '{b"}'], 2),
        (['{"cpu_s":1}', '{"cpu_s":1}]'], 3),
        (['{"cpu_s":1}', '{"cpu_s":1}],['], 3),
        (['{"cpu_s":1},', '{"cpu_s":1}'], 2),
    ],
)
def test_lines_that_would_be_good_in_an_array_are_refused(lines: list[str], line: int) -> None:
    found = faults("\n".join(['{"cpu_s":1}', *lines]), ".jsonl")
    assert found[0].startswith(f"f: line {line}: ")


def test_a_long_file_has_odd_lines_in_its_midst() -> None:
    lines = [f'{{"io_s":0.5,"arrival_s":{number}}}' for number in range(20_000)]
    lines[7_000] = '{"arrival_s":7e3,"name":"seven","io_s":0.5}'
    lines[13_000] = ""
    read = jobs("\n".join(lines), ".jsonl")
    assert [order.arrival_ns // SECOND for order in read] == [
        number for number in range(20_000) if number != 13_000
    ]
    assert {order.card.io_ns for order in read} == {SECOND // 2}
    assert [read[at].card.name for at in (6_999, 7_000, 7_001)] == ["job 7000", "seven", "job 7002"]
    lines[13_000] = '{"arrival_s":13000}'
    assert faults("\n".join(lines), ".jsonl") == ["f: line 13001: has neither cpu_s nor io_s"]
