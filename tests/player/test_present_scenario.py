"""The scenario as its settings are now: what it is restarted from, and written to a file."""

from __future__ import annotations

from msgspec.structs import asdict, replace

from site_sim.commands import ChangeSettings, ChooseModel, ChooseWorkload, Hire
from site_sim.facts.costs import COST_KEYS, field_of, setting_of
from site_sim.kernel.models import CLASSROOM, TYPICAL
from site_sim.player.intents import Restart, Seek
from site_sim.player.present_scenario import command_for, present_scenario
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.settings import SETTINGS
from tests.player.playing import Played


def present(played: Played) -> Scenario:
    scenario = played.player.scenario
    assert scenario is not None
    return present_scenario(scenario, played.player.session)


def test_of_a_run_that_was_left_alone_it_is_the_scenario() -> None:
    played = Played(costs="typical", cost={"hop": "1us"})
    assert present(played) == played.player.scenario


def test_it_is_that_of_the_moment_that_is_shown() -> None:
    played = Played()
    for command in (Hire(3), ChangeSettings({"cores": 9, "service-time": 0.1})):
        played.player.do(command)
    scenario = played.player.scenario
    assert scenario is not None
    assert present(played) == replace(scenario, workers=8, cores=9, service_time=0.1)
    played.player.do(Seek(0))
    assert present(played) == scenario


def test_no_command_is_needed_where_a_setting_has_the_value() -> None:
    scenario = Scenario(costs="typical", cost={"switch": "6us"})
    for setting in SETTINGS.values():
        assert command_for(setting, setting.value_in(scenario), scenario) is None


def test_costs_that_are_those_of_a_set_are_given_by_its_name() -> None:
    played = Played(costs="classroom")
    typical = asdict(TYPICAL)
    played.player.do(ChangeSettings({setting_of(k): typical[field_of(k)] for k in COST_KEYS}))
    assert (present(played).costs, present(played).cost) == ("typical", {})
    assert present(played).to_costs() == TYPICAL
    played.player.do(ChangeSettings({"switch-ns": CLASSROOM.switch_ns}))
    assert (present(played).costs, present(played).cost) == ("typical", {"switch": "25ms"})


def test_a_restart_keeps_every_setting() -> None:
    played = Played(costs="typical")
    controls = played.player.settings
    assert controls is not None
    for name in SETTINGS:
        controls.step(name, True, lambda: None)
    before = [(each.setting.name, each.value) for each in controls.rows]
    played.player.do(Restart())
    restarted = played.player.settings
    assert restarted is not None
    assert [(each.setting.name, each.value) for each in restarted.rows] == before


def test_costs_that_were_not_touched_stay_as_the_scenario_has_them() -> None:
    played = Played(costs="typical", cost={"hop": "1us"})
    controls = played.player.settings
    assert controls is not None
    controls.change("cores", 3, lambda: None)
    assert controls.present.cost == {"hop": "1us"}
    controls.change("send", 2_000, lambda: None)
    assert controls.present.costs == "typical"
    hops = {"loop-hop": "1µs", "thread-hop": "1µs", "pipe-hop": "1µs"}
    assert controls.present.cost == {"send": "2µs", **hops}


def test_what_is_said_of_another_model_is_not_said_of_the_present_one() -> None:
    played = Played(about="One call stack", next="press m", model="serial")
    player = played.player
    player.do(Hire(1))
    assert (player.outline.about, present(played).about) == ("One call stack",) * 2
    player.do(ChooseModel("threads"))
    assert (player.outline.about, present(played).about, present(played).next) == ("", "", "")
    player.do(ChooseModel("serial"))
    assert player.outline.about == "One call stack"
    player.do(ChooseWorkload("cpu"))
    player.do(Restart())
    assert (player.outline.about, present(played).about) == ("", "")
