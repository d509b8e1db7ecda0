"""Letters that are several rows high."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.facts.sentences import SENTENCES
from site_sim.ui.screens.talk.big_letters import (
    DOTS,
    ROWS,
    can_enlarge,
    enlarge,
    magnify,
    width_enlarged,
    wrap_enlarged,
)
from site_sim.ui.theme.glyphs import ASCII, UNICODE

TEXTS = st.text("".join(DOTS), min_size=1)


def test_each_letter_is_a_rectangle_and_no_two_look_alike() -> None:
    assert all(len(rows) == ROWS for rows in DOTS.values())
    assert all(len({len(row) for row in rows}) == 1 for rows in DOTS.values())
    assert len(set(DOTS.values())) == len(DOTS)


def test_what_the_scenarios_that_ship_are_about_can_be_enlarged() -> None:
    told = [each.text for id, each in SENTENCES.items() if id.startswith("scenario.")]
    assert told
    assert all(map(can_enlarge, told))
    assert not can_enlarge("日本")


def test_a_text_is_enlarged_in_half_blocks() -> None:
    assert enlarge("Go!") == ["▄▀▀ ▄▀▄ █", "█ █ █ █ ▀", " ▀▀  ▀  ▀"]


@given(TEXTS, st.integers(1, 200))
def test_lines_are_as_long_as_there_is_room_but_for_a_long_word(text: str, cells: int) -> None:
    lines = wrap_enlarged(text, cells)
    assert " ".join(lines).split() == text.split()
    assert all(width_enlarged(line) <= cells or " " not in line for line in lines)
    assert all(len(row) == width_enlarged(line) for line in lines for row in enlarge(line))


def test_a_number_is_magnified_to_squares_as_large_as_there_is_room() -> None:
    assert magnify("1,0", 60, 9, ASCII) == [
        "  ##        ######",
        "####        ##  ##",
        "  ##        ##  ##",
        "  ##    ##  ##  ##",
        "######  ##  ######",
    ]
    large = magnify("7", 60, 10, UNICODE)
    assert (len(large), {len(row) for row in large}) == (10, {12})
    assert set("".join(large)) == {"█", " "}


@pytest.mark.parametrize(("cells", "wide"), [(22, 2), (21, 1), (11, 1)])
def test_a_number_is_made_narrower_before_it_is_written_small(cells: int, wide: int) -> None:
    assert len(magnify("123", cells, 5, UNICODE)[0]) == 11 * wide


@pytest.mark.parametrize(("cells", "height"), [(10, 5), (60, 4), (0, 0), (-4, -2)])
def test_where_there_is_no_room_a_number_is_written_as_it_is(cells: int, height: int) -> None:
    assert magnify("123", cells, height, UNICODE) == ["123"]
