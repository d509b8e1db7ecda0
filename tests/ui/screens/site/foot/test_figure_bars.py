"""The figures in lines: the census, and the metrics with their plots."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.state.entities import State
from site_sim.ui.drawing.bars import Bar, BarItem
from site_sim.ui.screens.site.screen import HIGH
from tests.ui.app_fixture import PilotAct, after, drawn, look, site
from tests.ui.rows import NORMAL


def opened(size: tuple[int, int]) -> PilotAct:
    """Return an act that opens the panel where it is not open by itself."""
    return after(*("c" * (size[1] < HIGH)))


@pytest.mark.sampled
@pytest.mark.parametrize("columns", [60, 70, 80, 96, 104, 120, 200])
@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_the_census_is_never_cut_and_counts_all(model: str, columns: int) -> None:
    snapshot = {"workers": 30, "rate": 9.0, "model": model, "accident_rate": 0.3, "at": 30.0}
    app = site(**snapshot, supervise=False)
    told: list[BarItem] = []

    async def take(pilot: Pilot[int]) -> None:
        told.extend(app.screens.site.query_one("#census", Bar).items)

    lines = look(app, (columns, 40), after("c"), take)
    state = app.player.session.state
    counts = state.census.counts
    assert sum(len(text) for text, _, _ in told) <= columns
    total = sum(int(text) for text, _, _ in told if text.strip().isdigit())
    assert total == sum(counts) + len(state.staff)
    assert any("gone" in line for line in lines) or not counts[State.GONE]


@pytest.mark.parametrize(
    "snapshot",
    [
        {"program": "producer-consumer", "at": 4.1},
        {"program": "producer-consumer", "at": 4.1, "model": "coroutines"},
        {"at": 9.3},
        {"at": 9.3, "model": "coroutines", "rate": 3.0},
        {"at": 12.0, "model": "threads", "workload": "cpu", "rate": 3.0},
        {"at": 20.0, "model": "coroutines", "accident_rate": 0.5, "supervise": False},
        {"at": 20.0, "accident_rate": 0.5, "supervise": False},
    ],
)
@pytest.mark.parametrize("size", [NORMAL, (200, 50)])
def test_each_state_has_one_word_and_one_sign_and_all_rows_are_counted(
    snapshot: dict[str, Any], size: tuple[int, int]
) -> None:
    shown: Counter[str] = Counter()
    told: dict[str, int] = {}

    async def take(pilot: Pilot[int]) -> None:
        screen = app.screens.site
        for line in (*drawn(screen.foreman), *drawn(screen.chain), *drawn(screen.accept)):
            found = re.search(r" ([○◔◐◌●▼×]) ([a-z]+(?: [a-z]+\(\)| off| I/O)?)", line)
            if found:
                shown[" ".join(found.groups())] += 1
        items = [text.strip() for text, _, _ in screen.query_one("#census", Bar).items]
        for sign, word, number in zip(items[::3], items[1::3], items[2::3], strict=True):
            told[f"{sign[0]} {word}"] = int(number)

    app = site(**snapshot)
    look(app, size, opened(size), take)
    assert {state: number for state, number in told.items() if number} == shown


def test_who_is_starting_is_not_counted_as_gone() -> None:
    snapshot = {"model": "processes", "workers": 3, "at": 10.0}
    start = look(site(**snapshot), NORMAL, after("c", "plus", "plus", later=10))
    assert any("×× gone 0   ↑ starting 2" in line for line in start)
    dead = look(site(**snapshot, supervise=False), NORMAL, after("c", "x", "plus", later=10))
    assert any("×× gone 1   ↑ starting 1" in line for line in dead)
    assert not any("starting" in line for line in look(site(**snapshot), NORMAL, after("c")))
