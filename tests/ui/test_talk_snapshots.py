"""What a talk looks like: captions, and counts in large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from site_sim.scenario.loading import load_scenario
from tests.ui.app_fixture import after, site

Compare = Callable[..., bool]
NORMAL, SMALL, LARGE, LEAST = (120, 36), (80, 24), (200, 50), (60, 18)


def same(
    compare: Compare,
    *keys: str,
    size: tuple[int, int] = NORMAL,
    scenario: str = "classic",
    **how: Any,
) -> bool:
    """Compare a scenario that ships, 20 s on and after some keys, with its picture."""
    app = site(load_scenario(scenario, {"at": 20.0}), **how)
    return compare(app, terminal_size=size, run_before=after(*keys))


def test_a_caption(snap_compare: Compare) -> None:
    assert same(snap_compare)


def test_a_caption_in_80x24(snap_compare: Compare) -> None:
    assert same(snap_compare, size=SMALL)


def test_a_caption_in_ascii(snap_compare: Compare) -> None:
    assert same(snap_compare, size=SMALL, glyphs="ascii")


def test_a_caption_in_large(snap_compare: Compare) -> None:
    assert same(snap_compare, size=LARGE, scenario="accidents")


def test_a_caption_above_the_code(snap_compare: Compare) -> None:
    assert same(snap_compare, "3")


def test_the_jobs_done_in_large(snap_compare: Compare) -> None:
    assert same(snap_compare, "A", "B")


def test_the_jobs_waiting_in_large_in_80x24(snap_compare: Compare) -> None:
    assert same(snap_compare, "B", "B", size=SMALL)


def test_the_jobs_done_in_large_in_60x18(snap_compare: Compare) -> None:
    assert same(snap_compare, "B", size=LEAST)


def test_the_jobs_done_in_ascii(snap_compare: Compare) -> None:
    assert same(snap_compare, "B", size=SMALL, glyphs="ascii")


def test_the_jobs_waiting_above_the_timeline(snap_compare: Compare) -> None:
    assert same(snap_compare, "A", "B", "B", "2", scenario="gil")


def test_the_crowd(snap_compare: Compare) -> None:
    assert same(snap_compare, scenario="crowd")


def test_the_crowd_in_large(snap_compare: Compare) -> None:
    assert same(snap_compare, "A", size=LARGE, scenario="crowd")
