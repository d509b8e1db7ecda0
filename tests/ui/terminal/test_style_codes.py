"""The codes between two styles lead from the one to the other, in few bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from site_sim.ui.terminal.style_codes import change_of_style

COLOURS = (None, "red", "bright_blue", "color(203)", "#f6b73c", "#101010", "default")
ATTRIBUTES = ("bold", "italic", "underline", "reverse", "strike", "dim")

styles = st.builds(
    lambda colour, ground, attributes: Style(
        color=colour, bgcolor=ground, **dict.fromkeys(attributes, True)
    ),
    st.sampled_from(COLOURS),
    st.sampled_from(COLOURS),
    st.sets(st.sampled_from(ATTRIBUTES)),
)


def codes_of(style: Style, colours: ColorSystem) -> str:
    return Strip.render_ansi(style, colours)


@given(st.lists(styles, min_size=1, max_size=5), st.sampled_from([*ColorSystem]))
def test_each_text_has_the_style_that_is_told_from_the_one_before(
    drawn: list[Style], colours: ColorSystem
) -> None:
    whole, changes, before = "", "", ""
    for style in drawn:
        codes = codes_of(style, colours)
        whole += f"\x1b[0;{codes}mx" if codes else "\x1b[0mx"
        changes += change_of_style(before, codes) + "x"
        before = codes
    pictures = []
    for written in (whole, changes):
        screen = pyte.Screen(10, 1)
        pyte.Stream(screen).feed(written)
        pictures.append([screen.buffer[0][x] for x in range(10)])
    assert pictures[0] == pictures[1]
    assert len(changes) <= len(whole)


@pytest.mark.parametrize(
    ("before", "now", "written"),
    [
        ("", "", ""),
        ("1;31", "1;31", ""),
        ("1;31", "", "\x1b[0m"),
        ("", "1;31", "\x1b[1;31m"),
        ("38;2;1;2;3;48;2;4;5;6", "38;2;9;9;9;48;2;4;5;6", "\x1b[38;2;9;9;9m"),
        ("38;5;7;48;5;8", "38;5;7;48;5;9", "\x1b[48;5;9m"),
        ("31;40", "1;31;40", "\x1b[1m"),
        ("1;38;2;1;2;3;40", "38;2;1;2;3;40", "\x1b[22m"),
        ("1;2;38;2;1;2;3;40", "1;38;2;1;2;3;40", "\x1b[22;1m"),
        ("53;31;40", "31;40", "\x1b[0;31;40m"),
        ("31;48;2;4;5;6", "31", "\x1b[49m"),
        ("1;3;4;31;40", "32", "\x1b[0;32m"),
    ],
)
def test_only_what_differs_is_told(before: str, now: str, written: str) -> None:
    assert change_of_style(before, now) == written
