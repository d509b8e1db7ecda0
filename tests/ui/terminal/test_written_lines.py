"""Of a line that was written before only the cells are written again that differ."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from site_sim.ui.terminal.written_lines import Placed, WrittenLines
from site_sim.ui.theme.glyphs import GLYPHS

PLAIN, BOLD, RED = (Style.parse(words) for words in ("white", "bold white", "red on blue"))
WIDTH = 24

texts = st.text("ab ▒█·", max_size=6)
pieces = st.tuples(texts, st.sampled_from([PLAIN, RED])).map(lambda piece: Segment(*piece))
KEPT = [Segment("a" * cells, style) for cells in (1, 2, 3) for style in (PLAIN, RED)]
"""Segments that panels keep, so that the same one stands on a line before and after."""
segments = st.lists(pieces | st.sampled_from(KEPT), max_size=8)


def padded(line: Sequence[Segment]) -> list[Segment]:
    """Return segments in exactly `WIDTH` cells."""
    return Segment.adjust_line_length(list(line), WIDTH, PLAIN)


def cells(line: Sequence[Segment]) -> list[tuple[str, Style | None]]:
    return [(character, segment.style) for segment in line for character in segment.text]


def line(text: str, style: Style = PLAIN) -> list[Segment]:
    return [Segment(text, style)]


def after(before: list[Segment], now: list[Segment]) -> list[tuple[int, str]]:
    """Return what is written of a line after another one: column and text."""
    lines = WrittenLines()
    assert list(lines.changes([(3, 7, before)])) == [(3, 7, before)]
    changes = list(lines.changes([(3, 7, now)]))
    assert all(y == 7 for _, y, _ in changes)
    return [(x - 3, "".join(segment.text for segment in run)) for x, _, run in changes]


@given(st.lists(segments, min_size=2, max_size=4))
def test_what_is_written_makes_of_the_line_before_the_next_one(drawn: list[list[Segment]]) -> None:
    lines, on_terminal = WrittenLines(), cells(padded([]))
    for each in map(padded, drawn):
        changes: list[Placed] = list(lines.changes([(0, 0, each)]))
        for x, _, run in changes:
            assert x >= 0
            on_terminal[x : x + len(cells(run))] = cells(run)
        assert on_terminal == cells(each)
        assert list(lines.changes([(0, 0, each)])) == []


@pytest.mark.parametrize(
    ("before", "now", "written"),
    [
        ("00:11.4  4 done", "00:11.5  4 done", [(6, "5")]),
        ("a" * 30, "b" + "a" * 28 + "b", [(0, "b" + "a" * 28 + "b")]),
        ("work", "rest of", [(0, "rest of")]),
    ],
)
def test_cells_that_differ_are_written_and_what_is_between_them_in_one_style(
    before: str, now: str, written: list[tuple[int, str]]
) -> None:
    assert after(line(before), line(now)) == written


def test_another_style_is_a_change() -> None:
    now = [*line("wor"), *line("k", BOLD), *line("er")]
    assert after(line("worker"), now) == [(3, "k")]


def test_segments_without_cells_change_nothing() -> None:
    assert after(line("ab"), [*line("ab"), *line("")]) == []
    assert after([*line(""), *line("ab")], [*line("a"), *line(""), *line("c"), *line("")]) == [
        (1, "c")
    ]
    before = [*line("ab"), *line("", BOLD), *line("", BOLD), *line("cd", BOLD)]
    assert after(before, [*line("ax"), *line("cd", BOLD)]) == [(1, "x")]


@pytest.mark.parametrize("wide", ["日本", "e\u0301e", "⚠️"])
def test_a_line_whose_characters_take_other_than_one_cell_is_written_whole(wide: str) -> None:
    for before, now in ((wide + "a", wide + "b"), ("ab", wide), (wide, "ab")):
        assert after(line(before), line(now)) == [(0, now)]


def test_what_was_forgotten_is_written_whole() -> None:
    lines = WrittenLines()
    [*_] = lines.changes([(0, 0, line("abc"))])
    lines.forget()
    assert list(lines.changes([(0, 0, line("abc"))])) == [(0, 0, line("abc"))]


def test_lines_at_other_places_are_others() -> None:
    lines = WrittenLines()
    for place in ((0, 0), (1, 0), (0, 1)):
        assert list(lines.changes([(*place, line("abc"))])) == [(*place, line("abc"))]


@pytest.mark.parametrize("name", GLYPHS)
def test_all_signs_that_panels_are_made_of_can_be_compared(name: str) -> None:
    glyphs = GLYPHS[name]
    looks = (glyphs.states, glyphs.cells, glyphs.tops, glyphs.middles, glyphs.feet)
    signs = "".join(sign for look in looks for sign in look.values()) + glyphs.levels + glyphs.bar
    assert after(line(signs + "1"), line(signs + "2")) == [(len(signs), "2")]
