"""Draw the first half minute of a site as a picture that moves: the one at the top of the README.

It is made from simulated time, so it is the same each time.
"""

from __future__ import annotations

import asyncio

from site_sim.scenario.loading import load_scenario
from tests.ui.animated_svg import AnimatedSvg
from tests.ui.app_fixture import site, strips_of
from tests.ui.screen_cells import Screen, cells_of

SIZE = (100, 30)
FRAME_S = 0.5
FRAMES = 60
STILL = 40
"""The frame that is seen where nothing moves."""
TITLE = (
    "The first half minute of site-sim: jobs come in, and a chain of workers does them one by one"
)


def first_half_minute() -> str:
    """Return the picture as an SVG."""
    return AnimatedSvg(asyncio.run(screens(FRAMES)), FRAME_S, STILL).text(TITLE)


async def screens(count: int) -> list[Screen]:
    """Return what the screen shows, a frame after the other, for as many frames."""
    app = site(load_scenario("classic"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        seen = list[Screen]()
        for _ in range(count):
            app.advance(FRAME_S)
            await pilot.pause()
            seen.append(cells_of(strips_of(app)))
        return seen
