"""The map of the crew: a cell a worker, or the most notable of several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from site_sim.facts.states import STATES
from site_sim.player.view_state import Selection
from site_sim.state.entities import State
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.site.crew_map import most_notable
from site_sim.ui.theme.glyphs import UNICODE
from tests.ui.app_fixture import drawn, run, settle, site, text_of

NORMAL = (120, 36)


def cells_of(app: SiteApp) -> str:
    """Return the cells of the map, without the column of the pointer."""
    return "".join(line[1:] for line in drawn(app.screens.site.crew_map)).replace(" ", "")


def cell(state: State) -> str:
    return UNICODE.cells[STATES[state]]


def test_each_worker_has_a_cell_the_head_first() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        workers = app.player.session.state.workers
        states = {task.state for task in workers}
        assert len(states) > 1
        assert cells_of(app) == "".join(cell(task.state) for task in reversed(workers))
        assert "─ Crew · 40 ─" in text_of(app)

    run(site(workers=40, rate=9.0, model="coroutines", at=6.0), act, NORMAL)


def test_where_there_is_no_room_a_cell_shows_the_most_notable_of_several() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        before = cells_of(app)
        assert "a cell" in text_of(app)
        assert len(before) < 10_000
        assert cell(State.GONE) not in before
        app.player.controls.accident(4_321)
        await settle(pilot)
        assert cells_of(app).count(cell(State.GONE)) == 1

    run(site(workers=10_000, supervise=False, model="coroutines", at=1.0), act, NORMAL)


@given(states=st.lists(st.sampled_from(State), min_size=1), group=st.integers(1, 12))
def test_the_largest_of_each_group_is_the_most_notable(states: list[State], group: int) -> None:
    groups = [states[place : place + group] for place in range(0, len(states), group)]
    assert list(most_notable(bytes(states), group)) == list(map(max, groups))


def test_a_click_on_a_cell_selects_its_worker() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        crew_map = app.screens.site.crew_map
        assert crew_map.selection_at(0, 1) == Selection("task", 39)
        assert crew_map.selection_at(0, 3) == Selection("task", 37)
        assert crew_map.selection_at(0, 0) is None
        assert crew_map.selection_at(9, 1) is None

    run(site(workers=40, at=1.0), act, NORMAL)


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (200, 50)])
def test_the_map_of_a_few_workers_leaves_the_strips_their_room(size: tuple[int, int]) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        screen = app.screens.site
        assert screen.crew_map.display
        assert screen.crew_map.outer_size.width <= size[0] / 7
        rows = [row for row in drawn(screen.chain) if "WORKER" in row]
        longest = max(len(row) - len(row.rstrip("·▒▞▼▄█")) for row in rows)
        assert longest >= 12

    run(site(workers=40, model="coroutines", rate=10.0, at=20.0, paused=True), act, size)
