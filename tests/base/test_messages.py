"""A message shows what a person wrote cleaned, short, and on one line."""

from __future__ import annotations

import pytest

from site_sim.base.errors import Fault
from site_sim.base.messages import FAULT_CAP, fault_lines, in_file, more_faults, option, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (2.5, "2.5"),
        (10**30, "a number of 100 bits"),
        ("a\nb", "'a b'"),
        ("x" * 100, "'" + "x" * 39 + "…'"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (None, "a NoneType"),
    ],
)
def test_a_value_is_shown_short(value: object, text: str) -> None:
    assert shown(value) == text


def test_places_are_named_as_the_person_wrote_them() -> None:
    assert option("service-time") == "--service-time"
    assert in_file("my.toml")("keys.pause") == "my.toml: keys.pause"
    assert option("\x1b[31m") == "--\ufffd[31m"


def test_faults_beyond_the_cap_are_counted() -> None:
    assert more_faults(FAULT_CAP) == []
    assert [str(fault) for fault in more_faults(2_050, "f")] == ["f: and 2,000 more faults"]
    assert [str(fault) for fault in more_faults(21, cap=20)] == ["and 1 more fault"]


def test_of_several_files_as_many_faults_are_told_as_of_one() -> None:
    faults = [Fault("is wrong", f"line {number}") for number in range(FAULT_CAP)]
    several = [*faults, *more_faults(FAULT_CAP + 9, "config.toml"), Fault("is broken", "theme")]
    lines = [f"site-sim: {fault}" for fault in faults]
    assert fault_lines(faults) == lines
    assert fault_lines(several[:-1]) == [*lines, "site-sim: config.toml: and 9 more faults"]
    assert fault_lines(several) == [*lines, "site-sim: and 10 more faults"]
