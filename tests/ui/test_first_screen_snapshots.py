"""What the first screen looks like: one thing is varied at a time, from one picture on.

That picture is the classic with four workers under one call stack, after 20 simulated seconds, in
a terminal of 120×36. Every other differs from it in what its name says, and in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.app_fixture import PilotAct, after, settle, site

Compare = Callable[..., bool]

NORMAL = (120, 36)
FIRST: dict[str, Any] = {"workers": 4, "model": "serial", "at": 20.0}
CROWD: dict[str, Any] = {"wiring": "direct", "dispatch": "least-busy", "rate": 100.0}
"""What a thousand need to have something to do: jobs enough, and no chain to hand them down."""


def same(
    compare: Compare,
    size: tuple[int, int] = NORMAL,
    act: PilotAct | None = None,
    **varied: Any,
) -> bool:
    """Compare the first screen, varied, with its picture."""
    return compare(site(**FIRST | varied), terminal_size=size, run_before=act or after())


def test_the_first_screen(snap_compare: Compare) -> None:
    assert same(snap_compare)


@pytest.mark.parametrize(
    "size", [(60, 18), (80, 24), (100, 30), (160, 45), (200, 50)], ids="{0[0]}x{0[1]}".format
)
def test_sizes(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, size)


@pytest.mark.parametrize(
    "theme",
    ["site-light", "floodlight", "projector", "blueprint", "high-contrast", "colour-blind-safe",
     "mono"],
)  # fmt: skip
def test_themes(snap_compare: Compare, theme: str) -> None:
    assert same(snap_compare, theme=theme)


def test_ascii(snap_compare: Compare) -> None:
    assert same(snap_compare, glyphs="ascii")


def test_ascii_without_colours(snap_compare: Compare) -> None:
    assert same(snap_compare, glyphs="ascii", theme="mono")


@pytest.mark.parametrize("seconds", [0.0, 5.0, 120.0])
def test_moments(snap_compare: Compare, seconds: float) -> None:
    assert same(snap_compare, at=seconds)


@pytest.mark.parametrize("workers", [1, 40])
def test_crews(snap_compare: Compare, workers: int) -> None:
    assert same(snap_compare, workers=workers)


def test_a_crowd(snap_compare: Compare) -> None:
    assert same(snap_compare, workers=1000, **CROWD)


def test_a_crowd_on_one_loop(snap_compare: Compare) -> None:
    assert same(snap_compare, workers=1000, model="coroutines", costs="typical", **CROWD)


def test_no_worker(snap_compare: Compare) -> None:
    async def lay_all_off(pilot: Any) -> None:
        await settle(pilot)
        for _ in range(FIRST["workers"]):
            await pilot.press("minus")
        await settle(pilot, 240)

    assert same(snap_compare, act=lay_all_off)


@pytest.mark.parametrize("model", ["coroutines", "threads", "free-threads", "processes", "hybrid"])
def test_models(snap_compare: Compare, model: str) -> None:
    assert same(snap_compare, model=model)


@pytest.mark.parametrize("workload", ["cpu", "mixed"])
def test_workloads(snap_compare: Compare, workload: str) -> None:
    assert same(snap_compare, workload=workload)


@pytest.mark.parametrize("workload", ["cpu", "mixed"])
def test_workloads_under_threads(snap_compare: Compare, workload: str) -> None:
    assert same(snap_compare, workload=workload, model="threads")


def test_direct(snap_compare: Compare) -> None:
    assert same(snap_compare, wiring="direct")


def test_rework(snap_compare: Compare) -> None:
    assert same(snap_compare, defect_rate=0.35)


def test_paused(snap_compare: Compare) -> None:
    assert same(snap_compare, act=after("space"))


def test_no_job(snap_compare: Compare) -> None:
    assert same(snap_compare, rate=0.0)


def test_all_done(snap_compare: Compare) -> None:
    assert same(snap_compare, count=12, at=40.0)
