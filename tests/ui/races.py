"""Apps on a race, and what is seen of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_sim.facts.models import MODEL_FACTS, ModelName
from site_sim.player.race import Race
from site_sim.player.race_tracks import RaceRun
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import site

MODELS: Sequence[ModelName] = tuple(facts.name for facts in MODEL_FACTS.values())


def race_app(*models: ModelName, **given: Any) -> SiteApp:
    """Return an app that begins with a race of some models, or of all; the rest is as for `site`.

    It stands at its start.
    """
    of_scenario = {key: given.pop(key) for key in [*given] if key in Scenario.__struct_fields__}
    fields = {"count": 30} | of_scenario
    runs = [RaceRun(model, Scenario(**fields, model=model)) for model in models or MODELS]
    return site(race=runs, **given)


def race_in(app: SiteApp) -> Race:
    """Return the race in front."""
    assert isinstance(app.player, Race)
    return app.player


def places(race: Race) -> list[tuple[int, int, int]]:
    """Return where each run is shown, and how many events it has."""
    sessions = [player.session for player in race.players]
    return [(each.state.seq, each.now, len(each.log)) for each in sessions]


async def let_pass(app: SiteApp, seconds: int) -> None:
    """Let time pass, in few frames."""
    for _ in range(4 * seconds):
        app.advance(0.25)
