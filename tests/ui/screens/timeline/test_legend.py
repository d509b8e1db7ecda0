"""The legend explains every kind of cell, in any room."""

from __future__ import annotations

import pytest

from site_sim.ui.drawing.segments import width_of
from site_sim.ui.screens.timeline.legend import legend
from site_sim.ui.theme.glyphs import GLYPHS


@pytest.mark.parametrize("name", ["unicode", "ascii"])
@pytest.mark.parametrize("width", [58, 78, 98, 118, 158, 198])
def test_each_sign_is_explained_in_any_room(name: str, width: int) -> None:
    glyphs = GLYPHS[name]
    pieces = legend(glyphs, "tinted", width)
    text = "".join(text for text, _ in pieces).rstrip()
    assert width_of(text) <= width
    signs = {sign[0] for sign, role in pieces if role and role != "muted"}
    assert signs == {*glyphs.cells.values(), glyphs.rework, glyphs.taken}
    for word in ("work", "I/O", "ready", "hand", "block", "idle", "gone", "reject", "taken"):
        assert word in text


def test_with_room_it_says_what_a_second_colour_means() -> None:
    for width, has_room in ((98, False), (118, True), (198, True)):
        text = "".join(text for text, _ in legend(GLYPHS["unicode"], "tinted", width))
        assert ("tinted: two states in a cell" in text) is has_room
