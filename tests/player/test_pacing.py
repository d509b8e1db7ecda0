"""Simulated time passes as fast as was asked for, or as fast as it can."""

from __future__ import annotations

from itertools import count

import pytest

from site_sim.base.units import SECOND
from site_sim.player.intents import SetSpeed
from site_sim.player.pacing import Pacing, faster, slower
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, FASTEST, SLOWEST
from tests.player.playing import Played


def test_the_speed_is_doubled_and_halved_within_bounds() -> None:
    speeds = [1.0]
    while speeds[-1] < FASTEST:
        speeds.append(float(faster(speeds[-1])))
    assert speeds[:3] == [1.0, 2.0, 4.0]
    assert (speeds[-1], faster(FASTEST), faster(AS_FAST_AS_IT_CAN)) == (FASTEST, "max", "max")
    speeds = [AS_FAST_AS_IT_CAN]
    for _ in range(16):
        speeds.append(slower(speeds[-1]))
    assert speeds[1:3] == [FASTEST, FASTEST / 2]
    assert speeds[-2:] == [SLOWEST, SLOWEST]


@pytest.mark.parametrize("speed", [0.25, 1.0, 8.0])
def test_time_passes_at_the_chosen_speed(speed: float) -> None:
    played = Played(at=0.0, speed=speed)
    played.frames(60)
    assert played.player.session.now == pytest.approx(speed * SECOND, rel=1e-6)
    assert played.player.progress.real_speed == pytest.approx(speed)
    assert not played.player.progress.is_behind


def test_it_says_that_it_is_behind_when_the_budget_does_not_suffice() -> None:
    tuning = PlayerTuning(budget_s=0.001, slice_steps=1)
    played = Played(at=0.0, speed=64.0, look_s=0.002, tuning=tuning)
    played.frames(10)
    assert played.player.progress.is_behind
    assert played.player.progress.real_speed < 64


def test_a_clock_that_stands_still_does_not_stop_the_tick() -> None:
    played = Played(tuning=PlayerTuning(most_slices=3, slice_steps=10))
    played.player.do(SetSpeed("max"))
    before = len(played.player.session.log)
    played.frames(1)
    assert before < len(played.player.session.log) < before + 10 * 30


@pytest.mark.parametrize(("slice_s", "slices"), [(0.4, 2), (0.3, 3), (0.6, 2), (0.7, 1), (2.0, 1)])
def test_a_budget_is_kept_as_nearly_as_slices_allow(slice_s: float, slices: int) -> None:
    looks = count()
    pacing = Pacing(lambda: next(looks) * slice_s, PlayerTuning())
    assert len([*pacing.slices(1.0)]) == slices
