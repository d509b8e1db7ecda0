"""Which rows there are."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.facts.programs import ACCEPT, FOREMAN
from site_sim.log.events import Kind
from site_sim.state.history.keyframes import lane_row
from site_sim.ui.app import SiteApp
from tests.run.driving import run_to
from tests.ui.app_fixture import run, site, text_of
from tests.ui.screens.timeline.opening import open_at, press


def test_the_rows_are_foreman_workers_accept_and_lanes() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 1)
        assert rows.rows.rows == [FOREMAN, 2, 1, 0, ACCEPT, lane_row(0), lane_row(1)]
        text = text_of(app)
        for name in ("foreman", "worker 2", "worker 0", "accept", "core 0", "core 1"):
            assert name in text

    run(site(workers=3, model="processes", cores=2), act)


def test_crews_that_grow_and_shrink_keep_their_rows() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        rows = await open_at(app, pilot, Kind.Accepted, 2)
        await press(app, pilot, "plus plus")
        assert 5 in rows.rows.rows
        await press(app, pilot, "minus minus minus")
        run_to(app.player.session, app.player.session.now + 9 * SECOND)
        app.screens.publish()
        assert len(app.player.session.state.workers) == 3
        assert 5 in rows.rows.rows

    run(site(workers=4), act)
