"""What is said of a run before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from site_sim.scenario.late_start import late_start
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.unsteady_costs import unsteady_costs


def remarks_on(scenario: Scenario) -> Iterator[str]:
    """Yield what is remarkable: what was taken by default, a late start, costs that vary."""
    if scenario.remark:
        yield scenario.remark
    yield from map(str, (*late_start(scenario), *unsteady_costs(scenario)))
