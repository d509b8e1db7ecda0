"""What shaped the figures of a run is told, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import asdict

from site_sim.commands import ChangeSettings
from site_sim.export.header import RunHeader, header_of
from site_sim.facts.programs import PIPELINE, PROGRAM_FACTS
from site_sim.kernel.config import JobOrder
from site_sim.kernel.models import TYPICAL
from site_sim.player.run_settings import header_told, run_settings
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario


def told(scenario: Scenario) -> dict[str, str]:
    state = Session(scenario).state
    costs = asdict(scenario.to_config().costs)
    return dict(run_settings(state.settings, 7, header_of(scenario, costs, state.log.cast)))


def test_all_that_shapes_the_figures_is_named() -> None:
    rows = told(
        Scenario(costs="typical", cost={"switch": "1ms"}, warm_up=2.5, rate=3.0, defect_rate=0.005)
    )
    for name in (
        *("program", "model", "workers", "cores", "wiring", "dispatch", "inbox", "workload"),
        *("service", "rate", "costs", "seed", "warm-up", "version"),
    ):
        assert rows[name]
    assert (rows["workers"], rows["rate"], rows["seed"]) == ("7", "3/s, regular", "42")
    assert rows["service"] == "fixed, 1s on average"
    assert rows["costs"].startswith("typical: send ")
    assert "switch 1ms" in rows["costs"]
    assert rows["warm-up"] == "2.5s"
    assert (rows["defects"], rows["accidents"]) == ("0.5%", "0%")


def test_what_comes_of_a_job_file_is_not_told_of_a_rate() -> None:
    rows = told(Scenario(jobs="folder/work.csv"))
    assert rows["jobs"] == "work.csv"
    assert not rows.keys() & {"rate", "workload", "service"}


def test_the_jobs_of_a_file_are_not_looked_at_to_tell_what_it_costs() -> None:
    class Unread(tuple[JobOrder, ...]):
        def __iter__(self) -> Iterator[JobOrder]:
            raise AssertionError("there may be a million")

    scenario = Scenario(jobs="work.csv", orders=Unread())
    cast = PROGRAM_FACTS[PIPELINE].cast
    assert header_told(scenario, cast).costs == asdict(TYPICAL)


def test_of_a_log_without_costs_none_are_told() -> None:
    state = Session(Scenario()).state
    rows = dict(run_settings(state.settings, 1, RunHeader(cast=state.log.cast)))
    assert not rows.keys() & {"costs", "version"}


def test_a_cost_that_was_changed_is_told_as_it_is_now() -> None:
    scenario = Scenario(costs="classroom")
    session = Session(scenario)
    session.begin(ChangeSettings({"switch-ns": 3_000_000}))
    header = header_of(scenario, asdict(scenario.to_costs()), session.log.cast)
    costs = dict(run_settings(session.state.settings, 4, header))["costs"]
    assert costs.startswith("classroom, changed: send 100ms")
    assert "switch 3ms" in costs
