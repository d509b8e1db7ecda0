"""The one timer: which real time counts, and when it sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from site_sim.ui.clock import BREATH_S, LONGEST_FRAME_S, SETTLING_FRAMES, Clock

LOOK_S = 7.0


class Time:
    """Real seconds, which pass only by sleeping and by the work of frames, and a clock by them.

    `is_needed` says whether the frame of a number is, the first being 1; there are a hundred.
    """

    def __init__(
        self,
        work_s: float = 0.0,
        is_needed: Callable[[int], bool] = lambda _: True,
        fps: int = 60,
    ) -> None:
        self.now = 1_000.0
        self.work_s = work_s
        self.is_needed = is_needed
        self.frames: list[float] = []
        self.naps: list[float] = []
        self.looks: list[int] = []
        """How many frames there had been at each look."""
        self.ends = 0
        self.on_look: Callable[[int], None] = lambda _: None
        self.in_nap: Callable[[], object] | None = None
        """What is done while it naps, if naps have no end."""
        self.clock = Clock(self, self.frame, self, self.sleep, fps)

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
        if self.in_nap is not None and span_s == LOOK_S:
            asyncio.get_running_loop().call_soon(self.in_nap)
            await asyncio.Event().wait()

    def is_due(self) -> bool:
        return not self.is_needed(len(self.frames))

    def look(self) -> float:
        self.looks.append(len(self.frames))
        self.on_look(len(self.looks))
        return LOOK_S

    def end(self) -> None:
        self.ends += 1

    def run(self) -> None:
        """Let the clock run until there were a hundred frames."""
        with pytest.raises(StopAsyncIteration):
            asyncio.run(self.clock.run())


@pytest.mark.parametrize("fps", [60, 10, 1])
def test_as_many_frames_a_second_as_asked_for_and_no_time_is_lost(fps: int) -> None:
    time = Time(work_s=0.005, fps=fps)
    time.run()
    assert sum(time.frames) == pytest.approx(100 / fps)


def test_slow_frames_leave_a_turn_to_everything_else() -> None:
    time = Time(work_s=0.1)
    time.run()
    assert min(time.naps) >= BREATH_S * 0.999
    assert sum(time.frames) == pytest.approx(time.now - 1_000 - 0.1)


def test_of_a_long_gap_only_a_moment_counts() -> None:
    time = Time()
    time.now += 3_600
    time.clock.tick()
    assert time.frames == [LONGEST_FRAME_S]


def test_the_time_in_which_the_process_was_stopped_does_not_count() -> None:
    time = Time()
    time.now += 0.01
    time.clock.tick()
    time.now += 3_600
    time.clock.restart()
    time.now += 0.02
    time.clock.tick()
    assert time.frames == pytest.approx([0.01, 0.02])


# -- sleep ---------------------------------------------------------------------------------------


def test_without_anything_to_draw_it_sleeps_until_it_is_woken() -> None:
    time = Time(is_needed=lambda frame: frame < 10)
    time.on_look = lambda look: time.clock.wake() if look in (5, 9, 12) else None
    time.run()
    first = 9 + SETTLING_FRAMES
    assert time.looks == [first] * 5 + [first + SETTLING_FRAMES] * 4
    assert time.naps.count(LOOK_S) == 4 + 3
    assert time.ends == 2


def test_the_time_asleep_does_not_count_and_the_first_frame_comes_at_once() -> None:
    time = Time(is_needed=lambda frame: frame < 1)
    time.on_look = lambda look: time.clock.wake() if look > 2 else None
    time.run()
    assert time.frames[SETTLING_FRAMES] == pytest.approx(BREATH_S)
    assert time.frames[SETTLING_FRAMES + 1] == pytest.approx(1 / 60)


def test_a_frame_now_and_then_that_is_needed_keeps_it_awake() -> None:
    time = Time(is_needed=lambda frame: frame % SETTLING_FRAMES == 0)
    time.run()
    assert time.looks == []


def test_who_wakes_it_need_not_wait_for_the_next_look() -> None:
    time = Time(is_needed=lambda frame: frame < 1)
    time.in_nap = time.clock.wake
    time.run()
    assert time.looks[:3] == [SETTLING_FRAMES, SETTLING_FRAMES, 2 * SETTLING_FRAMES]


def test_the_end_of_the_app_ends_a_nap() -> None:
    time = Time(is_needed=lambda frame: frame < 1)

    async def go() -> None:
        running = asyncio.ensure_future(time.clock.run())
        time.in_nap = running.cancel
        await asyncio.wait([running])
        assert running.cancelled()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(go())
    assert time.ends == 1


def test_it_runs_again_after_errors_that_are_survived() -> None:
    time, errors = Time(), list[Exception]()

    def needs(frame: int) -> bool:
        if frame in (3, 5):
            raise LookupError(frame)
        return True

    def survives(error: Exception) -> bool:
        errors.append(error)
        return isinstance(error, LookupError)

    time.is_needed = needs
    asyncio.run(time.clock.keep_running(survives))
    assert len(time.frames) == 100
    assert [type(error) for error in errors] == [LookupError, LookupError, StopAsyncIteration]
