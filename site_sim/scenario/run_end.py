"""How far a run goes whose scenario says it, and one whose scenario does not."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import HORIZON_S

ENDLESS_S = 60
"""Simulated seconds that a run takes whose jobs never end, after those that no figure counts."""


def end_of(scenario: Scenario) -> int:
    """Return the latest time a run may reach, in simulated nanoseconds."""
    until_s = scenario.until
    if until_s is None:
        beyond_s = HORIZON_S if scenario.ends else scenario.warm_up + ENDLESS_S
        until_s = min(beyond_s, HORIZON_S)
    return round(until_s * SECOND)


def known_end(scenario: Scenario) -> int | None:
    """Return the time a run goes to; None when it depends on how the jobs go."""
    return None if scenario.until is None and scenario.ends else end_of(scenario)
