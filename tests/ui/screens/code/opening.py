"""Opening the code screen at an event, and reading what is on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.session import Session
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.code.screen import CodeScreen
from tests.run.driving import run_to
from tests.ui.app_fixture import run, site

SIZES = [(80, 24), (120, 36), (200, 50)]
MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
Steps = Callable[[Pilot[Any]], Awaitable[None]]


def code_site(**fields: Any) -> SiteApp:
    """Return an app at the start of a run that is paused; the fields are those of `site`."""
    return site(**{"paused": True} | fields)


def play(app: SiteApp, steps: Steps, size: tuple[int, int] = (120, 36)) -> None:
    """Open the app and do something with it."""

    async def act(_: SiteApp, pilot: Pilot[int]) -> None:
        await steps(pilot)

    run(app, act, size)


def marked_rows(panel: RowsPanel) -> list[int]:
    """Return the rows of a panel that are drawn as selected."""
    return [row for row in range(panel.row_count()) if panel.is_marked(row)]


def session_of(app: SiteApp) -> Session:
    return app.player.session


async def look_at_code(pilot: Pilot[Any]) -> CodeScreen:
    """Go to the code screen, and have it drawn."""
    await pilot.pause()
    await pilot.press("3")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CodeScreen)
    return screen


def after(
    kind: Kind, job: int | None, *, who: int | None = None, then: int = 0, keys: str = ""
) -> Steps:
    """Return what leads to the code screen right after an event; it may be long past then (s)."""

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        session = session_of(app)
        while session.playback.run_on(Wanted((kind,), who, job), 1) is False:
            pass
        seq = session.state.seq
        if then:
            run_to(session, session.now + then * SECOND)
            session.playhead.seek_event(seq)
        await look_at_code(pilot)
        for key in keys.split():
            await pilot.press(key)
        for _ in range(2):
            app.screens.publish()
            await pilot.pause()

    return steps


def texts(lines: RowsPanel) -> list[str]:
    """Return the visible rows of a panel as text."""
    top = lines.scroll_offset.y
    rows = range(top, min(top + lines.size.height, lines.row_count()))
    return ["".join(text for text, _ in lines.pieces(row)).rstrip() for row in rows]
