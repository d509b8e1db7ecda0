"""Moves the playhead by keys, as a person does."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from site_sim.log.comparison import digest_of
from site_sim.run.session import Session
from site_sim.ui.app import SiteApp
from site_sim.ui.screens.shared.scrubber import Scrubber
from tests.ui.app_fixture import site


def session_of(app: SiteApp) -> Session:
    return app.player.session


def between_events(**fields: Any) -> SiteApp:
    """Return a site at 15.4 s, where job #30 arrived at 15.0 s; the next event is at 15.5 s."""
    return site(at=15.4, workers=5, rate=2.0, **fields)


async def press(app: SiteApp, pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    app.screens.publish()
    await pilot.pause()


def line_of(app: SiteApp) -> str:
    """Return what the scrubber shows; a notice may stand before it on the screen."""
    return app.screen.query_one(Scrubber).render_line(0).text


def trace(app: SiteApp) -> tuple[Any, ...]:
    """Return where one is and all that a run is."""
    session = session_of(app)
    return (
        session.playhead.position,
        session.playhead.is_live,
        digest_of(session.log),
        session.journal[:],
    )
