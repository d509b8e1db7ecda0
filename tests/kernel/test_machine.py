"""Who has the processor when: turns by the quantum, and what it costs to switch."""

from __future__ import annotations

from site_sim.kernel.models import Costs
from tests.kernel.runs import COSTS, accepted, crew, finished, slices

# The foreman and accept need the lane as well: they get it at the end of a quantum. Whoever the
# foreman hands a job to stands in line behind the one who was interrupted.


def test_two_who_compute_take_turns_by_the_quantum() -> None:
    site = finished([(0, 25, 0), (0, 15, 0)], **crew())
    assert slices(site) == [(0, 0, 10), (0, 10, 20), (1, 20, 30), (0, 30, 35), (1, 35, 40)]


def test_one_who_computes_alone_keeps_the_lane_to_the_end() -> None:
    site = finished([(0, 95, 0)], **crew())
    assert slices(site) == [(0, 0, 95)]


def test_one_who_comes_later_waits_for_the_end_of_the_running_quantum() -> None:
    """At 34 the quantum from 30 to 40 is running."""
    site = finished([(0, 95, 0), (34, 5, 0)], **crew())
    assert slices(site) == [(0, 0, 40), (0, 40, 50), (1, 50, 55), (0, 55, 65), (0, 65, 100)]
    assert accepted(site.log) == [(1, 65), (0, 100)]


def test_a_preemption_costs_a_switch_and_nothing_else_does() -> None:
    """At 10 the lane is switched to the foreman, at 23 and 36 to the other worker."""
    costs = Costs(**{**_fields(COSTS), "switch_ns": 3})
    site = finished([(0, 25, 0), (0, 15, 0)], **crew(costs=costs))
    assert slices(site) == [(0, 0, 10), (0, 13, 23), (1, 26, 36), (0, 39, 44), (1, 44, 49)]
    alone = finished([(0, 95, 0)], **crew(costs=costs))
    assert slices(alone) == [(0, 0, 95)]


def _fields(costs: Costs) -> dict[str, int]:
    return {name: getattr(costs, name) for name in Costs.__slots__}


def test_coroutines_are_never_preempted() -> None:
    site = finished([(0, 25, 0), (0, 15, 0)], **crew(model="coroutines"))
    assert slices(site) == [(0, 0, 25), (1, 25, 40)]
