"""A key that is held takes larger steps."""

from __future__ import annotations

from itertools import pairwise

from textual.pilot import Pilot

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, site


def test_a_held_key_goes_faster_and_faster_up_to_the_bound() -> None:
    times = iter(n * 0.03 for n in range(1_000))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        crew = [app.player.controls.workers]
        for _ in range(140):
            app.host.do("hire")
            crew.append(app.player.controls.workers)
        assert crew[-1] == 10_000
        steps = [after - before for before, after in pairwise(crew) if after < 10_000]
        assert steps[:8] == [1] * 8
        assert steps == sorted(steps)
        assert steps[-1] > 500
        for _ in range(150):
            app.host.do("lay-off")
        assert app.player.controls.workers == 1

    run(site(rate=0.0, now=lambda: next(times)), act)


def test_keys_pressed_one_by_one_take_one_step_each() -> None:
    times = iter(n * 0.4 for n in range(1_000))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(30):
            await pilot.press("plus")
        assert app.player.controls.workers == 34

    run(site(now=lambda: next(times)), act)
