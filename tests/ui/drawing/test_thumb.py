"""The thumb of a scroll bar, painted cell by cell, is the one that Textual draws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.scrollbar import ScrollBarRender

from site_sim.base.units import SECOND
from site_sim.player.intents import Seek
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.thumb import changed_cells, thumb
from tests.ui.app_fixture import run, settle, site
from tests.ui.drawing.test_scroll_geometry import GROWING, show_rows
from tests.ui.rows import SMALL


def looks(height: int, rows: int, top: float) -> list[tuple[str, bool, str]]:
    """Return what Textual draws in each cell: the sign, whether it is reversed, its meaning."""
    window = height if height < rows else 0
    segments = ScrollBarRender.render_bar(height, rows, window, top).segments
    return [
        (text, bool(style and style.reverse), str(style and style.bgcolor))
        for text, style, _ in segments
    ]


@given(height=st.integers(1, 60), more=st.integers(1, 500), share=st.floats(0, 1))
def test_the_thumb_is_where_textual_draws_it(height: int, more: int, share: float) -> None:
    rows, top = height + more, round(share * more)
    segments = ScrollBarRender.render_bar(height, rows, height, top).segments
    is_back = [segment.text == " " and not (segment.style and segment.style.reverse)
               for segment in segments]  # fmt: skip
    found = thumb(height, rows, top)
    assert found is not None
    start, end = found
    assert [8 * cell + 8 <= start or 8 * cell >= end for cell in range(height)] == is_back


@given(
    height=st.integers(1, 60),
    rows=st.tuples(st.integers(1, 500), st.integers(1, 500)),
    top=st.integers(0, 500),
)
def test_the_cells_that_look_different_are_known(
    height: int, rows: tuple[int, int], top: int
) -> None:
    before, after = ([height, every, min(top, max(0, every - height))] for every in rows)
    old, new = looks(*before), looks(*after)
    differ = {cell for cell in range(height) if old[cell] != new[cell]}
    assert differ <= changed_cells(height, thumb(*before), thumb(*after))
    if before == after:
        assert not changed_cells(height, thumb(*before), thumb(*after))


@pytest.mark.parametrize("size", [SMALL, (60, 18)])
def test_a_panel_that_has_no_line_left_is_scrolled(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("3", "B")  # the figure in large takes its lines
        await settle(pilot)
        code = app.screen.query_one("#code", RowsPanel)
        assert code.size.height == 0
        for key in ("end", "home", "pagedown", "pageup"):
            await pilot.press(key)
            await settle(pilot)
            assert not code.thumb.has_changed

    run(site(at=20.0), act, size)


def test_what_is_taken_is_what_textual_draws() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        queue = app.screens.site.queue
        bar = queue.vertical_scrollbar
        above = bar.region.y - queue.region.y
        seen = set[int]()
        await show_rows(app, pilot, 60)
        for rows in range(61, 160, 7):
            app.player.do(Seek(rows * SECOND + 1))
            queue.show(app.player.frame(app.screens.site.declare))
            taken = {y - above: (x, *line) for x, y, line in queue.thumb.take_cells()}
            assert not queue.thumb.has_changed
            drawn = bar.render_lines(bar.size.region)
            for y, (x, segment) in taken.items():
                assert x == bar.region.x - queue.region.x
                assert [segment] == list(drawn[y])
            seen |= set(taken)
        assert seen

    run(site(**GROWING), act)
