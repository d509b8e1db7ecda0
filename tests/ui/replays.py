"""The app on a log that was written before, at a moment of it."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from site_sim.export.source import LogSource
from site_sim.player.intents import Seek, SetPaused
from site_sim.player.player import Player
from site_sim.player.replay import Replay
from site_sim.ui.app import SiteApp
from tests.export.written import LOGS
from tests.ui.app_fixture import FRAME_S, PilotAct, after, settle, site

MS = 1_000_000


def replay_of(path: Path | str) -> SiteApp:
    """Return an app on a log; a name is one of those that were written by hand."""
    source = LogSource.open(str(path if isinstance(path, Path) else LOGS / f"{path}.jsonl"))
    source.read_first()
    return site(Replay(source))


def read_whole(player: Player) -> None:
    """Let frames pass until all of a log is read, and stay where that is."""
    while player.replay is not None and player.replay.is_reading:
        player.tick(FRAME_S)
    player.do(SetPaused(True))


def at(ms: int, *keys: str) -> PilotAct:
    """Return an act that goes to a time (ms), and presses keys there."""
    press = after(*keys)

    async def act(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        await settle(pilot)
        read_whole(app.player)
        app.player.do(Seek(ms * MS))
        await press(pilot)

    return act
