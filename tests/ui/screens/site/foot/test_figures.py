"""Figures of the recent past, as they are drawn."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.screens.site.foot.figures import smoothed


@given(st.lists(st.integers(0, 9), max_size=30))
def test_smoothing_counts_each_event_for_a_while(counts: list[int]) -> None:
    sums = smoothed(counts)
    assert len(sums) == len(counts)
    assert all(now >= count for now, count in zip(sums, counts, strict=True))
    assert all(after - before <= count for (before, after), count in zip(
        pairwise(sums), counts[1:], strict=True))  # fmt: skip
