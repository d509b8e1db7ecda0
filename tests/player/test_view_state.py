"""How the run is looked at, and what follows from the speed."""

from __future__ import annotations

import pytest

from site_sim.player.view_state import AS_FAST_AS_IT_CAN, FASTEST, ViewState


@pytest.mark.parametrize(
    ("speed", "text"),
    [(1 / 16, "1/16×"), (0.25, "1/4×"), (0.3, "0.3×"), (1, "1×"), (1024, "1024×"),
     (AS_FAST_AS_IT_CAN, "max")],
)  # fmt: skip
def test_a_speed_is_written_short(speed: float, text: str) -> None:
    assert ViewState(speed=speed).speed_text == text


def test_cells_are_as_long_as_it_is_fast_up_to_a_bound() -> None:
    one = ViewState().cell_ns
    assert ViewState(speed=8.0).cell_ns == 8 * one
    assert ViewState(speed=AS_FAST_AS_IT_CAN).cell_ns == ViewState(speed=FASTEST).cell_ns
