"""The rows of keys agree with the kernel and the struct, and find what is wrong with a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.messages import FAULT_CAP, in_file, option
from site_sim.base.text import clean_line
from site_sim.scenario import schema
from site_sim.scenario.schema import KEYS, parse_options, texts_read, value_faults

BAD = [
    ("workers", 0, "must be from 1 to 1,000,000, not 0"),
    ("workers", -3, "must be from 1 to 1,000,000, not -3"),
    ("workers", 1_000_001, "must be from 1 to 1,000,000, not 1000001"),
    ("workers", 10**5000, "must be from 1 to 1,000,000, not a number of 16610 bits"),
    ("workers", 4.0, "must be a whole number, not 4.0"),
    ("workers", True, "must be a whole number, not true"),
    ("workers", "4", "must be a whole number, not '4'"),
    ("workers", {"a": 1}, "must be a whole number, not a table"),
    ("workers", [1], "must be a whole number, not a list"),
    ("rate", float("nan"), "must be a finite number, not nan"),
    ("rate", float("inf"), "must be a finite number, not inf"),
    ("rate", -1, "must be 0, or from 0.000001 to 1,000,000, not -1"),
    ("rate", 1e-9, "must be 0, or from 0.000001 to 1,000,000, not 1e-09"),
    ("rate", True, "must be a rate such as 2 or 54/h, not true"),
    ("until", "2", "must be a time in seconds, or such as 350ms or 2h, not '2'"),
    ("defect-rate", True, "must be a number, not true"),
    ("rate", 10**400, "must be 0, or from 0.000001 to 1,000,000, not a number of 1329 bits"),
    ("defect-rate", 1.5, "must be from 0 to 1, not 1.5"),
    ("until", 0, "must be above 0 and at most 1,000,000,000, not 0"),
    ("speed", 0.01, "must be from 0.0625 to 1,024, not 0.01"),
    ("seed", 2**63, "must be from 0 to 9,223,372,036,854,775,807, not 9223372036854775808"),
    ("supervise", 1, "must be true or false, not 1"),
    ("title", 7, "must be a text, not 7"),
    (
        "costs",
        "hop=50us",
        "must be one of zero, classroom, typical, measured, not 'hop=50us' "
        "(single ones are given as cost)",
    ),
    ("jobs", " ", "must name a file"),
    ("wiring", "Chain", "must be one of chain, direct, not 'Chain' (did you mean 'chain'?)"),
    ("wiring", "x\x1b[2J" + "y" * 99, "must be one of chain, direct, not 'x\ufffd[2J"),
]


@pytest.mark.parametrize(("name", "value", "words"), BAD, ids=[row[2][:30] for row in BAD])
def test_a_bad_value_is_named_with_what_is_wrong(name: str, value: object, words: str) -> None:
    (fault,) = value_faults({name: value}, option)
    assert str(fault).startswith(f"--{name}: {words}")
    assert len(str(fault)) < 160


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", 0),
        ("rate", 0.0),
        ("rate", 1_000_000),
        ("workers", 1),
        ("workers", 1_000_000),
        ("speed", 1 / 16),
        ("speed", 1024),
        ("until", 1e9),
        ("at", 0),
        ("seed", 2**63 - 1),
        ("defect-rate", 1),
    ],
)
def test_the_bounds_themselves_are_good(name: str, value: object) -> None:
    assert value_faults({name: value}, option) == []


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("defect-rate", "0,5", "without quotes: 0.5"),
        ("defect-rate", "10%", "without quotes: 0.1"),
        ("workers", "1,000", "without quotes: 1000"),
        ("speed", "1/2", "without quotes: 0.5"),
        ("workers", "1,5", ""),
        ("workers", "0", ""),
        ("speed", "nan", ""),
        ("seed", "x", ""),
    ],
)
def test_a_number_in_a_text_of_a_file_is_told_as_one(name: str, text: str, hint: str) -> None:
    (fault,) = value_faults({name: text}, in_file("x.toml"))
    assert fault.what.endswith(f", not '{text}'")
    assert fault.hint == hint


def test_a_file_may_give_rates_and_times_as_texts() -> None:
    texts = {"rate": "54/h", "warm-up": "350ms", "until": "x", "workers": "4", "title": "2h"}
    assert texts_read(texts) == texts | {"rate": 0.015, "warm-up": 0.35}


def test_the_widest_seed_is_kept_to_the_last_digit() -> None:
    values, faults = parse_options({"seed": str(2**63 - 1)})
    assert (values, faults) == ({"seed": 2**63 - 1}, [])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("workers", " 12 ", 12),
        ("workers", "1_000", 1000),
        ("workers", "1,000", 1000),
        ("workers", "0" * 31 + "3", 3),
        ("count", "0" * 5_000, 0),
        ("rate", "1,000.5", 1000.5),
        ("workers", "0,500", None),
        ("rate", "0,5", 0.5),
        ("rate", "54/h", 0.015),
        ("until", "2h", 7200.0),
        ("until", "1:02:05.5", 3725.5),
        ("until", "60/h", None),
        ("service-time", "1.5 s", 1.5),
        ("warm-up", "350ms", 0.35),
        ("at", "1,000", 1000.0),
        ("at", "1:75", None),
        ("rate", ".5", 0.5),
        ("rate", "2", 2.0),
        ("rate", "1e3", 1000.0),
        ("speed", "1/16", 0.0625),
        ("model", "gil", None),
        ("workers", "four", None),
        ("workers", "9" * 5000, None),
        ("workers", "-" + "9" * 5000, None),
        ("workers", "1e3", None),
        ("workers", "٣", None),
        ("rate", "1/2", None),
        ("speed", "1/0", None),
        ("rate", "NaN", None),
        ("rate", "-inf", None),
        ("rate", "1e999", None),
        ("rate", "0x10", None),
        ("rate", "", None),
        ("rate", "1" * 100_000 + "x", None),
        ("rate", "1_" * 100_000, None),
        ("workers", "1_" * 100 + "1", None),
        ("rate", " " * 100_000 + "x", None),
        ("rate", "x" + " " * 100_000 + "x", None),
        ("until", "1" + " " * 100_000 + "x", None),
        ("until", "1s" * 50_000 + "x", None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_text_of_an_option_is_read_or_refused(name: str, text: str, value: object) -> None:
    values, faults = parse_options({name: text})
    assert values == ({} if value is None else {name: value})
    assert len(faults) == (value is None)


def test_the_cores_of_this_machine_are_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for usable, taken in ((3, 3), (5000, 1024)):
        monkeypatch.setattr(schema, "usable_cores", lambda usable=usable: usable)
        assert parse_options({"cores": "auto"}) == ({"cores": taken}, [])
    (fault,) = value_faults({"cores": "auto"}, in_file("x.toml"))
    assert str(fault) == (
        "x.toml: cores: must be a whole number, not 'auto'"
        " (the option '--cores auto' takes this machine's)"
    )
    assert parse_options({"workers": "auto"})[0] == {}


@given(st.sampled_from(sorted(KEYS)), st.text(st.characters(), max_size=12))
def test_any_text_for_any_option_is_read_or_refused(name: str, text: str) -> None:
    values, faults = parse_options({name: text})
    assert (name in values) != bool(faults)
    assert all(clean_line(str(fault)) == str(fault) for fault in faults)


def test_a_thousand_faults_are_counted_and_the_first_of_them_named() -> None:
    faults = value_faults({f"key{n}": n for n in range(1000)}, in_file("x.toml"))
    assert len(faults) == FAULT_CAP + 1
    assert str(faults[-1]) == "and 950 more faults"
