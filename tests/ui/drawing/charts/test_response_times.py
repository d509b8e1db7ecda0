"""The distribution of the present run's response times, a key away."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.base.quantities import duration
from site_sim.player.intents import Seek
from site_sim.state.summary import summary_of
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.run_report import ChartDialog
from site_sim.ui.theme.glyphs import GLYPHS
from tests.ui.app_fixture import run, site, text_of
from tests.ui.dialogs.lives import SIZES


@pytest.mark.sampled
@pytest.mark.parametrize("glyphs", GLYPHS)
@pytest.mark.parametrize("size", SIZES)
def test_the_numbers_are_those_of_the_summary(size: tuple[int, int], glyphs: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("H")
        await pilot.pause()
        assert isinstance(app.screen, ChartDialog)
        sojourn = summary_of(app.player.session.state).sojourn_s
        figures = (sojourn.p50, sojourn.p95, sojourn.p99, sojourn.max)
        told = "".join(f"{duration(round(each * 1e9), 3):>8}" for each in figures)
        assert told in text_of(app)
        assert "100%" in text_of(app)
        assert "up to 00:40.0" in text_of(app)

    fields = {"rate": 2.0, "arrivals": "poisson", "workers": 3, "defect_rate": 0.2}
    run(site(at=40.0, paused=True, glyphs=glyphs, **fields), act, size=size)


def test_the_axis_is_changed_and_kept() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("H")
        await pilot.pause()
        before = text_of(app)
        await pilot.press("l")
        await pilot.pause()
        assert app.player.view.log_axis
        changed = text_of(app)
        assert changed != before
        await pilot.press("q", "H")
        await pilot.pause()
        assert text_of(app) == changed
        await pilot.press("l")
        await pilot.pause()
        assert text_of(app) == before

    run(site(at=40.0, paused=True, rate=2.0, arrivals="poisson"), act)


def test_it_is_drawn_anew_for_another_size() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("H")
        await pilot.pause()
        for size in ((60, 18), (200, 50), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert "100%" in text_of(app)
            assert "longest" in text_of(app)

    run(site(at=40.0, paused=True), act)


def test_before_a_job_has_left_it_says_so() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.host.wish(Seek(0))
        await pilot.press("H")
        await pilot.pause()
        assert "no job has left yet" in text_of(app)

    run(site(at=4.0, paused=True), act)
