"""All that takes time is read from the events of any run: against a plain search of them."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChangeSettings, ChooseModel, Hire, LayOff
from site_sim.experiments.course import Stretch, Took
from site_sim.experiments.course_events import CourseReader
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import LONGEST_NS, MODELS, arbitrary, eight, log_of
from tests.oracles.stretches import pieces_of

NAMES = {
    Took.CPU: "cpu",
    Took.IO: "io",
    Took.HOP: "hop",
    Took.SWITCH: "switch",
    Took.SPAWN: "spawn",
    Took.START_UP: "start",
}


def read(log: EventLog, switch_ns: int) -> tuple[list[Stretch], CourseReader]:
    """Return the stretches of a log, and the reader at its end."""
    found: list[Stretch] = []
    reader = CourseReader(log, switch_ns, found.append)
    for row in log.rows():
        reader.read(row)
    return found, reader


def assert_found(log: EventLog, switch_ns: int) -> None:
    found, _ = read(log, switch_ns)
    told = [(NAMES[s.took], s.who, s.job, s.began, s.ended, s.lane) for s in found]
    pieces = pieces_of(log, switch_ns)
    assert sorted(told) == sorted((p.what, p.who, p.job, p.began, p.ended, p.lane) for p in pieces)


@pytest.mark.parametrize("number", range(40))
def test_all_that_takes_time_is_found(number: int) -> None:
    scenario = arbitrary(number)
    assert_found(log_of(scenario, LONGEST_NS), scenario.to_costs().switch_ns)


@pytest.mark.parametrize("model", MODELS)
def test_all_is_found_where_commands_come(model: str) -> None:
    fields: dict[str, Any] = eight(model, "mixed", "classroom", count=30, accident_rate=0.2)
    scenario = Scenario(**fields)
    simulation = Simulation(scenario.to_config())
    for command in (Hire(2), CauseAccident(1), ChooseModel("processes"), LayOff(3), Hire()):
        simulation.run(simulation.now + SECOND)
        simulation.apply(command)
    simulation.run(LONGEST_NS)
    assert_found(simulation.log, scenario.to_costs().switch_ns)


def test_another_cost_of_switches_is_heeded() -> None:
    simulation = Simulation(Scenario(model="threads", workload="cpu", rate=5).to_config())
    simulation.run(3 * SECOND)
    simulation.apply(ChangeSettings({"switch-ns": 7}))
    simulation.run(8 * SECOND)
    found, _ = read(simulation.log, 25_000_000)
    lengths = [stretch.ns for stretch in found if stretch.took is Took.SWITCH]
    assert {*lengths} == {25_000_000, 7}


@pytest.mark.parametrize("number", range(40))
def test_a_way_has_no_gaps(number: int) -> None:
    scenario = arbitrary(number)
    log = log_of(scenario, LONGEST_NS)
    _, reader = read(log, scenario.to_costs().switch_ns)
    *way, first = reader.way.stretches()
    assert (first.took, first.began) == (Took.OUTSIDE, 0)
    ends = [stretch.ended for stretch in [*way, first]][1:]
    assert ends == [stretch.began for stretch in way]
