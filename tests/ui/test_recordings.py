"""Recordings of every model and both programs, opened on site and timeline."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from site_sim.facts.states import SHORT_WORDS, STATES, WORDS
from site_sim.kernel.models import MODELS
from site_sim.ui.app import SiteApp
from tests.export.written import eventful, written
from tests.player.test_replayed_past import live_session
from tests.ui.app_fixture import drawn, look, text_of
from tests.ui.replays import MS, at, replay_of

SIZE = (120, 36)
MOMENTS = 3
UNNAMED = ("in send()", "starts", "starting", "leaving", "▲ accident", "▲ the exception")
"""What stands in the place of a state's word."""


@pytest.mark.sampled
@pytest.mark.parametrize("program", ["pipeline", "producer-consumer"])
@pytest.mark.parametrize("model", MODELS)
def test_site_and_timeline_open_on_it(model: str, program: str, tmp_path: Path) -> None:
    simulation = eventful(model, program)
    path = tmp_path / "log.jsonl"
    path.write_bytes(written(simulation, complete=True))
    live = live_session(simulation)
    app = replay_of(path)
    chance = random.Random(f"{program} {model}")

    async def act(pilot: Pilot[int]) -> None:
        for _ in range(MOMENTS):
            ms = chance.randrange(simulation.now // MS)
            live.playhead.seek(ms * MS)
            await at(ms, "1")(pilot)
            rows = drawn(app.screens.site.chain)
            for task in live.state.workers[:3]:
                name = live.log.cast.name_of(task.who).upper()
                row = next(row for row in rows if name in row)
                word = STATES[task.state]
                assert any(text in row for text in (WORDS[word], SHORT_WORDS[word], *UNNAMED)), row
            await at(ms, "2")(pilot)
            assert shows_tasks(app, [live.log.cast.name_of(who) for who in (-1, 0)])

    look(app, SIZE, act)


def shows_tasks(app: SiteApp, names: list[str]) -> bool:
    """Say whether the timeline has the rows of some tasks."""
    text = text_of(app)
    return all(name in text for name in names)
