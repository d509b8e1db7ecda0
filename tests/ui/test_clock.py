"""The one timer: which real time counts."""

from __future__ import annotations

import asyncio

import pytest

from site_sim.ui.clock import BREATH_S, FRAME_S, LONGEST_FRAME_S, Clock


class Time:
    """Real seconds, which pass only by sleeping and by the work of frames."""

    def __init__(self, work_s: float = 0.0) -> None:
        self.now = 1_000.0
        self.work_s = work_s
        self.frames: list[float] = []
        self.naps: list[float] = []

    def __call__(self) -> float:
        return self.now

    def frame(self, passed_s: float) -> None:
        self.frames.append(passed_s)
        self.now += self.work_s
        if len(self.frames) == 100:
            raise StopAsyncIteration

    async def sleep(self, span_s: float) -> None:
        self.naps.append(span_s)
        self.now += span_s


def run(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_sim.ui.clock.asyncio.sleep", time.sleep)
    with pytest.raises(StopAsyncIteration):
        asyncio.run(Clock(time, time.frame).run())


def test_sixty_frames_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time(work_s=0.005)
    run(time, monkeypatch)
    assert sum(time.frames) == pytest.approx(100 * FRAME_S)


def test_slow_frames_leave_a_turn_to_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time(work_s=0.1)
    run(time, monkeypatch)
    assert min(time.naps) >= BREATH_S * 0.999
    assert sum(time.frames) == pytest.approx(time.now - 1_000 - 0.1)


def test_of_a_long_gap_only_a_moment_counts() -> None:
    time = Time()
    clock = Clock(time, time.frame)
    time.now += 3_600
    clock.tick()
    assert time.frames == [LONGEST_FRAME_S]


def test_the_time_in_which_the_process_was_stopped_does_not_count() -> None:
    time = Time()
    clock = Clock(time, time.frame)
    time.now += 0.01
    clock.tick()
    time.now += 3_600
    clock.restart()
    time.now += 0.02
    clock.tick()
    assert time.frames == pytest.approx([0.01, 0.02])
