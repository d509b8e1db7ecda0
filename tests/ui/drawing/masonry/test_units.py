"""What a piece stands for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.drawing.masonry.units import unit_for


@given(st.integers(0, 10**9), st.integers(1, 2_000))
def test_the_unit_is_the_least_nice_one_with_which_all_have_room(things: int, room: int) -> None:
    unit = unit_for(things, room)
    nice = sorted(step * 10**power for step in (1, 2, 5) for power in range(11))
    fitting = [each for each in nice if -(-things // each) <= room]
    assert unit == fitting[0]


def test_without_room_nothing_is_drawn_and_the_unit_is_one() -> None:
    assert unit_for(5, 0) == 1
