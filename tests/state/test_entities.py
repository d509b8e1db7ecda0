"""How long tasks were in each state."""

from __future__ import annotations

import pytest

from site_sim.kernel.models import CLASSROOM
from site_sim.state.entities import State
from tests.kernel.runs import MS, SECOND, made
from tests.state.sites import shown


def test_times_in_each_state_are_those_of_the_story() -> None:
    site = made([(0, 0, SECOND)] * 2, workers=2, model="serial", costs=CLASSROOM)
    state = shown(site, 3 * SECOND)
    head, tail = state.workers[1].spent_at(state.at), state.workers[0].spent_at(state.at)
    assert tail[State.IO] == head[State.IO] == SECOND
    assert tail[State.HANDING_OFF] == 100 * MS
    assert head[State.HANDING_OFF] == 200 * MS
    assert head[State.BLOCKED] == SECOND + 100 * MS
    assert sum(head) == sum(tail) == 3 * SECOND
    assert state.utilisation == pytest.approx(2 / 6)
    assert state.lane_utilisation == pytest.approx([2.5 / 3])
