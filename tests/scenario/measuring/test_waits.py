"""How late a thread runs on: as many measurements as were asked for, and no thread is left."""

from __future__ import annotations

import asyncio
import threading
from queue import SimpleQueue

import pytest

from site_sim.scenario.measuring import waits
from site_sim.scenario.measuring.driving import MeasuringError
from site_sim.scenario.measuring.waits import (
    oversleeps,
    oversleeps_on_a_loop,
    somebody_computes,
    switches,
)


def clock(monkeypatch: pytest.MonkeyPatch, *times: int) -> None:
    """Have the clock show these times, one a look."""
    monkeypatch.setattr(waits, "perf_counter_ns", iter(times).__next__)


def test_a_token_to_another_thread_is_half_of_there_and_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock(monkeypatch, 0, 14, 100, 110)
    assert switches(2) == [7, 5]


def test_a_thread_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(SimpleQueue[bool]):
        def put(self, *_: object) -> None:  # type: ignore[override]
            pass

    with monkeypatch.context() as patch:
        patch.setattr(waits, "SimpleQueue", Deaf)
        patch.setattr(threading.Thread, "start", lambda _: None)
        with pytest.raises(MeasuringError, match="threads do not answer"):
            switches(1, time_limit_s=0.001)


def test_how_late_is_counted_from_when_it_was_to_wake(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(waits, "sleep", slept.append)
    clock(monkeypatch, 0, 1_000_070, 5, 1_000_105)
    assert oversleeps(1_000_000, 2) == [70, 100]
    assert slept == [0.001, 0.001]


def test_so_it_is_on_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    clock(monkeypatch, 0, 1_000_070)
    assert oversleeps_on_a_loop(1_000_000, 1) == [70]
    assert slept == [0.001]


def test_who_computes_does_so_while_the_block_lasts() -> None:
    before = threading.active_count()
    with somebody_computes():
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
