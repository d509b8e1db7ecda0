"""The numbers that can be asked for: what each is, and how it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_sim.state.conditions.numbers import (
    COUNT,
    NAMES,
    NUMBERS,
    RATE,
    SHARE,
    SIGN_OF,
    SIGNS,
    TIME,
    Unit,
    read_value,
)

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,000", COUNT, 1000),
        ("0", COUNT, 0),
        ("20%", SHARE, 0.2),
        ("0.2", SHARE, 0.2),
        ("100%", SHARE, 1.0),
        ("30/min", RATE, 0.5),
        ("2", RATE, 2.0),
        ("1:30", TIME, 90_000_000_000),
        ("2h", TIME, 7_200_000_000_000),
    ],
)
def test_a_number_is_read_in_its_unit(text: str, unit: Unit, value: float) -> None:
    assert read_value(text, "it", unit) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [("-1", COUNT), ("1e3", COUNT), ("101%", SHARE), ("nan", RATE), ("inf", RATE), ("-1s", TIME)],
)
def test_what_is_no_such_number_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(ValueError, match=f"it is compared with {unit.meaning}; '{text}' is none"):
        read_value(text, "it", unit)


def test_a_name_means_one_number_and_each_sign_compares() -> None:
    assert {*NAMES.values()} == {*NUMBERS}
    assert len(NAMES) == len(NUMBERS) + sum(len(asked.aliases) for asked in NUMBERS.values())
    assert {*SIGN_OF.values()} <= {*SIGNS}
    told = {sign: [compare(each, 2) for each in (1, 2, 3)] for sign, compare in SIGNS.items()}
    assert told == {
        "<": [True, False, False],
        "<=": [True, True, False],
        "=": [False, True, False],
        ">=": [False, True, True],
        ">": [False, False, True],
        "!=": [True, False, True],
    }


def test_the_readme_tells_of_every_number() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \| ([^|]+) \| `([^`|]+)` \|$", README, re.MULTILINE)
    told = {name: (about, example) for name, about, example in rows if name in NUMBERS}
    assert told == {name: (asked.about, asked.unit.example) for name, asked in NUMBERS.items()}
