"""Texts are fitted to cells, whatever they are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.segments import (
    SegmentCache,
    StyledText,
    cut_row,
    fit,
    progress_bar,
    width_of,
)
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.app_fixture import run, site

TEXTS = st.text(st.sampled_from("abc é工👷"), max_size=30)
PIECES = st.lists(st.tuples(TEXTS, st.sampled_from(["", "muted", "accent"])), max_size=6)


@given(text=TEXTS)
def test_a_text_is_as_wide_as_its_cells(text: str) -> None:
    assert width_of(text) == cell_len(text)


@given(text=TEXTS, width=st.integers(0, 40))
def test_a_text_is_fitted_to_its_cells_exactly(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) == width
    if cell_len(text) <= width:
        assert fitted.rstrip() == text.rstrip()
    elif width:
        assert fitted.endswith("…")


@given(row=PIECES, width=st.integers(1, 40))
def test_a_row_is_cut_to_its_cells_and_keeps_what_fits(row: list[StyledText], width: int) -> None:
    whole = "".join(text for text, _ in row).rstrip()
    seen = "".join(text for text, _ in cut_row(row, width, "…"))
    if cell_len(whole) <= width:
        assert seen.rstrip() == whole
    else:
        assert cell_len(seen) <= width
        assert seen.endswith("…")


@pytest.mark.parametrize(("progress", "filled"), [(0.0, 0), (0.5, 4), (1.0, 8)])
def test_a_bar_is_filled_as_far_as_the_work_is(progress: float, filled: int) -> None:
    parts = UNICODE.bar
    done, rest = progress_bar(8, progress, parts, "-", "accent")
    assert done == (parts[-1] * filled, "accent")
    assert rest == ("-" * (8 - filled), "line")


def test_a_row_that_is_too_wide_ends_in_a_sign() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        cache = SegmentCache(app.screens.site.queue, "…")

        def drawn(*row: StyledText) -> str:
            return "".join(segment.text for segment in cache.row(row, False, 8))

        assert drawn(("four", ""), ("four", "muted")) == "fourfour"
        assert drawn(("four", ""), ("fourx", "muted")) == "fourfou…"
        assert drawn(("fourfour", ""), ("x", "muted")) == "fourfou…"
        assert drawn(("four", ""), ("fou", "muted"), ("    ", "")) == "fourfou "
        assert drawn(("工工工工工", ""), ("x", "")) == "工工工 …"

    run(site(), act)


def test_segments_fill_the_row_and_forget_colours_that_have_changed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        cache = SegmentCache(app.screens.site.queue, "…")
        row: list[StyledText] = [("コンクリート", "accent"), (" #1", "")]
        for width in (3, 12, 20):
            assert sum(segment.cell_length for segment in cache.row(row, False, width)) == width
        accent = cache.segment("x", "accent")
        assert cache.segment("x", "accent", marked=True).style != accent.style
        app.action_do("theme")
        await pilot.press("down", "enter")
        cache.clear()
        assert cache.segment("x", "accent").style != accent.style

    run(site(), act)
