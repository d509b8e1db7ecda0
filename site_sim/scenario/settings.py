"""The settings that can change while a run goes on: how each is told, read and stepped.

They are keys of a scenario, and beside the set of costs each cost by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from site_sim.base.errors import did_you_mean
from site_sim.base.limits import MOST_WORKERS
from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.quantities import exact_duration, exact_rate, exact_share, read_duration
from site_sim.base.text import clean_line
from site_sim.base.units import SECOND
from site_sim.facts.costs import COST_KEYS, LEAST_QUANTUM_NS, MOST_NS, QUANTA, field_of, setting_of
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.facts.sentences import say
from site_sim.facts.settings import (
    ARRIVALS,
    COST_SETS,
    DISPATCHES,
    SERVICES,
    SUPERVISION,
    WIRINGS,
    WORKLOADS,
)
from site_sim.kernel.changes import REBUILDING
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS, OF_A_CREW, Field
from site_sim.scenario.single_costs import cost_fault, costs_in_ns
from site_sim.scenario.steps import RATES, SHARES, TIMES_NS, next_step

SettingValue = str | int | float
"""A text, a number, or a cost in nanoseconds; `supervise` is on or off."""
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "model": {name: facts.summary for name, facts in MODEL_FACTS.items()},
    "wiring": WIRINGS,
    "dispatch": DISPATCHES,
    "arrivals": ARRIVALS,
    "workload": {name: facts.summary for name, facts in WORKLOADS.items()},
    "service": SERVICES,
    "costs": {name: about for name, about in COST_SETS.items() if name != "measured"},
    "supervise": SUPERVISION,
}
"""The values of the settings that have names for them, each with what it means.

A run does not wait for costs to be measured: they are those of a scenario.
"""
_STEPS = {"rate": RATES, "defect-rate": SHARES, "accident-rate": SHARES}


class Setting(NamedTuple):
    """One of them, by its name."""

    name: str

    @property
    def sentence(self) -> str:
        """What it does."""
        return f"Cost: {COST_KEYS[self.name]}." if self.is_cost else KEYS[self.name].help

    @property
    def is_cost(self) -> bool:
        """Whether it is what one thing costs."""
        return self.name in COST_KEYS

    @property
    def choices(self) -> Mapping[str, str]:
        """The values that there are names for, each with what it means; none for a number."""
        return _CHOICES.get(self.name, {})

    @property
    def range(self) -> str:
        """Which values may be given, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.is_cost:
            least = exact_duration(self._least_ns)
            return f"from {least} to {MOST_NS // SECOND:,}s"
        return self._key.range

    @property
    def rebuilds(self) -> bool:
        """Whether the site is rebuilt when it changes."""
        name = setting_of(self.name) if self.is_cost else self.name
        return name in REBUILDING or name in ("model", "wiring", "costs")

    @property
    def _key(self) -> Field:
        """What a scenario may give; on the screen one can't ask for as many workers."""
        key = KEYS[self.name]
        return key._replace(high=MOST_WORKERS) if self.name == "workers" else key

    @property
    def _least_ns(self) -> int:
        return LEAST_QUANTUM_NS if self.name in QUANTA else 0

    def value_in(self, scenario: Scenario) -> SettingValue:
        """Return its value in a scenario."""
        if self.is_cost:
            return int(getattr(scenario.to_costs(), field_of(self.name)))
        if self.name == "costs":
            own = len(costs_in_ns(scenario.cost))
            return f"{scenario.costs_name}, but {own}" if own else scenario.costs_name
        if self.name == "supervise":
            return "on" if scenario.supervise else "off"
        if self.name == "rate":
            return float(scenario.rate_per_s)
        value: SettingValue = getattr(scenario, KEYS[self.name].field)
        return value

    def write(self, value: SettingValue) -> str:
        """Return a value as people write it, and `read` reads it."""
        if isinstance(value, str):
            return value
        if self.is_cost:
            return exact_duration(int(value))
        if self.name == "service-time":
            return exact_duration(round(value * SECOND))
        if self.name == "rate":
            return exact_rate(value)
        return exact_share(value) if self.name in _STEPS else f"{value:,}"

    def read(self, text: str) -> SettingValue:
        """Return the value that a text means. Raises ValueError, which says what is wrong."""
        word = text.strip()
        if self.choices:
            if word.lower() not in self.choices:
                raise ValueError(did_you_mean(clean_line(word, SHOWN_CELLS), self.choices))
            return word.lower()
        if self.is_cost:
            fault, hint, value = cost_fault(self.name, word), "", read_duration(word) or 0
        else:
            value = self._key.parse(word)  # type: ignore[assignment]
            fault, hint = self._key.fault(value)
        if fault:
            raise ValueError(f"{fault}; {hint}" if hint else fault)
        return value

    def step(self, value: SettingValue, up: bool) -> SettingValue:
        """Return the next value above or below; the ends stay."""
        if isinstance(value, str):
            names = [*self.choices]
            name, *_ = value.split(",")  # of a set of costs with others in it
            place = names.index(name) + (1 if up else -1) if name in names else 0
            return names[max(0, min(place, len(names) - 1))]
        if self.is_cost:
            ns = next_step(value, TIMES_NS, up)
            return int(max(self._least_ns, min(ns, MOST_NS)))
        if self.name == "service-time":
            return next_step(round(value * SECOND), TIMES_NS, up) / SECOND
        if self.name in _STEPS:
            return next_step(value, _STEPS[self.name], up)
        low, high = self._key.low, max(value, self._key.high)
        return int(max(low, min(value + (1 if up else -1), high)))


SETTINGS: Mapping[str, Setting] = {
    name: Setting(name)
    for name in (
        *("model", "workers", "cores", "wiring", "dispatch", "inbox", "rate", "arrivals"),
        *("workload", "service", "service-time", "costs", *COST_KEYS),
        *("defect-rate", "accident-rate", "supervise", "rework-limit", "seed"),
    )
}
"""All of them by name, in the order in which they are listed."""
REBUILT = say("setting.rebuilt")
"""What is said before a setting changes for which the site is rebuilt."""


def settings_of(scenario: Scenario) -> list[Setting]:
    """Return the settings that a scenario's program has."""
    can_grow = PROGRAM_FACTS[scenario.program].can_grow
    return [each for each in SETTINGS.values() if can_grow or each.name not in OF_A_CREW]
