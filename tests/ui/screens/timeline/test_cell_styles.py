"""The style of a cell: its own state, a second one, and what is marked on it."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.pilot import Pilot

from site_sim.state.entities import State
from site_sim.state.history.tiles import ALONE
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.timeline.cell_styles import CellStyles
from site_sim.ui.screens.timeline.line_contents import CURSOR, FUTURE, PLAYHEAD, TOKEN
from tests.ui.app_fixture import run, site

CPU, READY, GONE = (int(state) for state in (State.CPU, State.READY, State.GONE))


def cell(state: int, other: int = ALONE) -> int:
    """Return a cell of a state that another one shares, or (ALONE) none."""
    return state + 8 * other


async def styles_of(app: SiteApp, pilot: Pilot[int]) -> CellStyles:
    await pilot.press("2")
    await pilot.pause()
    return CellStyles(app.screens.timeline.grid)


def test_a_cell_of_two_states_shows_both() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        styles = await styles_of(app, pilot)
        seen = [styles.of((cell(CPU, other), 0)) for other in (ALONE, READY, GONE)]
        assert len({glyph for glyph, _ in seen}) == 1
        assert len({str(style) for _, style in seen}) == 3

    run(site(workers=3), act)


def test_without_colours_a_second_state_is_underlined() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        styles = await styles_of(app, pilot)
        assert not styles.of((cell(CPU), 0))[1].underline
        assert styles.of((cell(CPU, READY), 0))[1].underline

    run(site(workers=3, theme="mono"), act)


@pytest.mark.parametrize("theme", ["site-dark", "site-light", "mono"])
def test_each_mark_changes_how_a_cell_looks(theme: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        styles = await styles_of(app, pilot)
        plain = styles.of((cell(CPU), 0))
        marked = [styles.of((cell(CPU), mark)) for mark in (FUTURE, TOKEN, PLAYHEAD, CURSOR)]
        assert plain not in marked
        assert len({(glyph, str(style)) for glyph, style in marked}) == 4
        assert marked[0][0] == plain[0]  # the future is fainter, not another state

    run(site(workers=3, theme=theme), act)


def test_equal_neighbours_are_drawn_as_one() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        styles = await styles_of(app, pilot)
        cells = bytes([cell(CPU)] * 3 + [cell(READY)] * 4)
        marks = bytes([0, 0, 0, 0, 0, FUTURE, FUTURE])
        segments = list(styles.segments(cells, marks))
        glyphs = app.screens.timeline.grid.glyphs.cells
        texts = [segment.text for segment in segments]
        assert texts == [glyphs["working"] * 3, glyphs["ready"] * 2, glyphs["ready"] * 2]
        looks: list[Style | None] = [segment.style for segment in segments]
        assert looks[1] != looks[2]

    run(site(workers=3), act)
