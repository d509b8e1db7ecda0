"""A log is folded into several things at once, in slices of any size."""

from __future__ import annotations

import pytest

from site_sim.experiments.course import Stretch
from site_sim.experiments.run_fold import RunFold
from site_sim.log.events import Kind
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import LONGEST_NS, log_of

SCENARIO = Scenario(model="hybrid", count=9, accident_rate=0.3, supervise=False, workload="mixed")


class Notes:
    """Notes all that it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def open_lanes(self, at: int, lanes: int, are_apart: bool) -> None:
        self.told.append(("lanes", at, lanes, are_apart))

    def arrive(self, at: int, job: int) -> None:
        self.told.append(("arrive", at, job))

    def add(self, stretch: Stretch) -> None:
        self.told.append(("add", stretch))

    def finish(self, job: int) -> None:
        self.told.append(("finish", job))


@pytest.mark.parametrize("events", [1, 10, 10_000])
def test_all_parts_are_told_the_same_in_whatever_slices(events: int) -> None:
    log = log_of(SCENARIO, LONGEST_NS)
    whole, one, other = Notes(), Notes(), Notes()
    RunFold(log, len(log), 0, [whole]).read(len(log) + 1)
    fold = RunFold(log, len(log), 0, [one, other])
    while not fold.read(events):
        pass
    assert whole.told == one.told == other.told
    assert one.told[0] == ("lanes", 0, 2, True)
    count = sum(row[1] == Kind.JobArrived for row in log.rows())
    assert sum(each[0] == "arrive" for each in one.told) == count == 9


def test_it_knows_the_model_and_who_is_dead() -> None:
    log = log_of(SCENARIO, LONGEST_NS)
    fold = RunFold(log, len(log), 0, [])
    assert fold.read(len(log) + 1)
    assert fold.facts.model == "hybrid"
    assert fold.facts.dead == {row[2]: row[0] for row in log.rows() if row[1] == Kind.Died} != {}
