"""What a screen draws: that it tells what it is asked."""

from __future__ import annotations

from site_sim.player.frame import TimelineData
from site_sim.player.intents import Select
from site_sim.player.needs import TimeScale
from tests.player.playing import Played


def test_a_snapshot_knows_what_is_selected() -> None:
    played = Played()
    played.player.do(Select("job", 3))
    assert played.player.frame().is_selected("job", 3)
    assert not played.player.frame().is_selected("task", 3)
    assert not played.player.frame().is_selected("job", 4)


def test_a_timeline_knows_which_cells_it_has() -> None:
    scale = TimeScale(step=10, first=50, count=20)
    data = TimelineData(3, 1, scale, {2: bytes(20)}, legs=(), place=None)
    assert data.shows(2, 500)
    assert data.shows(2, 699)
    assert not data.shows(1, 600)
    assert not data.shows(2, 700)
    assert not data.shows(2, 499)
