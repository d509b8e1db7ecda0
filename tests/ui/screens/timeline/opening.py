"""Opens the timeline at an event of a run."""

from __future__ import annotations

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.timeline.grid import TimelineGrid
from tests.run.driving import run_to

SIZES = [(80, 24), (120, 36), (200, 50)]


async def open_at(
    app: SiteApp, pilot: Pilot[int], kind: Kind, job: int, who: int | None = None, then_s: int = 0
) -> TimelineGrid:
    """Run up to an event, and some time on, go back to the event and look at the timeline."""
    session = app.player.session
    while session.playback.run_on(Wanted((kind,), who, job), 1) is False:
        pass
    at = session.now
    if then_s:
        run_to(session, at + then_s * SECOND)
        session.playhead.seek(at)
    await pilot.press("2")
    await pilot.pause()
    return app.screens.timeline.grid


async def press(app: SiteApp, pilot: Pilot[int], keys: str) -> None:
    await pilot.press(*keys.split())
    app.screens.publish()
    await pilot.pause()
