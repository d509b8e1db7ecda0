"""What drivers are to run in tests: jobs of no work, or of some nanoseconds."""

from __future__ import annotations

from typing import Any

from site_sim.program.traps import Job
from site_sim.scenario.measuring.driving import Plan, Times


def plan(count: int = 20, **fields: Any) -> Plan:
    """Return a plan of some jobs, each of a little work."""
    return Plan(
        [Job(number, "bricks", number % 2, number % 3) for number in range(count)], **fields
    )


def check(times: Times, count: int = 20, one_by_one: bool = False) -> None:
    """Raise AssertionError unless all jobs were taken, and accepted after that."""
    assert len(times.taken) == len(times.accepted) == count
    assert times.taken == sorted(times.taken)
    assert times.accepted == sorted(times.accepted)
    pairs = zip(times.taken, times.accepted, strict=True)
    assert all(taken < accepted for taken, accepted in pairs)
    if one_by_one:
        pairs = zip(times.accepted, times.taken[1:], strict=False)
        assert all(accepted <= after for accepted, after in pairs)
