"""What the tracks of a race look like: one thing is varied at a time, from one picture on.

That picture is the classic with four workers and 24 jobs under all six models, after 8 simulated
seconds, in the cells of a terminal of 120x36 that a race has for its tracks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.player.view_state import FigureName
from tests.ui.app_fixture import settle, site
from tests.ui.screens.race.tracks import ALL, Tracks, put_up

Compare = Callable[..., bool]
NORMAL = (120, 32)
CROWD: dict[str, Any] = {"wiring": "direct", "costs": "typical", "rate": 20.0, "count": None}


def same(
    compare: Compare,
    size: tuple[int, int] = NORMAL,
    models: tuple[str, ...] = ALL,
    figure: FigureName = "",
    look: dict[str, str] | None = None,
    **varied: Any,
) -> bool:
    """Compare tracks with their picture."""

    async def act(pilot: Pilot[int]) -> None:
        await settle(pilot)
        own = [{"model": model} for model in models]
        await put_up(pilot, Tracks(*own, figure=figure, chosen=1, **varied))

    return compare(site(paused=True, **look or {}), terminal_size=size, run_before=act)


def test_six_tracks(snap_compare: Compare) -> None:
    assert same(snap_compare)


@pytest.mark.parametrize("size", [(60, 14), (80, 20), (200, 46)], ids="{0[0]}x{0[1]}".format)
def test_sizes(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, size)


@pytest.mark.parametrize("size", [(60, 14), (80, 20), NORMAL], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("tracks", [2, 3, 4])
def test_fewer_tracks(snap_compare: Compare, tracks: int, size: tuple[int, int]) -> None:
    assert same(snap_compare, size, ALL[:tracks])


@pytest.mark.parametrize("at", [0.0, 13.5, 60.0])
def test_moments(snap_compare: Compare, at: float) -> None:
    assert same(snap_compare, at=at)


def test_jobs_that_compute(snap_compare: Compare) -> None:
    assert same(snap_compare, workload="cpu", at=12.0)


@pytest.mark.parametrize("size", [(60, 14), NORMAL], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("workers", [100, 1000])
def test_crowds(snap_compare: Compare, workers: int, size: tuple[int, int]) -> None:
    assert same(snap_compare, size, workers=workers, **CROWD)


@pytest.mark.parametrize("figure", ["waiting", "rate"])
def test_figures(snap_compare: Compare, figure: FigureName) -> None:
    assert same(snap_compare, (80, 20), ALL[:3], figure)


@pytest.mark.parametrize("theme", ["site-light", "projector", "mono"])
def test_themes(snap_compare: Compare, theme: str) -> None:
    assert same(snap_compare, look={"theme": theme})


@pytest.mark.parametrize("size", [(60, 14), NORMAL], ids="{0[0]}x{0[1]}".format)
def test_ascii(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, size, look={"glyphs": "ascii"})


def test_ascii_without_colours(snap_compare: Compare) -> None:
    assert same(snap_compare, look={"glyphs": "ascii", "theme": "mono"})
