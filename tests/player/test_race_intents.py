"""What a person wants of a race is data, too."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest

from site_sim.player.intents import Wish
from site_sim.player.race_intents import (
    ChooseTrack,
    CommandAlone,
    Predict,
    RaceIntent,
    RaceViewIntent,
    apply_to_race,
)
from site_sim.player.view_state import RaceView, ViewState

EXAMPLES: dict[RaceViewIntent, RaceView] = {
    ChooseTrack(2): RaceView(chosen=2),
    ChooseTrack(9): RaceView(chosen=3),
    ChooseTrack(-1): RaceView(chosen=0),
    CommandAlone(True): RaceView(alone=True),
    Predict((3, 0)): RaceView(predicted=(3, 0)),
    Predict((7, 1, -1)): RaceView(predicted=(1,)),
}
"""Of four tracks, what each comes to."""


@pytest.mark.parametrize("intent", EXAMPLES, ids=str)
def test_it_changes_the_view_of_a_race_and_nothing_else(intent: RaceViewIntent) -> None:
    assert apply_to_race(ViewState(), intent, 4) == ViewState(race=EXAMPLES[intent])


def test_a_track_is_predicted_to_have_one_place() -> None:
    with pytest.raises(ValueError, match="one place"):
        Predict((1, 1))


@pytest.mark.parametrize("kind", get_args(RaceIntent))
def test_each_can_be_written_and_read(kind: type[Any]) -> None:
    given = {"number": 1, "on": True, "order": (1, 0)}
    wish = kind(**{name: given[name] for name in kind.__struct_fields__ if name in given})
    assert msgspec.json.decode(msgspec.json.encode(wish), type=Wish) == wish
