"""What a race looks like: one thing is varied at a time, from one picture on.

That picture is the classic with four workers and 24 jobs under all six models, after 9 simulated
seconds, in a terminal of 120x36. What a track looks like in itself is in `screens/race`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.facts.models import ModelName
from site_sim.player.race_intents import Predict
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import settle
from tests.ui.races import MODELS, let_pass, race_app, race_in

Compare = Callable[..., bool]
NORMAL = (120, 36)
SIZES = [(60, 18), (80, 24), (200, 50)]
RACE: dict[str, Any] = {"workers": 4, "rate": 2.0, "count": 24}


def same(
    compare: Compare,
    *keys: str,
    size: tuple[int, int] = NORMAL,
    models: tuple[ModelName, ...] = tuple(MODELS),
    seconds: int = 9,
    predicted: tuple[int, ...] = (),
    **varied: Any,
) -> bool:
    """Compare a race, varied, with its picture, after some keys."""

    async def act(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        await settle(pilot)
        if predicted:
            race_in(app).do(Predict(predicted))
        if seconds:
            await pilot.press("space")
            await let_pass(app, seconds)
            await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        while race_in(app).is_still and not race_in(app).is_at_rest:
            app.advance(0.1)
        await settle(pilot)

    return compare(race_app(*models, **RACE | varied), terminal_size=size, run_before=act)


def test_in_the_midst(snap_compare: Compare) -> None:
    assert same(snap_compare)


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
def test_sizes(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, size=size)


def test_at_the_start(snap_compare: Compare) -> None:
    assert same(snap_compare, seconds=0)


def test_at_the_end(snap_compare: Compare) -> None:
    assert same(snap_compare, seconds=60)


def test_jobs_that_compute(snap_compare: Compare) -> None:
    assert same(snap_compare, workload="cpu", seconds=12)


@pytest.mark.parametrize("tracks", [2, 3])
def test_fewer_tracks(snap_compare: Compare, tracks: int) -> None:
    assert same(snap_compare, models=tuple(MODELS[:tracks]))


def test_a_crowd(snap_compare: Compare) -> None:
    crowd = {"wiring": "direct", "costs": "typical", "rate": 20.0, "count": None, "workers": 100}
    assert same(snap_compare, size=(200, 50), **crowd)


def test_ascii(snap_compare: Compare) -> None:
    assert same(snap_compare, glyphs="ascii")


@pytest.mark.parametrize("theme", ["site-light", "projector"])
def test_themes(snap_compare: Compare, theme: str) -> None:
    assert same(snap_compare, theme=theme)


def test_a_handicap(snap_compare: Compare) -> None:
    assert same(snap_compare, "down", "a", "plus", "plus", models=tuple(MODELS[:3]))


@pytest.mark.parametrize("size", [NORMAL, *SIZES], ids="{0[0]}x{0[1]}".format)
def test_the_outcome(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, "o", size=size, seconds=60, predicted=(3, 1, 2, 0, 4, 5))


def test_the_outcome_of_jobs_that_compute(snap_compare: Compare) -> None:
    assert same(snap_compare, "o", seconds=60, workload="cpu")


def test_the_outcome_before_the_end(snap_compare: Compare) -> None:
    assert same(snap_compare, "o", "space", count=None)


def test_the_outcome_in_ascii(snap_compare: Compare) -> None:
    assert same(snap_compare, "o", seconds=60, glyphs="ascii")


def test_the_outcome_in_a_bright_hall(snap_compare: Compare) -> None:
    assert same(snap_compare, "o", seconds=60, theme="projector")
