"""The figures of a run: exact, whatever happened in it."""

from __future__ import annotations

import json
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.state.summary import Distribution, summarise
from tests.kernel.runs import SECOND, made
from tests.state.records import told

# -- percentiles ---------------------------------------------------------------------------


def nearest_rank(times: list[int], percent: int) -> int:
    """Return the smallest time that at least so many percent of the times do not exceed."""
    return min(
        time for time in times if 100 * sum(t <= time for t in times) >= percent * len(times)
    )


@given(times=st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_percentiles_are_times_that_occurred(times: list[int]) -> None:
    figures = Distribution.of(array("q", times))
    assert figures.p50 == nearest_rank(times, 50) / SECOND
    assert figures.p95 == nearest_rank(times, 95) / SECOND
    assert figures.max == max(times) / SECOND
    assert figures.mean == pytest.approx(sum(times) / len(times) / SECOND)


def test_no_times_have_no_figures() -> None:
    assert Distribution.of(array("q")).to_json() == {"mean": 0, "p50": 0, "p95": 0, "max": 0}


def test_percentiles_of_a_hundred_and_of_twenty() -> None:
    assert Distribution.of(array("q", range(SECOND, 101 * SECOND, SECOND))).p95 == 95
    assert Distribution.of(array("q", range(SECOND, 21 * SECOND, SECOND))).p95 == 19


def test_a_run_in_which_nothing_happened_has_a_summary() -> None:
    log = made().log
    figures = summarise(log).to_json()
    assert figures["throughput_per_s"] == figures["utilisation"] == figures["makespan_s"] == 0
    assert figures["queue_length"] == {"mean": 0.0, "max": 0}
    json.dumps(figures, allow_nan=False)
    assert "0 arrived" in told(log)
