"""What drivers are to run in tests: jobs of no work, or of some nanoseconds."""

from __future__ import annotations

from operator import le, lt
from typing import Any

from site_sim.program.traps import Job
from site_sim.scenario.measuring.driving import Plan, Times


def plan(count: int = 20, **fields: Any) -> Plan:
    """Return a plan of some jobs, each of a little work."""
    return Plan(
        [Job(number, "bricks", number % 2, number % 3) for number in range(count)], **fields
    )


def seen_in(times: Times, count: int = 20) -> set[str]:
    """Return what holds of the times of jobs, of all that can be asked of them."""
    taken, accepted = times.taken, times.accepted
    holds = {
        "all are done": len(taken) == len(accepted) == count,
        "in order": [taken, accepted] == [sorted(taken), sorted(accepted)],
        "accepted once taken": all(map(lt, taken, accepted)),
        "one by one": all(map(le, accepted, taken[1:])),
    }
    return {name for name, is_so in holds.items() if is_so}


DONE = {"all are done", "in order", "accepted once taken"}
"""What holds of the times of jobs, however they are run."""
ONE_BY_ONE = DONE | {"one by one"}
"""What holds where no job is taken before the one ahead of it is accepted."""
