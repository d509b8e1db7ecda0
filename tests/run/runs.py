"""Sessions that have run for a while, and what their states must be equal to."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.kernel.config import JobOrder
from site_sim.kernel.models import MODELS
from site_sim.log.event_log import EventLog
from site_sim.log.events import JobCard
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.tuning import PastTuning
from tests.oracles.plain_values import plain

CLOSE = PastTuning(spacing=64, near=16)
CLOSELY = RunTuning(past=CLOSE)
"""Short runs have several checkpoints."""


def begun(seed: int, tuning: RunTuning = CLOSELY) -> Session:
    """Return a session of some kind that has run for some seconds."""
    choice = random.Random(seed).choice
    session = Session(some_scenario(choice, seed), tuning)
    session.playback.advance(choice((2, 5, 9)) * SECOND)
    return session


def some_scenario(choice: Callable[[Sequence[Any]], Any], seed: int) -> Scenario:
    return Scenario(
        model=choice(list(MODELS)),
        workers=choice((1, 2, 3, 5)),
        cores=choice((1, 2)),
        dispatch=choice(("round-robin", "least-busy")),
        wiring=choice(("chain", "direct")),
        costs=choice(("zero", "classroom")),
        rate=choice((0.5, 2.0, 8.0)),
        arrivals=choice(("regular", "poisson")),
        workload=choice(("io", "cpu", "mixed")),
        service=choice(("fixed", "exponential")),
        defect_rate=choice((0.0, 0.3)),
        accident_rate=choice((0.0, 0.2)),
        supervise=choice((True, False)),
        seed=seed % 1000,
    )


CHANGES = st.one_of(
    st.fixed_dictionaries({"cores": st.integers(1, 3)}),
    st.fixed_dictionaries({"inbox": st.integers(1, 3)}),
    st.fixed_dictionaries({"arrivals": st.sampled_from(("regular", "poisson"))}),
    st.fixed_dictionaries(
        {"service": st.sampled_from(("fixed", "uniform")), "service-time": st.just(0.5)}
    ),
    st.fixed_dictionaries({"loop-hop-ns": st.integers(0, SECOND), "send-ns": st.just(0)}),
    st.fixed_dictionaries({"rework-limit": st.integers(0, 3), "seed": st.integers(0, 9)}),
)
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(Hire, st.integers(1, 2)),
    st.builds(LayOff, st.integers(1, 2)),
    st.builds(SetRate, st.sampled_from((0.0, 1.0, 5.5))),
    st.builds(ChooseModel, st.sampled_from(list(MODELS))),
    st.builds(ChooseDispatch, st.sampled_from(("round-robin", "least-busy"))),
    st.builds(ChooseWiring, st.sampled_from(("chain", "direct"))),
    st.builds(ChooseWorkload, st.sampled_from(("io", "cpu", "mixed"))),
    st.builds(SetDefectRate, st.sampled_from((0.0, 0.5))),
    st.builds(SetAccidentRate, st.sampled_from((0.0, 0.2))),
    st.builds(SetSupervision, st.booleans()),
    st.builds(ChangeSettings, CHANGES),
    st.builds(OrderJobs, st.integers(1, 3)),
    st.builds(CauseAccident, st.integers(0, 5)),
)


def folded(log: EventLog, seq: int, at: int) -> SiteState:
    """Return the state at a moment, folded from the very beginning."""
    state = SiteState(log)
    fold(state, seq)
    state.advance_to(at)
    return state


def assert_true(session: Session) -> None:
    state = session.state
    assert plain(state) == plain(folded(session.log, state.seq, state.at))


def between_events() -> Session:
    """Return a session at 15.4 s; events are at 15.0 s, where job #30 arrives, and at 15.5 s."""
    session = Session(Scenario(workers=5, rate=2.0))
    session.playback.advance(15_400_000_000)
    assert (session.log[-1].at, session.log[-1].job) == (15 * SECOND, 30)
    return session


THREE_JOBS = tuple(JobOrder(0, JobCard(f"job {n}", 0, SECOND)) for n in range(3))


def a_session(**fields: Any) -> Session:
    return Session(Scenario(costs="zero", rate=0.0, orders=THREE_JOBS, **fields))
