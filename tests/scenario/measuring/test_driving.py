"""Jobs go to all workers in turn, down the chain or each by a link of its own."""

from __future__ import annotations

from site_sim.program.traps import Link
from site_sim.scenario.measuring.driving import PlannedCrew
from tests.scenario.measuring.plans import plan


def test_jobs_are_addressed_to_all_in_turn() -> None:
    jobs = plan(7).jobs
    links = [Link(number) for number in range(3)]
    crew = PlannedCrew(plan(workers=3), links)
    assert [crew.address(job) for job in jobs] == [0, 1, 2, 0, 1, 2, 0]
    assert [crew.link_to(worker).to for worker in range(3)] == [2, 2, 2]
    direct = PlannedCrew(plan(workers=3, is_chain=False), links)
    assert [direct.link_to(worker).to for worker in range(3)] == [0, 1, 2]
