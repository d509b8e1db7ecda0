"""No text from outside reaches a terminal as anything but text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.text import SIGN, cell_width, clean, clean_line

any_text = st.text(st.characters(), max_size=60)
HARMFUL = [
    *range(9),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x2028,
    0x2029,
    0xD800,
    0xDFFF,
]


@pytest.mark.parametrize("code", HARMFUL)
def test_each_harmful_character_becomes_a_visible_sign(code: int) -> None:
    assert clean(f"a{chr(code)}b") == f"a{SIGN}b"


def test_newlines_and_tabs_stay_in_a_text_and_become_spaces_in_a_line() -> None:
    assert clean("a\tb\r\nc\n") == "a\tb\nc\n"
    assert clean_line("a\tb\r\nc\rd\n") == "a b c d "


def test_an_escape_sequence_is_disarmed() -> None:
    assert clean_line("\x1b]0;owned\x07bricks") == f"{SIGN}]0;owned{SIGN}bricks"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("👩\u200d👧", "👩👧"),
        ("❤\ufe0f", "❤"),
        ("1\ufe0f\u20e3", "1"),
        ("👍\U0001f3fd", "👍"),
        ("\U0001f1e9\U0001f1ea", SIGN * 2),
    ],
)
def test_signs_whose_width_nobody_agrees_on_are_taken_apart(text: str, expected: str) -> None:
    assert clean(text) == clean_line(text) == expected


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("bricks", 6, "bricks"),
        ("bricks", 5, "bric…"),
        ("煉瓦", 4, "煉瓦"),
        ("煉瓦工", 5, "煉瓦…"),
        ("煉瓦工", 4, "煉…"),
        ("煉", 1, "…"),
        ("e\u0301e\u0301", 2, "e\u0301e\u0301"),
    ],
)
def test_a_line_is_cut_by_cells(text: str, cells: int, expected: str) -> None:
    assert clean_line(text, cells) == expected


def test_a_text_is_cut_line_by_line() -> None:
    assert clean("bricks\nand\nmortar", 4) == "bri…\nand\nmor…"


def test_a_pile_of_combining_marks_is_capped() -> None:
    assert len(clean_line("e" + "\u0301" * 1_000_000, 10)) <= 81


@given(any_text, st.integers(1, 30))
def test_a_clean_line_is_one_line_that_fits_and_is_stable(text: str, cells: int) -> None:
    line = clean_line(text, cells)
    assert cell_width(line) <= cells
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in line)
    assert clean_line(line, cells) == line
    line.encode("utf-8")
