"""The figures in lines: the census, and the metrics with their plots."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.state.entities import State
from site_sim.ui.drawing.bars import Bar, BarItem
from tests.ui.app_fixture import after, look, site
from tests.ui.rows import NORMAL


@pytest.mark.parametrize("columns", [60, 70, 80, 96, 104, 120, 200])
@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_census_is_never_cut_and_counts_all(model: str, columns: int) -> None:
    snapshot = {"workers": 30, "rate": 9.0, "model": model, "accident_rate": 0.3, "at": 30.0}
    app = site(**snapshot, supervise=False)
    told: list[BarItem] = []

    async def take(pilot: Pilot[int]) -> None:
        told.extend(app.screens.site.query_one("#census", Bar).items)

    lines = look(app, (columns, 40), after(), take)
    counts = app.player.session.state.census.count
    assert sum(len(text) for text, _, _ in told) <= columns
    assert sum(int(text) for text, _, _ in told if text.strip().isdigit()) == sum(counts)
    assert any("gone" in line for line in lines) or not counts[State.GONE]


def test_who_is_starting_is_not_counted_as_gone() -> None:
    snapshot = {"model": "processes", "workers": 3, "at": 10.0}
    start = look(site(**snapshot), NORMAL, after("plus", "plus", later=10))
    assert any("×× gone 0   ↑ starting 2" in line for line in start)
    dead = look(site(**snapshot, supervise=False), NORMAL, after("x", "plus", later=10))
    assert any("×× gone 1   ↑ starting 1" in line for line in dead)
    assert not any("starting" in line for line in look(site(**snapshot), NORMAL))
