"""What is said of a job file whose first job arrives so late that the run seems to stand still."""

from __future__ import annotations

from site_sim.base.errors import Fault
from site_sim.base.units import SECOND
from site_sim.scenario.real_work import where_jobs_are
from site_sim.scenario.scenario import Scenario

DAY_S = 86_400


def late_start(scenario: Scenario) -> list[Fault]:
    """Return a remark on a run in which nothing happens for its first days; else nothing."""
    if scenario.jobs is None or not scenario.orders or scenario.rate_per_s:
        return []
    first_s = scenario.orders[0].arrival_ns // SECOND
    days = first_s // DAY_S
    if not days:
        return []
    after = f"{days:,} days" if days > 1 else "a day"
    what = f"the first job arrives {after} after the start, and nothing happens until then"
    hint = f"subtract {first_s:,} from each arrival_s to begin with it"
    return [Fault(what, where_jobs_are(scenario.jobs), hint)]
