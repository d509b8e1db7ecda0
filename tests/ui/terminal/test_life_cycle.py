"""What each thing that happens to the app makes of the phase that it is in."""

from __future__ import annotations

from itertools import product

import pytest

from site_sim.ui.terminal.life_cycle import Deed, Happening, LifeCycle, LifePhase

WAYS: dict[LifePhase, tuple[Happening, ...]] = {
    LifePhase.STARTING: (),
    LifePhase.RUNNING: (Happening.TAKEN,),
    LifePhase.STOPPED: (Happening.TAKEN, Happening.STOP),
    LifePhase.ENDING: (Happening.TAKEN, Happening.END),
    LifePhase.OVER: (Happening.TAKEN, Happening.END, Happening.CLOSED),
}
"""What leads to each phase."""


def life_in(phase: LifePhase) -> LifeCycle:
    life = LifeCycle()
    for happening in WAYS[phase]:
        life.meet(happening)
    assert life.phase is phase
    return life


@pytest.mark.parametrize(
    ("phase", "happening", "deed", "after"),
    [
        (LifePhase.STARTING, Happening.TAKEN, Deed.NOTHING, LifePhase.RUNNING),
        (LifePhase.STARTING, Happening.STOP, Deed.STOP, LifePhase.STOPPED),
        (LifePhase.STARTING, Happening.CONTINUE, Deed.TAKE, LifePhase.STARTING),
        (LifePhase.STARTING, Happening.END, Deed.END, LifePhase.ENDING),
        (LifePhase.RUNNING, Happening.STOP, Deed.STOP, LifePhase.STOPPED),
        (LifePhase.RUNNING, Happening.CONTINUE, Deed.TAKE_ANEW, LifePhase.RUNNING),
        (LifePhase.RUNNING, Happening.END, Deed.END, LifePhase.ENDING),
        (LifePhase.STOPPED, Happening.STOP, Deed.NOTHING, LifePhase.STOPPED),
        (LifePhase.STOPPED, Happening.CONTINUE, Deed.TAKE, LifePhase.STOPPED),
        (LifePhase.STOPPED, Happening.TAKEN, Deed.NOTHING, LifePhase.RUNNING),
        (LifePhase.STOPPED, Happening.END, Deed.END, LifePhase.ENDING),
    ],
)
def test_a_transition(phase: LifePhase, happening: Happening, deed: Deed, after: LifePhase) -> None:
    life = life_in(phase)
    assert life.meet(happening) is deed
    assert life.phase is after


@pytest.mark.parametrize(
    ("phase", "happening"), list(product((LifePhase.ENDING, LifePhase.OVER), Happening))
)
def test_who_ends_never_takes_the_terminal_again_nor_stops(
    phase: LifePhase, happening: Happening
) -> None:
    life = life_in(phase)
    assert life.meet(happening) is Deed.NOTHING
    assert life.is_ending


@pytest.mark.parametrize("phase", LifePhase)
def test_whatever_the_phase_it_can_be_over(phase: LifePhase) -> None:
    life = life_in(phase)
    assert life.meet(Happening.CLOSED) is Deed.NOTHING
    assert life.phase is LifePhase.OVER


@pytest.mark.parametrize("phase", [LifePhase.STARTING, LifePhase.RUNNING, LifePhase.STOPPED])
def test_the_first_ending_counts(phase: LifePhase) -> None:
    life = life_in(phase)
    assert not life.is_ending
    assert life.end(143)
    assert not life.end(130)
    life.fail()
    assert life.exit_code == 143


def test_an_exception_ends_it_as_a_failure() -> None:
    life = life_in(LifePhase.RUNNING)
    life.fail()
    assert life.is_ending
    assert not life.end(143)
    assert life.exit_code == 1


def test_an_exception_after_it_was_told_to_quit_is_a_failure_all_the_same() -> None:
    life = life_in(LifePhase.RUNNING)
    life.end(0)
    life.fail()
    assert life.exit_code == 1
