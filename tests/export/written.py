"""Logs as bytes, for the tests of what reads them."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import msgspec

from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Hire,
    LayOff,
    OrderJobs,
    SetRate,
    SetSupervision,
)
from site_sim.export.header import RunHeader
from site_sim.export.jsonl import LogWriter
from site_sim.export.reading import LogReader, read_jsonl
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import JobCard

LOGS = Path(__file__).parent / "logs"
"""Logs of other casts, written by hand."""
SECOND = 10**9


def header_of(simulation: Simulation) -> RunHeader:
    """Return the header of a run's log."""
    config = simulation.config
    return RunHeader(
        program=config.program,
        settings={"workers": config.workers, "wiring": config.wiring},
        costs=msgspec.structs.asdict(config.costs),
        seed=config.seed,
        cast=simulation.log.cast,
    )


def written(simulation: Simulation, complete: bool = False) -> bytes:
    """Return a run's log as it is written."""
    stream = io.StringIO()
    writer = LogWriter(stream, header_of(simulation))
    writer.write(simulation.log)
    writer.end(simulation.now, complete)
    return stream.getvalue().encode()


def read(data: bytes, where: str = "log.jsonl") -> LogReader:
    """Return what was read of a log."""
    return read_jsonl(io.BytesIO(data), where)


def eventful(model: str, program: str = "pipeline", seed: int = 1) -> Simulation:
    """Return a run with hires, deaths, defects, rework, and changes of model and wiring."""
    chance = random.Random(f"{model} {program} {seed}")
    simulation = Simulation(
        SimulationConfig(
            program=program,  # type: ignore[arg-type]
            model=model,
            workers=3 if program == "pipeline" else 1,
            workload="mixed",
            service="exponential",
            arrivals="poisson",
            rate_per_s=3,
            defect_rate=0.2,
            accident_rate=0.1,
            rework_limit=1,
            wiring=chance.choice(["chain", "direct"]),  # type: ignore[arg-type]
            seed=seed,
        )
    )
    commands = [
        *(Hire(2), CauseAccident(1), LayOff(2), ChooseModel("hybrid"), SetRate(1.5), Hire(1)),
        *(ChooseWiring("direct"), OrderJobs(2, JobCard("Gerüst", 5, 7)), ChooseModel(model)),
        *(SetSupervision(False), CauseAccident(0), ChooseWiring("chain"), LayOff(1), Hire(3)),
        *(ChooseDispatch("least-busy"), ChooseModel(chance.choice([*MODELS])), LayOff(3)),
        *(ChooseWorkload("io"), SetSupervision(True), CauseAccident(2)),
        ChangeSettings({"cores": 3, "inbox": 2, "service-time": 0.7}),
        ChangeSettings({"pipe-hop-ns": 3, "service": "uniform", "rework-limit": 2}),
    ]
    for command in commands:
        simulation.run(simulation.now + chance.randint(0, 2 * SECOND))
        simulation.apply(command)
    simulation.run(simulation.now + 10 * SECOND)
    return simulation


def records_of(data: bytes) -> list[dict[str, Any]]:
    """Return the lines of a log as plain records."""
    return [json.loads(line) for line in data.splitlines()]


def lines_of(records: list[dict[str, Any]]) -> bytes:
    """Return plain records as the lines of a log."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def small(end: int) -> Simulation:
    """Return a small run up to a time (ns)."""
    simulation = Simulation(SimulationConfig(workers=3, rate_per_s=2.0, seed=3))
    simulation.run(end)
    return simulation
