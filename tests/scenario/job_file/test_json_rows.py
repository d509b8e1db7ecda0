"""JSON as it is written by hand, by programs and by data frames."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from tests.scenario.job_file.job_files import faults, jobs, times

ROWS = [{"arrival_s": 0, "io_s": 1, "name": "bricks"}, {"arrival_s": 1, "io_s": 2, "name": 17}]
TWO = [(0, 0, SECOND), (SECOND, 0, 2 * SECOND)]


@pytest.mark.parametrize("suffix", ["", ".json", ".jsonl"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\ufeff\n\n " + json.dumps(ROWS, indent=1) + "\n\n",
        "\n".join(json.dumps(row, indent=4) for row in ROWS),
        "\r\n".join(map(json.dumps, ROWS)),
    ],
)
def test_objects_are_read_however_they_are_laid_out(text: str, suffix: str) -> None:
    assert times(text, suffix) == TWO
    assert [order.card.name for order in jobs(text, suffix)] == ["bricks", "17"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[{"io_s": 1},\n {"io_s": 1} x',
            "line 2: is not valid JSON: Expecting ',' delimiter at column 14",
        ),
        ('[{"io_s": 1},\n\n 5]', "line 3: must be an object, not 5"),
        ('[{"io_s": 1},\n]', "line 2: is not valid JSON: Expecting value at column 1"),
        ('[{"io_s": 1}', "line 1: has an array that is never closed"),
        ('[{"io_s": 1}]\n[]', "line 2: has more after the array"),
        ('{"io_s": 1}\n{"io_s": 1, "name": "a\tb"}', "line 2: has a raw tab or another control "),
        ('{"io_s": 1, "name": "a', "line 1: has a text that is never closed, at column 21"),
        ('[\n{"io_s": 1, "name": "a', "line 2: has a text that is never closed, at column 21"),
        ("[]", "has no jobs"),
        ("[" * 100_000, "line 1: is nested too deeply"),
        ('{\n"io_s": 1\n}\n{\n"io": 1\n}', "line 4: io: unknown column (did you mean 'io_s'?)"),
    ],
    ids=lambda value: value[:30],
)
def test_a_fault_in_json_says_where(text: str, said: str) -> None:
    assert faults(text, ".json")[0].startswith(f"f: {said}")


def test_an_object_of_too_many_members_is_one_fault() -> None:
    row = json.dumps({f"column{n}": 1 for n in range(2000)})
    said = "f: line 1: has 2,000 columns, at most 1,000 are read"
    assert faults(row, ".jsonl") == faults(f"[{row}]", ".json") == [said]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.sampled_from([None, 0, 3]))
def test_an_array_says_what_the_same_lines_say(seconds: list[int], indent: int | None) -> None:
    rows = [{"arrival_s": each, "io_s": 1, "name": "x" * (each % 50)} for each in seconds]
    lines = "\n".join(map(json.dumps, rows))
    assert jobs(json.dumps(rows, indent=indent), ".json") == jobs(lines, ".jsonl")
