"""What a screen can declare: cells of time, and nothing at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.player.needs import Needs, TimeScale, nothing
from tests.player.playing import Played


@given(st.integers(1, 10**12), st.integers(0, 10**6), st.integers(0, 10**15))
def test_a_time_is_in_the_column_of_its_cell(step: int, first: int, at: int) -> None:
    scale = TimeScale(step, first, count=80)
    number = first + scale.column(at)
    assert number * step <= at < (number + 1) * step


def test_who_needs_nothing_gets_no_part_that_costs_anything() -> None:
    played = Played()
    assert nothing(played.player.outline) == Needs()
    frame = played.player.frame(nothing)
    assert (frame.code, frame.timeline, frame.site.lanes, frame.site.figures) == (None,) * 4
    site = frame.site
    assert (site.queue.jobs, site.life, site.crew_times) == ([], (), ())
