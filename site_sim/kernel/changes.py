"""Which settings of a run may change while it runs, and the configuration that comes of it.

They are those without a command of their own, by their keys in the log. Lanes, inboxes and what is
on its way would not go with other cores, inboxes or costs: for these the site is rebuilt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from msgspec.structs import replace

from site_sim.base.limits import (
    LARGEST_INBOX,
    LARGEST_SEED,
    LONGEST_SERVICE_S,
    MOST_CORES,
    MOST_REWORK,
)
from site_sim.base.messages import shown
from site_sim.base.units import SECOND
from site_sim.commands import RefusedCommandError
from site_sim.facts.costs import COST_KEYS, LEAST_QUANTUM_NS, MOST_NS, QUANTA, field_of, setting_of
from site_sim.facts.settings import Arrivals, Service
from site_sim.kernel.config import SimulationConfig

COST_SETTINGS: Mapping[str, str] = {setting_of(key): field_of(key) for key in COST_KEYS}
"""The field of each cost, by its key in the log."""
REBUILDING = frozenset(("cores", "inbox", *COST_SETTINGS))
"""The settings for which the site is rebuilt."""
_WHOLE: Mapping[str, tuple[int, int]] = {
    "cores": (1, MOST_CORES),
    "inbox": (1, LARGEST_INBOX),
    "rework-limit": (0, MOST_REWORK),
    "seed": (0, LARGEST_SEED),
    **{setting_of(key): (LEAST_QUANTUM_NS * (key in QUANTA), MOST_NS) for key in COST_KEYS},
}
"""The bounds of whole numbers, both inclusive."""
_CHOICES = {"arrivals": get_args(Arrivals), "service": get_args(Service)}


def check_changes(values: Mapping[str, int | float | str]) -> None:
    """Raise `RefusedCommandError` on settings that can't change so."""
    for name, value in values.items():
        if name in _CHOICES and value not in _CHOICES[name]:
            raise RefusedCommandError(f"unknown {name} {value!r}")
        if name in _WHOLE:
            _check_number(name, value, whole=True, bounds=_WHOLE[name])
        elif name == "service-time":
            _check_number(name, value, whole=False, bounds=(0, LONGEST_SERVICE_S))
        elif name not in _CHOICES:
            raise RefusedCommandError(f"no setting {shown(name)} can be changed so")


def _check_number(name: str, value: float | str, *, whole: bool, bounds: tuple[int, int]) -> None:
    low, high = bounds
    is_wrong = isinstance(value, bool) or (whole and isinstance(value, float))
    if isinstance(value, str) or is_wrong or not low <= value <= high:
        raise RefusedCommandError(f"{name} can't be {shown(value)}: it is from {low:,} to {high:,}")


def with_changes(config: SimulationConfig, values: Mapping[str, Any]) -> SimulationConfig:
    """Return a configuration with other values, which are checked."""
    costs = {COST_SETTINGS[name]: ns for name, ns in values.items() if name in COST_SETTINGS}
    fields = {name.replace("-", "_"): values[name] for name in values if name not in COST_SETTINGS}
    if "service_time" in fields:
        fields["service_ns"] = round(fields.pop("service_time") * SECOND)
    return replace(config, costs=replace(config.costs, **costs), **fields)


def texts_of(config: SimulationConfig) -> dict[str, str]:
    """Return the values of a configuration as a log tells them, by key; costs stand in its head."""
    warm_up = {"warm-up": number_text(config.warm_up_s)} if config.warm_up_s else {}
    return {
        "program": config.program,
        "model": config.model,
        "cores": str(config.cores),
        "dispatch": config.dispatch,
        "wiring": config.wiring,
        "inbox": str(config.inbox),
        "rate": number_text(config.rate_per_s),
        "arrivals": config.arrivals,
        "workload": config.workload,
        "service": config.service,
        "service-time": number_text(config.service_ns / SECOND),
        "defect-rate": number_text(config.defect_rate),
        "accident-rate": number_text(config.accident_rate),
        "supervise": "on" if config.supervise else "off",
        "rework-limit": str(config.rework_limit),
        "seed": str(config.seed),
        **warm_up,
    }


def changed_texts(config: SimulationConfig, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the changed values of a configuration as a log tells them, costs too."""
    texts = texts_of(config)
    costs = {name: str(getattr(config.costs, field)) for name, field in COST_SETTINGS.items()}
    return {name: (texts | costs)[name] for name in values}


def number_text(value: float) -> str:
    """Return a number as short as it can be written."""
    return str(int(value)) if value == int(value) else repr(value)
