"""The figures so far are told on the screen as the summary tells them."""

from __future__ import annotations

from msgspec.structs import asdict
from textual.pilot import Pilot
from textual.widgets import Static

from site_sim.base.units import SECOND
from site_sim.export.header import header_of
from site_sim.player.intents import Seek
from site_sim.player.report import report
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.run_report import RunReport
from tests.ui.app_fixture import run, site, text_of


def test_it_is_the_summary_of_the_moment_that_is_shown() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for moment in (12, 7):
            app.player.do(Seek(moment * SECOND))
            state, scenario = app.player.session.state, app.player.scenario
            assert scenario is not None
            header = header_of(scenario, asdict(scenario.to_config().costs), state.log.cast)
            await pilot.press("F")
            await pilot.pause()
            assert isinstance(app.screen, RunReport)
            assert app.screen.query_one(Static).content == report(state, header)
            assert f"The run up to 00:{moment:02}.0" in text_of(app)
            await pilot.press("F")
            await pilot.pause()
            assert not isinstance(app.screen, RunReport)

    run(site(at=15.0, paused=True, costs="typical"), act)
