"""A picture that moves shows in each of its frames what the screen showed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.animated_svg import AnimatedSvg, places
from tests.ui.screen_cells import Cell, Ink, Row, Screen
from tests.ui.screen_shapes import ARMS, BLOCKS, HEAVY, HIGH, SHAPES, WIDE

SVG = "{http://www.w3.org/2000/svg}"
INKS = Ink("#111111", "#222222"), Ink("#333333", "#222222", bold=True), Ink("#111111", "#444444")


class Reader:
    """Reads what is seen of a picture at a time, as a browser does."""

    def __init__(self, text: str) -> None:
        self._root = ElementTree.fromstring(text)
        self._drawn = {
            each.get("id"): each for each in self._root.iter(f"{SVG}g") if each.get("id")
        }
        self._moments = {
            name: re.findall(r"([\d.]+)%\{visibility:(\w+)\}", steps)
            for name, steps in re.findall(r"@keyframes (\w+)\{((?:[\d.]+%\{[^}]*\})*)\}", text)
        }

    def parts(self, share: float | None) -> Iterator[tuple[int, Element]]:
        """Yield what is seen at a share of the time, in %, each with the line it stands in.

        None is for where nothing moves.
        """
        for row in self._root.findall(f"{SVG}g"):
            y = int(re.findall(r"\d+", row.get("transform") or "")[1]) // HIGH
            for part in row:
                if part.tag != f"{SVG}use":
                    yield y, part
                elif self._is_seen(part, share):
                    for drawn in self._drawn[(part.get("href") or "#")[1:]]:
                        yield y, drawn

    def _is_seen(self, part: Element, share: float | None) -> bool:
        if share is None:
            return part.get("visibility") != "hidden"
        steps = self._moments[part.get("class") or ""]
        return [seen for begin, seen in steps if float(begin) <= share + 0.001][-1] == "visible"

    def texts(self, share: float | None, width: int, height: int) -> list[str]:
        """Return the lines of what is written, without what is drawn as shapes."""
        lines = [[" "] * width for _ in range(height)]
        for y, part in self.parts(share):
            x = int(part.get("x") or 0) // WIDE
            for place, sign in enumerate(part.text or "", start=x):
                assert sign == " " or lines[y][place] == " ", "nothing is written on something"
                lines[y][place] = sign
        return ["".join(line) for line in lines]


def written(screen: Screen) -> list[str]:
    """Return the lines of a screen without what is drawn as shapes."""
    return ["".join(" " if cell.sign in SHAPES else cell.sign for cell in row) for row in screen]


def row(text: str, ink: Ink = INKS[0]) -> Row:
    return tuple(Cell(sign, ink) for sign in text)


cells = st.builds(Cell, st.sampled_from(" ab<&█▞─│·✓"), st.sampled_from(INKS))
screens = st.lists(
    st.lists(st.tuples(*[cells] * 7), min_size=2, max_size=2), min_size=1, max_size=5
)


@given(frames=screens)
def test_each_frame_has_the_texts_of_the_screen(frames: list[Screen]) -> None:
    reader = Reader(AnimatedSvg(frames, 0.5, len(frames) - 1).text("A test"))
    for number, screen in enumerate(frames):
        share = (number + 0.5) / len(frames) * 100
        assert reader.texts(share, 7, 2) == written(screen)
    assert reader.texts(None, 7, 2) == written(frames[-1]), "where nothing moves"


def test_what_is_seen_in_several_lines_and_frames_is_written_once() -> None:
    frames = [[row("one"), row("two")], [row("two"), row("one")], [row("one"), row("two")]]
    text = AnimatedSvg(frames, 1.0).text("A test")
    assert (text.count(">one<"), text.count(">two<")) == (1, 1)
    assert "animation:3s step-end infinite" in text
    assert "0%{visibility:visible}33.333%{visibility:hidden}66.667%{visibility:visible}" in text


def test_a_line_is_cut_where_it_changes_for_long_enough() -> None:
    assert [*places([row("abcdefgh"), row("abXdefgX")])] == [(0, 2), (2, 3), (3, 7), (7, 8)]
    assert [*places([row("abcd"), row("aXcX")])] == [(0, 1), (1, 4)]
    assert [*places([row("ab"), row("ab")])] == [(0, 2)]


def test_a_ground_that_changes_is_drawn_and_that_of_the_screen_is_not() -> None:
    lit = (*row("a"), Cell("b", INKS[2]))
    reader = Reader(AnimatedSvg([[row("ab")], [lit]], 1.0).text("A test"))
    paths = [[part.get("d") for _, part in reader.parts(share)] for share in (25, 75)]
    assert paths[0].count("M8 -12h8v16h-8z") == 0
    assert paths[1].count("M8 -12h8v16h-8z") == 1


@pytest.mark.parametrize("sign", BLOCKS)
def test_a_block_covers_what_its_name_says(sign: str) -> None:
    shares = {"EIGHTH": 8, "EIGHTHS": 8, "QUARTER": 4, "QUARTERS": 4, "HALF": 2}
    numbers = ["ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN"]
    words = unicodedata.name(sign).split()
    if words[0] == "QUADRANT":
        share = Fraction(1 + words.count("AND"), 4)
    else:
        parts = next((shares[word] for word in words if word in shares), 1)
        count = next((numbers.index(word) + 1 for word in words if word in numbers), 1)
        share = Fraction(count, parts)
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in BLOCKS[sign])
    assert Fraction(area, 64) == share


@pytest.mark.parametrize("sign", [*ARMS, *HEAVY])
def test_a_line_comes_to_the_sides_that_its_name_says(sign: str) -> None:
    sides = {
        **{"HORIZONTAL": "lr", "VERTICAL": "ud"},
        **{"LEFT": "l", "RIGHT": "r", "UP": "u", "DOWN": "d"},
    }
    words = unicodedata.name(sign).split()
    named = {side for word in words for side in sides.get(word, "")}
    assert {*ARMS[HEAVY.get(sign, sign)]} == named
    assert ("HEAVY" in words) is (sign in HEAVY)
