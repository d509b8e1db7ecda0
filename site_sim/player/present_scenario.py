"""The scenario as its settings are now, and the commands that change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from msgspec.structs import asdict, replace

from site_sim.base.quantities import exact_duration
from site_sim.commands import (
    ChangeSettings,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.facts.costs import COST_KEYS, field_of, setting_of
from site_sim.facts.settings import CostsName
from site_sim.run.session import Session
from site_sim.scenario.described import UNTOLD
from site_sim.scenario.scenario import Scenario, costs_named
from site_sim.scenario.settings import Setting, SettingValue
from site_sim.state.settings import Settings

_COMMANDS: Mapping[str, Callable[[Any], Command]] = {
    "model": ChooseModel,
    "wiring": ChooseWiring,
    "dispatch": ChooseDispatch,
    "workload": ChooseWorkload,
    "rate": SetRate,
    "defect-rate": SetDefectRate,
    "accident-rate": SetAccidentRate,
    "supervise": lambda value: SetSupervision(value == "on"),
}
"""What changes the settings that have a command of their own."""
_SETTINGS = (
    *("model", "cores", "wiring", "dispatch", "inbox", "rate", "arrivals", "workload", "service"),
    *("service_time", "defect_rate", "accident_rate", "supervise", "rework_limit", "seed"),
)
"""The fields of a scenario that its log tells by the same names."""


def present_scenario(scenario: Scenario, session: Session) -> Scenario:
    """Return the scenario that a session runs with its settings as they are at the playhead."""
    settings = session.state.settings
    told: dict[str, Any] = {name: getattr(settings, name) for name in _SETTINGS}
    if not is_as_described(scenario, settings):
        told |= UNTOLD
    workers = session.hiring or max(1, session.state.staying)
    return _with_costs(replace(scenario, workers=workers, **told), settings.costs({}))


def is_as_described(scenario: Scenario, settings: Settings) -> bool:
    """Return whether what a scenario says of itself is true of a site with some settings."""
    return (settings.model, settings.workload) == (scenario.model, scenario.workload)


def _with_costs(scenario: Scenario, told: Mapping[str, int]) -> Scenario:
    """Return a scenario with the costs that its log tells: a set, and those that differ from it.

    Costs that were measured here are given one by one, as those of another time are others.
    """
    first = asdict(scenario.to_costs()) if told else {}
    costs = {**first, **told}
    if costs == first:
        return scenario
    names: list[CostsName] = [scenario.costs_name, *get_args(CostsName)]
    sets = {name: asdict(costs_named(name)) for name in names if name != "measured"}
    own = {
        name: [key for key in COST_KEYS if each[field_of(key)] != costs[field_of(key)]]
        for name, each in sets.items()
    }
    nearest = min(own, key=lambda name: len(own[name]))
    single = {key: exact_duration(costs[field_of(key)]) for key in own[nearest]}
    return replace(scenario, costs=nearest, cost=single)


def command_for(setting: Setting, value: SettingValue, present: Scenario) -> Command | None:
    """Return what gives a setting another value; None where it has it."""
    if setting.write(value) == setting.write(setting.value_in(present)):
        return None
    name = setting.name
    if name == "workers":
        more = int(value) - present.workers
        return Hire(more) if more > 0 else LayOff(-more)
    if name in _COMMANDS:
        return _COMMANDS[name](value)
    if name == "costs":
        return command_for_costs(replace(present, costs=value, cost={}), present)
    return ChangeSettings({setting_of(name) if setting.is_cost else name: value})


def command_for_costs(scenario: Scenario, present: Scenario) -> Command | None:
    """Return what makes everything cost what it does in a scenario; None where it does."""
    now, wanted = asdict(present.to_costs()), asdict(scenario.to_costs())
    fields = {setting_of(key): field_of(key) for key in COST_KEYS}
    others = {key: wanted[field] for key, field in fields.items() if wanted[field] != now[field]}
    return ChangeSettings(others) if others else None
