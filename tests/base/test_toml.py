"""Whatever a TOML file holds, the outcome is a table or one clear fault."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.toml import DOTS_A_KEY, parse_toml


def fault(text: str) -> str:
    with pytest.raises(SiteError) as caught:
        parse_toml(text, "site.toml")
    return str(caught.value)


def test_a_good_text_is_a_table() -> None:
    assert parse_toml('a = 1\n[b]\nc = "x.y"\n', "f") == {"a": 1, "b": {"c": "x.y"}}
    assert parse_toml("", "f") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", "is not valid TOML: Invalid value (at end of document)"),
        ("a = " + "[" * 100_000, "is nested too deeply"),
    ],
)
def test_what_cannot_be_parsed_is_one_fault(text: str, message: str) -> None:
    assert fault(text) == f"site.toml: {message}"


NINES = "9" * 10_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"workers = {NINES}", "line 1: workers: a number of too many digits"),
        (f"# {NINES}\na = '{NINES}'\n[b]\nc = -{NINES}", "line 4: c: a number of too many digits"),
        (f'a = """\n{NINES}"""\nb = [\n  1,\n  {NINES}]', "line 5: a number of too many digits"),
        (f"a = {'9_' * 5_000}9", "line 1: a: a number of too many digits"),
    ],
)
def test_a_number_of_too_many_digits_is_named(text: str, message: str) -> None:
    assert fault(text) == f"site.toml: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = 2\na = 3", "line 3: a: is there already, in line 1"),
        ("[a]\r\nx = 1\r\n[b]\r\n[a]", "line 4: a: is there already, in line 1"),
        ("[a]\n\nx.y = 1\nx.y = '''\n\n'''", "line 4: a.x.y: is there already, in line 3"),
        ('[[a]]\nx = 1\n[[a]]\nx = 1\n"x" = 2', "line 5: a.x: is there already, in line 4"),
        ("'a' = '''\nb = [\n''' # [\na = [\n 2]", "line 4: a: is there already, in line 1"),
        ("[t]\n'b c'.d = [[\n]]\n'b c'.d=1", "line 4: t.b c.d: is there already, in line 2"),
        ("a = 1\n[a]", "line 2: a: is there already, in line 1"),
        ("a = 1\na = 2\nb'c = 3", "line 2: a: is there already, in line 1"),
        ("a = 1\n[a.b]", "line 2: a.b: does not go with line 1"),
        ("a.b = 1\na = 2", "line 2: a: does not go with line 1"),
        ("[a.b]\n[a]\nb.c = 1", "line 3: a.b.c: does not go with line 1"),
        ("a = {b = 1}\na.c = 2", "line 2: a.c: does not go with line 1"),
    ],
)
def test_what_is_there_twice_is_named_with_both_lines(text: str, message: str) -> None:
    assert fault(text) == f"site.toml: {message}"


def test_what_clashes_within_one_line_is_named_as_the_parser_does() -> None:
    assert fault("[t]\na = {b = 1, b.c = 2}").startswith("site.toml: is not valid TOML: Cannot")


def test_what_clashes_and_is_no_name_is_named_as_the_parser_does() -> None:
    assert fault("[a]\n[[a]b]").startswith("site.toml: is not valid TOML: Cannot")


def test_dots_are_counted_in_keys_only() -> None:
    dots = "." * (DOTS_A_KEY + 1)
    text = f"""# {dots}
a = "\\"{dots}"
b = '{dots}'
c = '''
{dots}''\'''
d = [{"0.5, " * 200}]
"""
    assert len(parse_toml(text, "f")["d"]) == 200


@pytest.mark.parametrize(
    "key",
    [
        "a" + ".a" * 100_000,
        "a" + " . a" * 100_000,
        "'a'" + ".'a'" * 100_000,
        "[a" + ".a" * 100_000 + "]",
        "a = {a" + ".a" * 100_000,
        'a = ["""x"""", {a' + ".a" * 100_000,
    ],
)
def test_a_key_of_many_dots_is_named_before_the_parser_sees_it(key: str) -> None:
    begun = time.process_time()
    assert fault(f"# first\n{key} = 1") == "site.toml: line 2: has a key of more than 100 dots"
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + '\\"' * 500_000,
        "a = " + "'" * 1_000_001,
        'a = """' + '\\"' * 500_000 + "." * 200,
        "." * 1_000_000,
        "a = 1\n" * 150_000,
        "\n".join(f"a{number} = {number}" for number in range(60_000)) + "\na0 = 1",
    ],
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    fault(text + "." * 200)
    assert time.process_time() - begun < 5


@given(st.text() | st.text(alphabet="ab.=[]{}\"'#\n\\ 1"))
def test_any_text_is_a_table_or_a_fault_of_one_line(text: str) -> None:
    try:
        outcome: object = parse_toml(text, "f")
    except SiteError as error:
        outcome = error.faults
        message = str(error)
    else:
        message = ""
    assert isinstance(outcome, dict) or (len(outcome) == 1 and "\n" not in message)
