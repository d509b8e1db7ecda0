"""Decimal marks of long files, whose cells are looked at many at once."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from tests.scenario.job_file.job_files import faults, times


@pytest.mark.parametrize("comma", [False, True])
def test_decimals_are_read_in_a_long_file_as_its_first_rows_show_them(comma: bool) -> None:
    rows = [f"{number}.25;0.5" for number in range(10_000)]
    text = "arrival_s;io_s\n" + "\n".join(rows)
    expected = [(round((n + 0.25) * SECOND), 0, SECOND // 2) for n in range(10_000)]
    assert times(text.replace(".", ",") if comma else text) == expected


def test_a_mark_that_is_none_of_decimals_is_found_late_in_a_file() -> None:
    rows = ["1,5;0,25"] * 9_000 + ["1.5;0,25"]
    assert faults("arrival_s;io_s\n" + "\n".join(rows)) == [
        "f: line 9002: has decimals as in '1.5', and line 2 as in '1,5'"
    ]
