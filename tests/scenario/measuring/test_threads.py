"""Threads with Python's own queues between them."""

from __future__ import annotations

import threading

import pytest

from site_sim.scenario.measuring import threads
from site_sim.scenario.measuring.driving import MeasuringError
from site_sim.scenario.measuring.threads import run_threads
from tests.scenario.measuring.plans import DONE, ONE_BY_ONE, plan, seen_in


@pytest.mark.parametrize("is_chain", [True, False])
@pytest.mark.parametrize("one_by_one", [True, False])
def test_all_jobs_are_done(is_chain: bool, one_by_one: bool) -> None:
    times = run_threads(plan(is_chain=is_chain, one_by_one=one_by_one))
    assert seen_in(times) >= (ONE_BY_ONE if one_by_one else DONE)


def test_a_thread_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """First the result does not come, then there is no room for so many jobs."""
    over = threading.Event()
    monkeypatch.setattr(threads, "perform", lambda _: over.wait())
    try:
        for count in (1, 20):
            with pytest.raises(MeasuringError, match="threads do not answer"):
                run_threads(plan(count, time_limit_s=0.01))
    finally:
        over.set()


def test_where_there_is_no_thread_to_be_had_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    with pytest.raises(MeasuringError):
        run_threads(plan())
