"""The charts as they are drawn: both axes, and the line that each is compared with."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.theme.glyphs import GLYPHS
from tests.ui.app_fixture import after, drawn, look, site
from tests.ui.rows import LARGE, texts_of


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
def test_a_chart_has_both_axes_and_its_line(glyphs: str) -> None:
    rows = texts_of("plots", size=LARGE, at=60.0, workers=4, rate=2.0, glyphs=glyphs)
    assert len(rows) == 9
    assert "2/s arrive" in rows[0]
    assert "p95" in rows[0]
    assert "utilisation" in rows[0]
    assert [row.strip()[0] for row in rows[1:7:3]] == ["2", "1"]
    assert rows[7].count("-20s") == rows[7].count("now") == 3
    assert rows[8].startswith(f" {GLYPHS[glyphs].dashes * 2} at most 0.741/s   wait p95 ")


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
def test_a_line_goes_on_through_the_plot(glyphs: str) -> None:
    rows = texts_of("plots", size=LARGE, at=60.0, workers=4, rate=2.0, glyphs=glyphs)
    dashes = GLYPHS[glyphs].dashes
    assert [row.count(dashes) > 50 for row in rows[1:7]] == [row == 3 for row in range(6)], rows


def test_two_lines_in_one_row_take_turns() -> None:
    rows = texts_of("plots", size=LARGE, at=30.0, workers=4, rate=0.75)
    plots = [row[6:50] for row in rows[1:7]]
    assert any("───╌╌╌───╌╌╌" in plot for plot in plots)


def test_what_is_far_above_the_chart_has_an_arrow() -> None:
    *_, figures = texts_of("plots", size=LARGE, at=30.0, model="coroutines", rate=0.5)
    assert figures.startswith(" ↑ at most 171/min ")


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(120, 36), (160, 45), (200, 50), (100, 30)])
def test_the_rows_fill_the_panel_at_any_time_and_speed(size: tuple[int, int]) -> None:
    for fields in ({"at": 0.0}, {"at": 30.0, "speed": 64.0}, {"at": 30.0, "rate": 0.01}):
        app = site(workers=4, **fields)
        rows: list[str] = []

        async def take(_: object, app: Any = app, rows: list[str] = rows) -> None:
            rows += drawn(app.screens.site.query_one("#plots", RowsPanel))

        look(app, size, after(*("c" * (size[1] < 44))), take)
        assert rows[-2].count("now") == 3
        assert all(len(row) <= size[0] - 2 for row in rows)
