"""Every setting of a run as a person sees and changes it, one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from site_sim.commands import Command
from site_sim.player.controls import SiteControls
from site_sim.player.present_scenario import command_for, command_for_costs, present_scenario
from site_sim.run.engine import refuse
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.settings import SETTINGS, Setting, SettingValue, settings_of


class SettingRow(NamedTuple):
    """A setting with its value at the playhead, and the one that the scenario gives it."""

    setting: Setting
    value: str
    first: str

    @property
    def differs(self) -> bool:
        """Whether it is another one than in the scenario."""
        return self.value != self.first


class SettingControls:
    """Tells the settings of a session that simulates a scenario, and changes them by commands.

    `then` is called when a change is made, which in the past takes a re-execution. Those that are
    `fixed` are not told, and to change one is refused with the reason that stands with it.
    """

    def __init__(
        self,
        scenario: Scenario,
        session: Session,
        controls: SiteControls,
        fixed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._scenario = scenario
        self._session = session
        self._controls = controls
        self._fixed = fixed

    @property
    def present(self) -> Scenario:
        """The scenario with its settings as they are at the playhead."""
        return present_scenario(self._scenario, self._session)

    @property
    def rows(self) -> list[SettingRow]:
        """Every setting that the program has and that may be changed, in order."""
        present, first = self.present, self._scenario
        return [
            SettingRow(each, _text(each, present), _text(each, first))
            for each in settings_of(first)
            if each.name not in self._fixed
        ]

    def change(self, name: str, value: SettingValue, then: Callable[[], None]) -> None:
        """Give a setting another value. Raises `RefusedError`, as the others do, if it is fixed."""
        self._change(name, lambda _: value, then)

    def step(self, name: str, up: bool, then: Callable[[], None]) -> None:
        """Give a setting the next value above or below."""
        setting = SETTINGS[name]
        self._change(name, lambda present: setting.step(setting.value_in(present), up), then)

    def reset(self, name: str, then: Callable[[], None]) -> None:
        """Give a setting the value of the scenario; costs, each of them."""
        setting, first = SETTINGS[name], self._scenario
        refuse(self._fixed.get(name, ""))
        if name == "costs":  # there may be no name for those of the scenario
            self._give(lambda present: command_for_costs(first, present), then)
        else:
            self._change(name, lambda _: setting.value_in(first), then)

    def _change(
        self, name: str, value: Callable[[Scenario], SettingValue], then: Callable[[], None]
    ) -> None:
        setting = SETTINGS[name]
        refuse(self._fixed.get(name, ""))
        self._give(lambda present: command_for(setting, value(present), present), then)

    def _give(
        self, command_in: Callable[[Scenario], Command | None], then: Callable[[], None]
    ) -> None:
        controls = self._controls

        def act() -> None:
            command = command_in(self.present)
            if command is not None:
                controls.apply(command)
            controls.long_work.when_free(then)

        controls.long_work.when_free(act)


def _text(setting: Setting, scenario: Scenario) -> str:
    return setting.write(setting.value_in(scenario))
