"""Whatever a TOML file holds, the outcome is a table or one clear fault."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.toml import parse_toml


def fault(text: str, **caps: int) -> str:
    with pytest.raises(SiteError) as caught:
        parse_toml(text, "site.toml", **caps)
    return str(caught.value)


def test_a_good_text_is_a_table() -> None:
    assert parse_toml('a = 1\n[b]\nc = "x.y"\n', "f", line_cap=9, dot_cap=1) == {
        "a": 1,
        "b": {"c": "x.y"},
    }
    assert parse_toml("", "f") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", "site.toml: is not valid TOML: Invalid value (at end of document)"),
        ("a = " + "[" * 100_000, "site.toml: is nested too deeply"),
        ("a = " + "9" * 10_000, "site.toml: is not valid TOML: Exceeds the limit"),
    ],
)
def test_what_cannot_be_parsed_is_one_fault(text: str, message: str) -> None:
    said = fault(text)
    assert said.startswith(message)
    assert "\n" not in said


def test_long_lines_and_many_dots_are_named_before_the_parser_sees_them() -> None:
    long = "a = 1\nb = '" + "x" * 2_000 + "'"
    assert fault(long, line_cap=1_000) == "site.toml: line 2: is longer than 1,000 characters"
    dots = "a" + ".a" * 100_000 + " = 1"
    begun = time.perf_counter()
    assert fault(dots, dot_cap=100) == "site.toml: line 1: has more than 100 dots"
    assert time.perf_counter() - begun < 1
    assert parse_toml(long, "f", dot_cap=100)["a"] == 1


@given(st.text())
def test_any_text_is_a_table_or_a_fault_of_one_line(text: str) -> None:
    try:
        outcome: object = parse_toml(text, "f")
    except SiteError as error:
        outcome = error.faults
        message = str(error)
    else:
        message = ""
    assert isinstance(outcome, dict) or (len(outcome) == 1 and "\n" not in message)
