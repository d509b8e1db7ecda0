"""A run without something has the same jobs, and nothing that brings it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from site_sim.base.units import MS, SECOND
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    JournalEntry,
)
from site_sim.experiments.least_time import Removed
from site_sim.experiments.without import RunWithout, command_without, config_without
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from site_sim.scenario.scenario import Scenario
from tests.experiments.runs import eight
from tests.kernel.runs import accepted


def run_without(removed: Removed, **fields: Any) -> Simulation:
    simulation = Simulation(config_without(Scenario(**fields).to_config(), removed))
    simulation.run()
    return simulation


def run_of(**fields: Any) -> Simulation:
    simulation = Simulation(Scenario(**fields).to_config())
    simulation.run()
    return simulation


@pytest.mark.parametrize("workload", ["io", "cpu", "mixed"])
def test_one_stack_that_io_frees_is_a_loop_with_hops_at_the_cost_of_sends(workload: str) -> None:
    fields = eight("serial", workload, "typical", service="exponential")
    others = fields | {"model": "coroutines", "cost": {"loop-hop": "150ns"}}
    freed = run_without("io", **fields)
    assert accepted(freed.log) == accepted(run_of(**others).log)
    assert accepted(freed.log) != accepted(run_of(**fields).log)


@pytest.mark.parametrize("model", ["free-threads", "processes"])
def test_one_more_lane_is_one_more_core(model: str) -> None:
    fields = eight(model, "cpu", "classroom", cores=2)
    more = run_without("lanes", **fields)
    assert accepted(more.log) == accepted(run_of(**fields | {"cores": 3}).log)


@pytest.mark.parametrize("model", ["serial", "coroutines", "threads"])
def test_where_there_is_one_lane_there_are_two(model: str) -> None:
    more = run_without("lanes", **eight(model, "cpu", "zero"))
    assert more.now == pytest.approx(800 * MS, abs=8 * MS)


@pytest.mark.parametrize(
    ("removed", "fields"),
    [
        ("chain", {"wiring": "direct"}),
        ("hops", {"cost": {"hop": "0s", "pipe-kib": "0s"}}),
        ("start-ups", {"cost": {"spawn": "0s", "start-up": "0s"}}),
        ("switches", {"cost": {"switch": "0s"}}),
    ],
)
def test_without_something_is_with_other_options(removed: Removed, fields: dict[str, Any]) -> None:
    given = eight("processes", "mixed", "classroom", defect_rate=0.2)
    assert accepted(run_without(removed, **given).log) == accepted(run_of(**given | fields).log)


@pytest.mark.parametrize(
    ("command", "removed", "given"),
    [
        (ChooseWiring("chain"), "chain", ChooseWiring("direct")),
        (ChooseWiring("chain"), "hops", ChooseWiring("chain")),
        (
            ChangeSettings({"send-ns": 5, "switch-ns": 6, "cores": 3}),
            "hops",
            ChangeSettings({"switch-ns": 6, "cores": 3}),
        ),
        (ChangeSettings({"send-ns": 5}), "chain", ChangeSettings({"send-ns": 5})),
        (Hire(2), "io", Hire(2)),
    ],
)
def test_no_command_brings_it_back(command: Command, removed: Removed, given: Command) -> None:
    assert command_without(command, removed) == given


@dataclass
class Given:
    """Commands at their moments."""

    commands: tuple[tuple[int, Command], ...]

    @property
    def journal(self) -> list[JournalEntry]:
        return [JournalEntry(at, 0, command, 0, 0) for at, command in self.commands]


def test_commands_come_at_their_moments_as_far_as_they_make_sense() -> None:
    given = Given(((SECOND, ChooseModel("serial")), (2 * SECOND, CauseAccident(7))))
    config = Scenario(model="coroutines", count=9, rate=3).to_config()
    run = RunWithout(config, given.journal, "io", 9, 60 * SECOND)
    while not run.work(3):
        pass
    by_hand = Simulation(config_without(config, "io"))
    by_hand.run(SECOND)
    by_hand.apply(ChooseModel("serial"))
    by_hand.run()
    assert run.done_at == accepted(by_hand.log)[-1][1]
    kinds = {row[1] for row in by_hand.log.rows()}
    assert Kind.Resumed not in kinds  # no call, after the model was chosen anew either


def test_a_run_that_is_no_faster_is_given_up() -> None:
    config = Scenario(count=9).to_config()
    run = RunWithout(config, (), "chain", 9, SECOND)
    while not run.work(1000):
        pass
    assert run.done_at == SECOND


@pytest.mark.parametrize("jobs", [1, 4, 9])
def test_it_is_done_when_as_many_jobs_are(jobs: int) -> None:
    fields = {"count": 9, "model": "threads", "service": "exponential"}
    run = RunWithout(Scenario(**fields).to_config(), (), "hops", jobs, 60 * SECOND)  # type: ignore[arg-type]
    while not run.work(50):
        pass
    assert run.done_at == accepted(run_without("hops", **fields).log)[jobs - 1][1]
