"""Every setting of a run is told, stepped, changed, and given back, one by one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import ChangeSettings, Command, Hire, LayOff, SetDefectRate, SetSupervision
from site_sim.kernel.models import Costs
from site_sim.player.intents import Seek
from site_sim.player.setting_controls import SettingControls, SettingRow
from site_sim.scenario.measuring import kept
from site_sim.scenario.settings import SETTINGS
from tests.player.playing import Played

MS = 1_000_000


def nothing() -> None:
    """Do nothing when it is done."""


def controls_of(played: Played) -> SettingControls:
    controls = played.player.settings
    assert controls is not None
    return controls


def commands(played: Played) -> list[Command]:
    return [entry.command for entry in played.player.session.journal]


def row(played: Played, name: str) -> SettingRow:
    return next(each for each in controls_of(played).rows if each.setting.name == name)


def test_nothing_differs_at_first() -> None:
    rows = controls_of(Played(costs="typical", cost={"hop": "1us"})).rows
    assert [each.setting.name for each in rows] == [*SETTINGS]
    assert not any(each.differs for each in rows)


@pytest.mark.parametrize("name", [*SETTINGS])
def test_each_is_stepped_and_given_back(name: str) -> None:
    played = Played()
    controls, first = controls_of(played), row(played, name)
    controls.step(name, False, nothing)
    if not row(played, name).differs:  # it is at its lower end
        controls.step(name, True, nothing)
    changed = row(played, name)
    assert changed.differs
    assert (changed.first, len(commands(played))) == (first.value, 1)
    controls.reset(name, nothing)
    assert row(played, name) == first
    assert len(commands(played)) == 2
    controls.reset(name, nothing)
    assert len(commands(played)) == 2, "there is nothing left to give back"
    others = {each.setting.name for each in controls.rows if each.differs}
    assert others == set()


@pytest.mark.parametrize(
    ("name", "value", "command"),
    [
        ("workers", 9, Hire(4)),
        ("workers", 1, LayOff(4)),
        ("cores", 7, ChangeSettings({"cores": 7})),
        ("loop-hop", 3, ChangeSettings({"loop-hop-ns": 3})),
        ("service-time", 0.25, ChangeSettings({"service-time": 0.25})),
        ("defect-rate", 0.5, SetDefectRate(0.5)),
        ("supervise", "off", SetSupervision(False)),
    ],
)
def test_a_change_is_a_command(name: str, value: Any, command: Command) -> None:
    played = Played()
    controls_of(played).change(name, value, nothing)
    assert commands(played) == [command]


def test_a_set_of_costs_changes_those_that_differ_at_once() -> None:
    played = Played(costs="classroom")
    controls = controls_of(played)
    controls.change("costs", "zero", nothing)
    (command,) = commands(played)
    assert isinstance(command, ChangeSettings)
    assert command.values["loop-hop-ns"] == 0
    assert "pipe-kib-ns" not in command.values, "it costs nothing already"
    assert (row(played, "costs").value, row(played, "switch").value) == ("zero", "0s")
    controls.change("switch", 3 * MS, nothing)
    assert row(played, "costs").value == "zero, but 1"


def test_costs_without_a_name_of_their_own_are_given_back() -> None:
    played = Played(costs="classroom", cost={"hop": "50us", "switch": "1ms"})
    controls = controls_of(played)
    first = controls.rows
    assert row(played, "costs").value == "classroom, but 5"
    controls.change("costs", "typical", nothing)
    controls.reset("costs", nothing)
    assert controls.rows == first
    controls.reset("costs", nothing)
    assert len(commands(played)) == 2, "there is nothing left to give back"


def test_measured_costs_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = Costs(loop_hop_ns=7, switch_ns=9)
    monkeypatch.setattr(kept, "measured", lambda: SimpleNamespace(costs=costs))
    played = Played(costs="measured")
    controls = controls_of(played)
    first = controls.rows
    controls.change("costs", "zero", nothing)
    assert row(played, "costs").differs
    controls.reset("costs", nothing)
    assert controls.rows == first


def test_in_the_past_it_is_done_when_the_run_is_re_executed() -> None:
    done: list[str] = []
    played = Played()
    played.player.do(Seek(5 * SECOND))
    controls = controls_of(played)
    controls.change("inbox", 3, lambda: done.append(row(played, "inbox").value))
    while not done:
        played.frames(1)
    assert done == ["3"]
    assert played.player.session.now < 6 * SECOND
