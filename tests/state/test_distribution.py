"""Mean, percentiles and maximum of times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.state.distribution import Distribution, RankedTimes
from tests.kernel.runs import SECOND


def nearest_rank(times: list[int], percent: int) -> int:
    """Return the smallest time that at least so many percent of the times do not exceed."""
    return min(
        time for time in times if 100 * sum(t <= time for t in times) >= percent * len(times)
    )


@given(times=st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_percentiles_are_times_that_occurred(times: list[int]) -> None:
    figures = Distribution.of(times)
    for percent, found in ((50, figures.p50), (95, figures.p95), (99, figures.p99)):
        assert found == nearest_rank(times, percent) / SECOND
    assert figures.max == max(times) / SECOND
    assert figures.mean == pytest.approx(sum(times) / len(times) / SECOND)


def test_no_times_have_no_figures() -> None:
    assert set(Distribution.of([])) == {0.0}


def test_percentiles_of_a_hundred_and_of_twenty() -> None:
    hundred = Distribution.of(range(SECOND, 101 * SECOND, SECOND))
    assert (hundred.p50, hundred.p95, hundred.p99, hundred.max) == (50, 95, 99, 100)
    assert Distribution.of(range(SECOND, 21 * SECOND, SECOND)).p95 == 19
    assert Distribution.of([SECOND, 2 * SECOND]).p50 == 1  # of two, the lower


@given(times=st.lists(st.integers(0, 50), max_size=40), within=st.integers(-1, 51))
def test_ranked_times_tell_how_many_are_within_a_time(times: list[int], within: int) -> None:
    ranked = RankedTimes(times)
    assert len(ranked) == len(times)
    assert ranked.share_within(within) * max(1, len(times)) == pytest.approx(
        sum(time <= within for time in times)
    )
    expected = nearest_rank(times, 95) if times else None
    assert ranked.percentile(95) == expected
    assert ranked == RankedTimes(reversed(times))
    assert (ranked == RankedTimes([*times, 1])) is False


@given(times=st.lists(st.integers(0, 50)), more=st.lists(st.integers(0, 50)))
def test_ranked_times_and_more_are_those_of_all(times: list[int], more: list[int]) -> None:
    ranked = RankedTimes(times)
    assert ranked.with_more(more) == RankedTimes([*times, *more])
    assert ranked == RankedTimes(times)
