"""Lets simulated time pass on screen: a tick a frame, each within a budget of real seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from site_sim.base.units import SECOND
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, FASTEST, SLOWEST


class Advancing(Protocol):
    """What simulated time passes in: a run, or several together."""

    @property
    def now(self) -> int:
        """The present, in simulated nanoseconds."""

    def advance(self, span_ns: int, steps: int) -> bool:
        """Advance by a span, or as far as some steps lead; return True when it is there."""

    def rush(self, steps: int) -> bool:
        """Advance as far as some steps lead; return True when nothing more can happen."""


def faster(speed: float) -> float | Literal["max"]:
    """Return twice a speed; above the fastest is as fast as it can."""
    return "max" if speed >= FASTEST else min(FASTEST, speed * 2)


def slower(speed: float) -> float:
    """Return half a speed, down to the slowest."""
    return FASTEST if speed > FASTEST else max(SLOWEST, speed / 2)


class Pacing:
    """Keeps simulated time in step with real time, and work within its budget.

    `clock` gives real seconds; it is asked only to keep to budgets.
    """

    def __init__(self, clock: Callable[[], float], tuning: PlayerTuning) -> None:
        self.tuning = tuning
        self.real_speed = 1.0
        """How many simulated seconds really pass in a second."""
        self.is_behind = False
        """The simulation can't keep up with the speed asked for."""
        self.clock = clock
        """Gives real seconds."""
        self._measured = (0.0, 0.0)
        """Real and simulated seconds that passed lately."""

    def reset(self) -> None:
        """Forget the measured speed, as another run begins."""
        self._measured = (0.0, 0.0)

    def slices(self, budget_s: float) -> Iterator[None]:
        """Yield until the budget is used up, and never without end, whatever the clock says.

        That is as nearly as slices allow: another one, if it takes as long as those before it on
        average, would end farther beyond the budget than this one does before it.
        """
        began = self.clock()
        for number in range(1, self.tuning.most_slices + 1):
            yield
            taken_s = self.clock() - began
            if taken_s + taken_s / number / 2 >= budget_s:
                return

    def pass_time(self, run: Advancing, real_s: float, speed: float) -> None:
        """Advance a run by what `real_s` real seconds are at a speed, if it can."""
        steps, before = self.tuning.slice_steps, run.now
        is_unbounded = speed == AS_FAST_AS_IT_CAN
        target = before if is_unbounded else before + round(real_s * speed * SECOND)
        arrived = False
        for _ in self.slices(self.tuning.budget_s):
            arrived = run.rush(steps) if is_unbounded else run.advance(target - run.now, steps)
            if arrived:
                break
        self._measure(real_s, (run.now - before) / SECOND)
        self.is_behind = not arrived

    def _measure(self, real_s: float, passed_s: float) -> None:
        """Update the measured speed, averaged over about half a second."""
        fade = max(0.0, 1 - real_s / 0.5)
        real, passed = self._measured
        self._measured = (real * fade + real_s, passed * fade + passed_s)
        if self._measured[0]:
            self.real_speed = self._measured[1] / self._measured[0]
