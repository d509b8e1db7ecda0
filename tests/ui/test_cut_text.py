"""Nothing that is written in a panel is cut without a sign, at any size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import run, settle, show, site

SIZES = ((60, 18), (80, 24), (100, 30), (120, 36), (160, 45))
ROOMY = (400, 60)
"""A terminal in which nothing has to be cut."""
LOOKS: tuple[tuple[ScreenName, str], ...] = (
    ("site", "escape"), ("site", "down"), ("timeline", "up"), ("code", "escape"),
)  # fmt: skip
"""The screens, and a key that is pressed before one looks."""
SITES: dict[str, dict[str, Any]] = {
    "serial": {"workers": 5, "rate": 2.0, "at": 15.4},
    "the GIL": {"workers": 6, "model": "threads", "workload": "cpu", "rate": 2.0, "at": 17.3},
    "hybrid": {"workers": 6, "model": "hybrid", "workload": "mixed", "at": 17.6},
    "an event loop": {"workers": 5, "model": "coroutines", "rate": 30.0, "at": 17.0},
    "broken": {"workers": 12, "model": "coroutines", "accident_rate": 0.5, "supervise": False,
               "rate": 3.0, "at": 20.0},
    "no crew": {"program": "producer-consumer", "at": 12.4},
}  # fmt: skip
Line = tuple[tuple[int, int], str, str]
"""The size of the terminal, a panel, and what is on a line of it."""


async def lines_of(app: SiteApp, pilot: Pilot[int], size: tuple[int, int]) -> list[Line]:
    """Return all lines of all panels on all screens, at a size."""
    await pilot.resize_terminal(*size)
    lines: list[Line] = []
    for screen, key in LOOKS:
        show(app, screen)
        await pilot.press(key)
        await settle(pilot)
        for panel in app.screen.query(RowsPanel):
            rows = range(panel.size.height if panel.display else 0)
            lines += [(size, str(panel.id), panel.render_line(row).text) for row in rows]
    return lines


@pytest.mark.sampled
@pytest.mark.parametrize("name", SITES)
def test_a_text_that_ends_at_the_edge_is_whole_or_has_a_sign(name: str) -> None:
    """A word at the right edge stands whole in other places too, or ends in an ellipsis."""
    lines: list[Line] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for size in (*SIZES, ROOMY):
            lines.extend(await lines_of(app, pilot, size))

    run(site(**SITES[name], paused=True), act)
    is_at_edge = {line: not line[2].endswith(" ") and line[0] != ROOMY for line in lines}
    words = {
        word for line in lines for word in line[2].split()[: -1 if is_at_edge[line] else None]
    } | {"taken"}  # in the shortest legend, which fits exactly
    assert len(words) > 100
    cut = [
        line
        for line in lines
        if is_at_edge[line]
        and re.search(r"\w$", line[2])
        and line[2].split()[-1] not in words
        and not re.search(r"[█▄▒▞▼×·━]\w+$|│\d+:[\d.:]+$", line[2])  # a time that just fits
    ]
    assert cut == []
