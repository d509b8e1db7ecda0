"""Looking at a simulation between the events of one step."""

from __future__ import annotations

from inspect import GEN_CLOSED, getgeneratorstate
from types import GeneratorType

import pytest

from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.lanes import Task
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.comparison import digest_of
from site_sim.log.events import Kind


def busy(model: str) -> Simulation:
    """Return a site at which all kinds of things happen."""
    return Simulation(
        SimulationConfig(
            model=model, workload="mixed", accident_rate=0.3, defect_rate=0.3, rate_per_s=3.0
        )
    )


def drive(simulation: Simulation) -> None:
    for command in (Hire(2), LayOff(3), CauseAccident(0), ChooseModel("threads"), Hire(1)):
        simulation.run(steps=150)
        simulation.apply(command)


def is_closed(task: Task) -> bool:
    generator = getattr(task, "generator", None)  # it may still start up
    return isinstance(generator, GeneratorType) and getgeneratorstate(generator) == GEN_CLOSED


@pytest.mark.parametrize("model", MODELS)
def test_being_watched_changes_nothing(model: str) -> None:
    plain, watched = busy(model), busy(model)
    first = len(watched.log)
    seen: list[int] = []
    drive(plain)
    with watched.instrumented(lambda: seen.append(len(watched.log))):
        drive(watched)
    assert digest_of(watched.log) == digest_of(plain.log)
    assert seen == [*range(first + 1, len(watched.log))]
    looks = len(seen)
    watched.run(steps=50)
    assert len(watched.log) > len(plain.log)
    assert len(seen) == looks  # nobody looks any more
    plain.run(steps=50)
    assert digest_of(watched.log) == digest_of(plain.log)


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_made_of_an_event_before_it_is_in_the_log(model: str) -> None:
    simulation = busy(model)
    dead: set[int] = set()
    read = 0

    def look() -> None:
        nonlocal read
        for _, kind, who, *_ in simulation.log.rows(read):
            if kind in (Kind.Died, Kind.Hired):
                (dead.add if kind == Kind.Died else dead.discard)(who)
        read = len(simulation.log)
        assert {task.who for task in simulation.site.staff.everyone() if is_closed(task)} == dead

    with simulation.instrumented(look):
        simulation.run(steps=600)
    assert Kind.Died in simulation.log.kinds(0, read)
