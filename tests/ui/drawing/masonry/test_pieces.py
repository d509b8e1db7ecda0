"""Crates, bricks and the ground, cell by cell."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from site_sim.ui.drawing.masonry.pieces import gap, ground, solid, unit_captions
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs
from tests.ui.rows import HOSTILE


def text_of(pieces: object) -> str:
    return "".join(text for text, _ in pieces)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sign", "cells", "glyphs", "expected"),
    [
        ("3", 3, UNICODE, "▐3▌"),
        ("3", 5, UNICODE, "▐ 3 ▌"),
        ("12", 5, UNICODE, "▐ 12▌"),
        ("123", 5, UNICODE, "▐123▌"),
        ("1234", 5, UNICODE, "▐   ▌"),
        ("12", 3, ASCII, "[ ]"),
        ("3", 5, ASCII, "[ 3 ]"),
    ],
)
def test_a_sign_that_has_no_room_is_left_out_whole(
    sign: str, cells: int, glyphs: Glyphs, expected: str
) -> None:
    assert text_of(solid(sign, cells, "brick", "brick-edge", glyphs)) == expected


@pytest.mark.parametrize("sign", HOSTILE)
def test_any_name_takes_the_cells_that_there_are(sign: str) -> None:
    for cells in (3, 5):
        assert cell_len(text_of(solid(sign, cells, "brick", "brick-edge", UNICODE))) == cells
        assert cell_len(text_of(gap(sign, cells, "rejected"))) == cells


def test_the_ground_has_the_longest_caption_that_fits() -> None:
    captions = unit_captions("crate", "job", 50)
    assert text_of(ground(captions, 24, ASCII)) == "-- a crate = 50 jobs ---"
    assert text_of(ground(captions, 16, ASCII)) == "-- crate = 50 --"
    assert text_of(ground(captions, 6, UNICODE)) == " =50 ▔"
    assert text_of(ground(captions, 4, UNICODE)) == "▔▔▔▔"
    assert unit_captions("brick", "result", 1)[0] == "a brick = 1 result"
    assert unit_captions("brick", "result", 20_000)[1] == "brick = 20,000"
