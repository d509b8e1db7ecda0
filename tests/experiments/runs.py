"""Scenarios whose length is to be explained, and what is told of them."""

from __future__ import annotations

from random import Random
from typing import Any

from site_sim.base.units import NEVER, SECOND
from site_sim.experiments.account import Account
from site_sim.experiments.causes import Why
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.scenario.scenario import Scenario

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
LONGEST_NS = 400 * SECOND


def log_of(scenario: Scenario, until_ns: int = NEVER) -> EventLog:
    """Return the log of a scenario that has run to its end, or as far as that."""
    simulation = Simulation(scenario.to_config())
    simulation.run(until_ns)
    return simulation.log


def account_of(scenario: Scenario, log: EventLog) -> Account:
    """Return the account of a log, read to its end."""
    account = Account(log, len(log), scenario.to_costs().switch_ns)
    while not account.read(4096):
        pass
    return account


def worked_out(why: Why, steps: int = 4096) -> Why:
    """Return the reasons when all is worked out."""
    while not why.work(steps):
        pass
    return why


def why_of(until_ns: int = NEVER, **fields: Any) -> Why:
    """Return why a scenario took as long as it did."""
    scenario = Scenario(**fields)
    return worked_out(Why(scenario, log_of(scenario, until_ns)))


def eight(model: str, workload: str, costs: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of eight jobs of 0.2 s that come in the first 8 ms, for four workers."""
    jobs = {"count": 8, "rate": 1000, "service_time": 0.2}
    return {"model": model, "workload": workload, "costs": costs, **jobs, **fields}


def arbitrary(number: int) -> Scenario:
    """Return an arbitrary scenario, the same for a number each time."""
    draw = Random(number).choice
    return Scenario(
        model=draw(MODELS),  # type: ignore[arg-type]
        workload=draw(("io", "cpu", "mixed")),  # type: ignore[arg-type]
        wiring=draw(("chain", "direct")),  # type: ignore[arg-type]
        dispatch=draw(("round-robin", "least-busy")),  # type: ignore[arg-type]
        costs=draw(("zero", "classroom", "typical")),  # type: ignore[arg-type]
        count=draw((5, 12, 40)),
        rate=draw((0.5, 1.0, 3.0, 1000.0)),
        workers=draw((1, 2, 4, 7)),
        cores=draw((1, 2, 3)),
        service=draw(("fixed", "exponential", "uniform")),  # type: ignore[arg-type]
        arrivals=draw(("regular", "poisson")),  # type: ignore[arg-type]
        inbox=draw((1, 3)),
        defect_rate=draw((0.0, 0.0, 0.2)),
        accident_rate=draw((0.0, 0.0, 0.0, 0.1)),
        seed=number,
    )
