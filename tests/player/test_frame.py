"""What a screen draws: that it tells what it is asked."""

from __future__ import annotations

from site_sim.player.intents import Select
from tests.player.playing import Played


def test_a_snapshot_knows_what_is_selected() -> None:
    played = Played()
    played.player.do(Select("job", 3))
    assert played.player.snapshot.is_selected("job", 3)
    assert not played.player.snapshot.is_selected("task", 3)
    assert not played.player.snapshot.is_selected("job", 4)
