"""What actions say, they say in one place."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import (
    notices_of,
    run,
    site,
    text_of,
)


def test_what_is_said_takes_the_place_of_what_was_said_before() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(9):
            await pilot.press("right_parenthesis", "f", "v")
        await pilot.pause()
        assert len(notices_of(app)) == 1
        assert "supervision is off" in text_of(app)

    run(site(), act)


def test_an_accident_is_said_and_to_whom() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("up", "up", "x")
        await pilot.pause()
        assert "an accident happens to worker 1" in text_of(app)

    run(site(), act)


def test_a_program_without_a_crew_says_so() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for key in ("plus", "minus"):
            await pilot.press(key)
            await pilot.pause()
            assert "a producer and a consumer are all" in text_of(app)
            app.clear_notifications()

    run(site(program="producer-consumer"), act)
