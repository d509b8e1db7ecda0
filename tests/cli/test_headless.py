"""A run without a screen says how far it is."""

from __future__ import annotations

import pytest

from site_sim.base.overriding import override
from site_sim.base.units import SECOND
from site_sim.cli import headless
from site_sim.cli.progress import ProgressLine
from site_sim.scenario.scenario import Scenario


def test_a_run_tells_its_progress_in_rising_times(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    class Told(ProgressLine):
        @override
        def __call__(self, reached: int) -> None:
            told.append(reached)

    monkeypatch.setattr(headless, "ProgressLine", Told)
    scenario = Scenario(rate=50.0, model="coroutines", service_time=0.01, until=300.0)
    assert headless.run_headless(scenario) == 0
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] <= 300 * SECOND
