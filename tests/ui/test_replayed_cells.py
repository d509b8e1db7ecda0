"""A recording shows at every moment what the run that wrote it shows there."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetSupervision,
)
from site_sim.kernel.models import MODELS
from site_sim.player.intents import Seek, Select, SetPaused
from site_sim.player.view_state import ScreenName
from site_sim.run.simulated import simulation_of
from site_sim.ui.app import SiteApp
from tests.export.written import written
from tests.ui.app_fixture import WIDE, look, run, show, site
from tests.ui.replays import read_whole, replay_of

SIZES = [(80, 24), (120, 36), (200, 50)]
MOMENTS = 20
TELLING = {"header", "notice", "controls", "more-controls", "scrubber", "keys"}
"""What says that it is a recording, offers commands, or marks those that were given."""
COMMANDS: tuple[Command, ...] = (
    Hire(2), CauseAccident(1), OrderJobs(5), ChooseWiring("direct"), ChooseModel("hybrid"),
    LayOff(2), SetSupervision(False), CauseAccident(0), ChooseModel("processes"), Hire(3),
)  # fmt: skip


def run_of(model: str) -> SiteApp:
    """Return an app on a run in which much happens."""
    app = site(
        model=model, workers=4, cores=2, rate=3.0, arrivals="poisson", workload="mixed",
        service="exponential", defect_rate=0.2, accident_rate=0.05, seed=5,
    )  # fmt: skip
    session = app.player.session
    for command in COMMANDS:
        session.playback.advance(3 * SECOND)
        session.begin(command)
    session.playback.advance(12 * SECOND)
    app.player.do(SetPaused(True))
    return app


def recording_of(app: SiteApp, folder: Path) -> SiteApp:
    """Return an app on the log of a run."""
    path = folder / "log.jsonl"
    path.write_bytes(written(simulation_of(app.player.session.branch), complete=False))
    recording = replay_of(path)
    read_whole(recording.player)
    return recording


def cells_of(app: SiteApp) -> dict[str, list[Strip]]:
    """Return the cells of each panel in sight, and where they stand."""
    return {
        f"{panel.id} {panel.region}": [panel.render_line(y) for y in range(panel.size.height)]
        for panel in app.screens.shown.lines
        if panel.id not in TELLING and panel.display and panel.region
    }


Moment = tuple[ScreenName, int, Select]
"""A screen, a time (ns), and what is selected."""


def some_moments(model: str, end: int) -> list[Moment]:
    """Return moments for each screen."""
    chance = random.Random(model)
    names: tuple[ScreenName, ...] = ("site", "timeline")
    selected = (Select("task", 0), Select("task", 2), Select("job", 9), Select("job", 14))
    return [
        (name, chance.randrange(end), chance.choice(selected))
        for name in names
        for _ in range(MOMENTS)
    ]


def seen(app: SiteApp, size: tuple[int, int], moments: list[Moment]) -> list[dict[str, Any]]:
    """Return what the panels of an app show at some moments."""
    cells = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for name, at, selected in moments:
            show(app, name)
            app.player.do(Seek(at))
            app.player.do(Select())
            app.player.do(selected)
            app.screens.publish()
            await pilot.pause()
            cells.append(cells_of(app))

    run(app, act, size)
    return cells


@pytest.mark.sampled
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    "model",
    [
        model if model in ("serial", "threads") else pytest.param(model, marks=pytest.mark.by_hand)
        for model in MODELS
    ],
)
def test_its_panels_have_the_same_cells(model: str, size: tuple[int, int], tmp_path: Path) -> None:
    app = run_of(model)
    recording = recording_of(app, tmp_path)
    moments = some_moments(model, app.player.session.playhead.end)
    shown = zip(moments, seen(app, size, moments), seen(recording, size, moments), strict=True)
    for moment, expected, found in shown:
        assert len(expected) >= 2
        assert found.keys() == expected.keys(), moment
        for panel, cells in expected.items():
            assert found[panel] == cells, (moment, panel)


def test_its_header_says_so_and_its_foot_offers_no_commands(tmp_path: Path) -> None:
    app = run_of("serial")
    live, recorded = look(app, WIDE), look(recording_of(app, tmp_path), WIDE)
    assert "site-sim" in live[0]
    assert "recording" in recorded[0]
    offers = (
        "[accident]",
        "[burst]",
        "[job]",
        "[new seed]",
        "Supervision [",
        "v replaces the dead",
    )
    for words in offers:
        assert words in "\n".join(live)
        assert words not in "\n".join(recorded)
