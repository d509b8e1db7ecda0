"""Writes a scenario as a file that can be opened: every setting by name, whatever its default."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from site_sim.base.files import STDIN
from site_sim.base.writing import whole_file
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS, OF_A_CREW

_ONLY_IF_GIVEN = ("about", "next", "count", "until", "warm-up", "at", "paused", "speed", "race")
"""The keys that are left out where they have their default."""


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write a scenario to a file.

    Raises `OSError`; `UnicodeError` if the name of its job file is no text.
    """
    with whole_file(path) as stream:
        stream.write(scenario_text(scenario, path.parent))


def scenario_text(scenario: Scenario, folder: Path) -> str:
    """Return a scenario as TOML, for a file in a folder."""
    values = dict(_values(scenario, folder))
    lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
    cost = [f"{name} = {_toml(duration)}" for name, duration in scenario.cost.items()]
    return "\n".join([*lines, *(("", "[cost]", *cost) if cost else ()), ""])


def _values(scenario: Scenario, folder: Path) -> Iterator[tuple[str, Any]]:
    """Yield the keys to write, but for single costs, each with its value."""
    default, can_grow = Scenario(), PROGRAM_FACTS[scenario.program].can_grow
    for name, key in KEYS.items():
        value = getattr(scenario, key.field)
        is_given = value != getattr(default, key.field) or name not in _ONLY_IF_GIVEN
        limits_nothing = name == "count" and scenario.jobs is not None and not scenario.rate_per_s
        if name == "cost" or limits_nothing or (name in OF_A_CREW and not can_grow):
            continue
        if name == "rate":
            value = float(scenario.rate_per_s)
        elif name == "costs":
            value = scenario.costs_name
        elif name == "jobs" and value is not None and value != STDIN:
            value = _path_from(folder, value)
        elif name == "race":
            value = [*_race_from(folder, value)]
        if is_given and value is not None:
            yield name, value


def _race_from(folder: Path, race: Iterable[str]) -> Iterator[str]:
    """Yield the tracks of a race as a file in a folder names them."""
    from site_sim.scenario.track_text import read_track  # noqa: PLC0415 - few have one

    for text in race:
        yield read_track(text, "")[0].moved(lambda name: _path_from(folder, name)).text


def _path_from(folder: Path, jobs: str) -> str:
    """Return how a file in a folder names a job file: by its name if it stands there too."""
    path = Path(jobs).absolute()
    is_beside = path.parent == folder.absolute() and path.name != STDIN
    return path.name if is_beside else str(path)


def _toml(value: str | float | list[str]) -> str:
    """Return a value as TOML; its texts with escapes are those of JSON, and DEL has one too."""
    if isinstance(value, str | list):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value).lower()
