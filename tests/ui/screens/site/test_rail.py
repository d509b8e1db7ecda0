"""The pieces of the rail."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from site_sim.ui.screens.site.rail import LIGHT, MOVES, RAIL_CELLS, WAITS, Rail
from site_sim.ui.theme.glyphs import GLYPHS


@pytest.mark.parametrize("name", GLYPHS)
def test_every_piece_of_the_rail_is_as_wide_as_it(name: str) -> None:
    rail = Rail(name)
    pieces = [rail.none, rail.token, rail.token_at_row, *rail.through, *rail.start, *rail.passing]
    pieces += [
        rail.beside(above, below, last)
        for above in (LIGHT, WAITS, MOVES)
        for below in (LIGHT, WAITS, MOVES)
        for last in (False, True)
    ]
    assert {cell_len(text) for text, _ in pieces} == {RAIL_CELLS}
