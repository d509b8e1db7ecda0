"""Every command, model and accident in any order: nothing is lost, and everything adds up.

A run goes on in pieces of time and of steps. The ledger reads its log by rules of its own; the
state is folded beside it, one event at a time; at the end the run is executed again from seed and
journal, and led to an end at which everything must be done.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

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
from site_sim.facts.costs import COST_KEYS, LEAST_QUANTUM_NS, QUANTA, setting_of
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS, ZERO, Costs
from site_sim.kernel.simulation import Simulation
from site_sim.log.comparison import digest_of
from site_sim.log.events import JobCard, Kind
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.kernel.runs import events
from tests.oracles.ledger import Ledger
from tests.oracles.pictures import Auditor, picture, tasks
from tests.sampling import examples

# All costs differ, and all are multiples of 100 ns, as most service times are: things coincide.
COSTS = Costs(
    send_ns=100,
    loop_hop_ns=300,
    thread_hop_ns=500,
    pipe_hop_ns=700,
    pipe_kib_ns=100 * 1024 // 5,
    switch_ns=200,
    start_up_ns=1_100,
    spawn_ns=300,
    gil_quantum_ns=500,
    os_slice_ns=400,
)
FREE = replace(ZERO, gil_quantum_ns=500, os_slice_ns=400)


MODEL_NAMES = st.sampled_from(list(MODELS))
DISPATCHES = st.sampled_from(["round-robin", "least-busy"])
WIRINGS = st.sampled_from(["chain", "direct"])
WORKLOADS = st.sampled_from(["io", "cpu", "mixed"])
SHARES = st.sampled_from([0.0, 0.0, 0.2, 0.5, 1.0])
RATES = st.sampled_from([0.0, 3e5, 1e6, 1e6, 9e5])
SPANS = st.one_of(st.integers(0, 30).map(lambda n: n * 100), st.integers(0, 5_000))
PARTS = st.integers(0, 15).map(lambda n: n * 100)
CARDS = st.builds(JobCard, st.just("by hand"), PARTS, PARTS)

SETUPS = st.builds(
    SimulationConfig,
    program=st.sampled_from(["pipeline"] * 9 + ["producer-consumer"]),
    workers=st.integers(1, 6),
    rate_per_s=RATES,
    arrivals=st.sampled_from(["regular", "poisson"]),
    workload=WORKLOADS,
    service=st.sampled_from(["fixed", "exponential", "uniform"]),
    service_ns=st.just(1_300),
    model=MODEL_NAMES,
    cores=st.integers(1, 3),
    dispatch=DISPATCHES,
    wiring=WIRINGS,
    inbox=st.integers(1, 3),
    defect_rate=SHARES,
    accident_rate=SHARES,
    supervise=st.booleans(),
    rework_limit=st.integers(0, 3),
    seed=st.integers(0, 5),
    costs=st.sampled_from([COSTS, FREE]),
)
HOPS_NS = st.sampled_from([0, 100, 300, 700])
QUANTA_NS = st.sampled_from([LEAST_QUANTUM_NS, 3 * LEAST_QUANTUM_NS])
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "cores": st.integers(1, 3),
        "inbox": st.integers(1, 3),
        "arrivals": st.sampled_from(["regular", "poisson"]),
        "service": st.sampled_from(["fixed", "exponential", "uniform"]),
        "service-time": st.sampled_from([0, 1.3e-6, 7e-7]),
        "rework-limit": st.integers(0, 3),
        "seed": st.integers(0, 5),
        **{setting_of(key): QUANTA_NS if key in QUANTA else HOPS_NS for key in COST_KEYS},
    },
)


class SiteMachine(RuleBasedStateMachine):
    """A person who does anything at any time."""

    @initialize(config=SETUPS)
    def opens(self, config: SimulationConfig) -> None:
        if config.program == "producer-consumer":
            config = replace(config, workers=1)
        self.config = config
        self.site = Simulation(config)
        self.journal: list[tuple[int, int, Command]] = []
        log = self.site.log
        self.auditor = Auditor(Ledger(log, config.costs, config.cores), SiteState(log))
        self.auditor.follow()

    @property
    def state(self) -> SiteState:
        return self.auditor.state

    def apply(self, command: Command) -> None:
        self.journal.append((self.site.now, self.site.steps, command))
        self.site.apply(command)
        self.auditor.follow()

    # -- time ------------------------------------------------------------------------------

    @rule(span=SPANS)
    def waits(self, span: int) -> None:
        until = self.site.now + span
        assert self.site.run(until)
        assert self.site.now == until
        self.auditor.follow()

    @rule(span=SPANS, steps=st.integers(1, 12))
    def waits_for_some_steps(self, span: int, steps: int) -> None:
        before, until = self.site.steps, self.site.now + span
        arrived = self.site.run(until, steps)
        assert self.site.steps - before <= steps
        assert arrived or self.site.steps - before == steps
        assert self.site.now == until if arrived else self.site.now <= until
        self.auditor.follow()

    # -- the crew --------------------------------------------------------------------------

    @rule(count=st.integers(1, 3))
    def hires(self, count: int) -> None:
        if len(self.state.workers) < 9:
            self.apply(Hire(count))

    @rule(count=st.integers(1, 3))
    def lays_off(self, count: int) -> None:
        self.apply(LayOff(count))

    @rule(worker=st.integers(0, 8))
    def throws_an_accident(self, worker: int) -> None:
        self.apply(CauseAccident(worker))

    @rule()
    def throws_an_accident_at_the_last(self) -> None:
        self.apply(CauseAccident(len(self.state.workers) - 1))

    @rule(state=st.sampled_from(list(State)[: State.GONE]))
    def throws_an_accident_at_one_who_is(self, state: State) -> None:
        found = [worker.who for worker in self.state.workers if worker.state is state]
        if found:
            self.apply(CauseAccident(found[-1]))

    @precondition(lambda self: any(w.leaving for w in self.state.workers))
    @rule()
    def throws_an_accident_at_one_who_leaves(self) -> None:
        leaving = [worker.who for worker in self.state.workers if worker.leaving]
        self.apply(CauseAccident(leaving[0]))

    @rule(on=st.booleans())
    def supervises(self, on: bool) -> None:
        self.apply(SetSupervision(on))

    # -- everything else -------------------------------------------------------------------

    @rule(count=st.integers(1, 4))
    def orders_jobs(self, count: int) -> None:
        self.apply(OrderJobs(count))

    @rule(card=CARDS, count=st.integers(1, 4))
    def orders_real_work(self, card: JobCard, count: int) -> None:
        self.apply(OrderJobs(count, card))

    @rule(rate=RATES)
    def sets_the_rate(self, rate: float) -> None:
        self.apply(SetRate(rate))

    @rule(model=MODEL_NAMES)
    def chooses_a_model(self, model: str) -> None:
        self.apply(ChooseModel(model))

    @rule(wiring=WIRINGS)
    def chooses_a_wiring(self, wiring: str) -> None:
        self.apply(ChooseWiring(wiring))

    @rule(dispatch=DISPATCHES)
    def chooses_a_dispatch(self, dispatch: str) -> None:
        self.apply(ChooseDispatch(dispatch))

    @rule(workload=WORKLOADS)
    def chooses_a_workload(self, workload: str) -> None:
        self.apply(ChooseWorkload(workload))

    @rule(share=SHARES)
    def sets_the_defects(self, share: float) -> None:
        self.apply(SetDefectRate(share))

    @rule(share=SHARES)
    def sets_the_accidents(self, share: float) -> None:
        self.apply(SetAccidentRate(share))

    @rule(values=CHANGES)
    def changes_settings(self, values: dict[str, Any]) -> None:
        self.apply(ChangeSettings(values))

    # -- the end ---------------------------------------------------------------------------

    def teardown(self) -> None:
        if hasattr(self, "site"):
            self.re_executes()
            self.folds_again()
            self.comes_to_an_end()

    def re_executes(self) -> None:
        """Whoever follows the journal gets the same log, in one go or in small pieces."""
        site, digest = self.site, digest_of(self.site.log)
        assert self.executed(lambda again, at, steps: again.reach(at, steps)) == digest
        chance = random.Random(len(site.log))

        def piecemeal(again: Simulation, at: int, steps: int) -> None:
            while again.steps < steps:
                span = chance.choice([0, 100, 700, 5_000])
                count = min(chance.choice([1, 2, 3, 50]), steps - again.steps)
                again.run(min(again.now + span, at), count)
            again.reach(at, steps)

        assert self.executed(piecemeal) == digest

    def executed(self, reach: Callable[[Simulation, int, int], None]) -> str:
        again = Simulation(self.config)
        for at, steps, command in self.journal:
            reach(again, at, steps)
            again.apply(command)
        reach(again, self.site.now, self.site.steps)
        assert again.steps == self.site.steps
        assert again.now == self.site.now
        return digest_of(again.log)

    def folds_again(self) -> None:
        """A state folded in larger pieces is the same after any number of events."""
        again = SiteState(self.site.log)
        for seq, seen in self.auditor.pictures.items():
            fold(again, seq)
            assert picture(again) == seen

    def comes_to_an_end(self) -> None:
        """With nothing to hinder them all jobs are done in the end, and nobody hangs."""
        for command in (SetRate(0), SetAccidentRate(0), SetDefectRate(0), SetSupervision(True)):
            self.apply(command)
        self.site.run()
        self.auditor.follow()
        state = self.state
        assert not state.jobs
        assert all(worker.state is State.IDLE for worker in state.workers)
        assert not any(worker.leaving for worker in state.workers)
        assert {task.state for task in tasks(state)} <= {State.IDLE, State.GONE}
        ends = [event.job for event in events(self.site.log, Kind.Accepted, Kind.Scrapped)]
        assert sorted(ends) == list(range(state.arrived))


RELAXED = [HealthCheck.too_slow, HealthCheck.filter_too_much]

TestSite: Any = SiteMachine.TestCase
TestSite.settings = settings(
    max_examples=examples(40), stateful_step_count=40, suppress_health_check=RELAXED
)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(60, marks=pytest.mark.slow),
        pytest.param(1_000, marks=pytest.mark.by_hand),
    ],
)
def test_the_site_for_long(number: int) -> None:
    """What this finds belongs into a test of its own."""
    run_state_machine_as_test(
        SiteMachine,
        settings=settings(
            max_examples=number, stateful_step_count=60, suppress_health_check=RELAXED
        ),
    )
