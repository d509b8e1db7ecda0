"""What the distribution of response times looks like: at all sizes, on both axes, in any theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import after, site

Compare = Callable[..., bool]


def busy(**fields: Any) -> SiteApp:
    return site(
        at=60.0, paused=True, model="coroutines", rate=3.0, arrivals="poisson", workload="mixed",
        service="exponential", **fields,
    )  # fmt: skip


@pytest.mark.parametrize("axis", ["equal", "logarithmic"])
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 50)])
def test_the_distribution(snap_compare: Compare, size: tuple[int, int], axis: str) -> None:
    keys = ("H", "l") if axis == "logarithmic" else ("H",)
    assert snap_compare(busy(), terminal_size=size, run_before=after(*keys))


@pytest.mark.parametrize("theme", ["site-light", "projector", "mono"])
def test_the_distribution_in_other_themes(snap_compare: Compare, theme: str) -> None:
    assert snap_compare(busy(theme=theme), terminal_size=(80, 24), run_before=after("H"))


def test_the_distribution_in_ascii(snap_compare: Compare) -> None:
    assert snap_compare(busy(glyphs="ascii"), terminal_size=(80, 24), run_before=after("H"))


def test_bookmarks_under_the_field_and_on_the_line_of_the_run(snap_compare: Compare) -> None:
    keys = after("M", "enter", "left", "left", "M", "enter", "left", "g")
    assert snap_compare(busy(), terminal_size=(80, 24), run_before=keys)
