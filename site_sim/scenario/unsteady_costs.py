"""What is said of a run whose costs are measured, where the machine did not hold still."""

from __future__ import annotations

from site_sim.base.errors import Fault
from site_sim.scenario.scenario import Scenario


def unsteady_costs(scenario: Scenario) -> list[Fault]:
    """Return a remark on a run with measured costs that can't be relied on; else nothing.

    They are measured now, unless they are kept. Raises `RunError` if they can't be.
    """
    if not scenario.is_measured:
        return []
    from site_sim.scenario.measuring.kept import measured, unsteady_faults  # noqa: PLC0415 - as there

    return unsteady_faults(measured())
