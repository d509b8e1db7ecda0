"""Sessions of all kinds, and their coroutines at the playhead."""

from __future__ import annotations

import inspect
import random
from collections.abc import Iterator
from typing import Any

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetRate,
)
from site_sim.inspection.coroutines import CoroutineSnapshot
from site_sim.kernel.simulation import Simulation
from site_sim.run.session import Session
from site_sim.run.simulated import simulation_of as kernel_of
from site_sim.scenario.scenario import Scenario
from tests.run.driving import give, run_to

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")


COMMANDS: tuple[Command, ...] = (
    Hire(2),
    LayOff(),
    SetRate(0.0),
    SetRate(4.0),
    OrderJobs(3),
    SetAccidentRate(0.4),
    CauseAccident(0),
    CauseAccident(1),
    ChooseModel("serial"),
    ChooseModel("threads"),
    ChooseWiring("direct"),
    ChangeSettings({"cores": 3, "inbox": 2}),
    ChangeSettings({"loop-hop-ns": 30_000_000, "gil-quantum-ns": 100_000_000}),
)


def simulation_of(session: Session) -> Simulation:
    """Return the kernel behind a session, to ask its generators themselves."""
    return kernel_of(session.branch)


def begun(seed: int) -> Session:
    """Return a session of any kind at its start."""
    choice = random.Random(seed).choice
    return Session(
        Scenario(
            program=choice(("pipeline",) * 5 + ("producer-consumer",)),
            model=choice(MODELS),
            workers=choice((1, 2, 3, 5)),
            cores=choice((1, 2)),
            dispatch=choice(("round-robin", "least-busy")),
            wiring=choice(("chain", "chain", "direct")),
            costs=choice(("zero", "classroom")),
            rate=choice((0.5, 2.0, 8.0)),
            arrivals=choice(("regular", "poisson")),
            workload=choice(("io", "cpu", "mixed")),
            service=choice(("fixed", "exponential")),
            service_time=choice((0.3, 1.0)),
            defect_rate=choice((0.0, 0.3)),
            accident_rate=choice((0.0, 0.2)),
            supervise=choice((True, False)),
            inbox=choice((1, 3)),
            seed=seed % 1000,
        )
    )


def stepped(seed: int, steps: int = 120) -> Iterator[Session]:
    """Yield a session as it is built and at each of its events, with a command now and then."""
    chance = random.Random(seed)
    session = begun(seed)
    pieces(session)
    yield session
    for _ in range(steps):
        if not session.playback.step():
            break
        pieces(session)
        yield session
        if session.playhead.is_live and chance.random() < 0.04:
            give(session, chance.choice(COMMANDS))
            pieces(session)
            yield session


def snapshot_of(session: Session) -> CoroutineSnapshot:
    assert session.inspector.snapshot is not None
    return session.inspector.snapshot


def pieces(session: Session, steps: int = 200) -> int:
    """Prepare the snapshot of the playhead; return in how many pieces."""
    count = 1
    while not session.inspector.prepare(steps=steps):
        count += 1
    return count


def line_of(function: Any, text: str) -> int:
    lines, first = inspect.getsourcelines(inspect.unwrap(function))
    return first + next(number for number, line in enumerate(lines) if text in line)


def long_run() -> Session:
    session = Session(Scenario(model="coroutines", rate=2.0))
    run_to(session, 120 * SECOND)
    return session
