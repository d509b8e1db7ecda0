"""A step back leads to where the steps forward began."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.log.position import Position
from tests.run.runs import begun, between_events


@given(
    seed=st.integers(0, 2**32),
    share=st.floats(0, 1),
    walk=st.lists(st.booleans(), max_size=20),
)
def test_a_step_on_and_one_back_are_the_identity_wherever_steps_have_led(
    seed: int, share: float, walk: list[bool]
) -> None:
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    for on in walk:
        session.playback.step() if on else session.playback.step_back()
        before = session.playhead.position
        if session.playback.step():
            assert session.playback.step_back()
        assert session.playhead.position == before


def test_a_step_back_leads_where_steps_set_out_from_unless_one_went_elsewhere_meanwhile() -> None:
    session = between_events()
    start = session.playhead.position
    assert session.playback.step()
    assert session.now == 15_500_000_000
    assert session.playback.step_back()
    assert session.playhead.position == start
    session.playback.step()
    session.playhead.seek_event(start.seq)
    session.playback.step()
    assert session.playback.step_back()
    assert session.playhead.position == Position(start.seq, 15 * SECOND)
