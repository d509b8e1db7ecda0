"""One moment is told in one way on all of a screen, and one figure wherever it stands."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from site_sim.base.quantities import clock
from site_sim.log.events import Kind
from site_sim.player.intents import Select, ShowScreen, ShowTimes
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.job_story import JobStory
from tests.ui.app_fixture import FRAME_S, run, site, text_of
from tests.ui.travelling import line_of

CLOCK = re.compile(r"(?:\d+:)?\d\d:\d\d\.\d")
STRICT = {"workers": 3, "rate": 0.7, "defect_rate": 0.5, "seed": 3}


@pytest.mark.sampled
@pytest.mark.parametrize("speed", [1.0, 64.0, 1024.0])
def test_the_clocks_of_header_and_scrubber_show_the_same_moment(speed: float) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        told = set()
        for _ in range(40):
            app.advance(FRAME_S * 3)
            header, scrubber = text_of(app).splitlines()[0], line_of(app)
            times = {*CLOCK.findall(header), *CLOCK.findall(scrubber)}
            assert times == {clock(app.player.session.now)}
            told |= times
        assert len(told) > 5

    run(site(speed=speed, **STRICT), act)


def test_what_became_of_a_job_is_told_of_one_moment_in_the_list_the_details_and_the_story() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        state = app.player.session.state
        verdict = next(
            each for each in state.verdicts if each.kind is Kind.Accepted and each.at % 10**8
        )
        app.player.do(Select("job", verdict.job))
        for _ in range(2):
            app.screens.publish()
            await pilot.pause()
        short, whole = clock(verdict.at), clock(verdict.at, 3)
        text = text_of(app)
        assert f"{short} ✓ #{verdict.job}" in text
        assert f"accepted at {short}" in text
        figures = re.search(r"wait (\S+), service (\S+), sojourn (\S+)", text)
        assert figures is not None
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, JobStory)
        story = text_of(app)
        assert f"{whole}    #{verdict.job} by" in story
        assert whole.startswith(short)
        told = re.search(
            r"sojourn (\S+): wait (\S+)(?: \(.*?\))?, service (\S+)", " ".join(story.split())
        )
        assert told is not None
        assert (told[2], told[3], told[1]) == figures.groups()

    run(site(at=20.0, **STRICT), act, size=(120, 36))


def test_in_ascii_a_time_has_no_micro_sign() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(ShowScreen("timeline"))
        app.player.do(ShowTimes(step=50_000))
        await pilot.pause()
        app.screens.publish()
        await pilot.pause()
        text = text_of(app)
        assert "a cell is 50us" in text
        assert text.isascii()

    run(site(glyphs="ascii", at=1.0, paused=True), act)
