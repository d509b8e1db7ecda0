"""The command that gives the figures of a run again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from site_sim.base.files import as_argument
from site_sim.cli.options import RUN_KEYS, Texts
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.scenario.schema import AUTO, KEYS


def repeating(scenario: str, texts: Texts, measured: Mapping[str, int], cores: int) -> str:
    """Return the command for a scenario and the options that were given over it, for a shell.

    No `scenario` is that of a job file, which is among the options.
    Costs of which some were `measured` are all given one by one (in nanoseconds), and `cores` that
    were this machine's are given as a number: another time, or on another machine, they are others.
    """
    if texts.get("cores") == AUTO:
        texts = {**texts, "cores": str(cores)}
    if measured:
        texts = {**texts, "cost": [f"{key}={measured[field_of(key)]}ns" for key in COST_KEYS]}
    words = ["site-sim", "run"]
    if scenario:
        words.append(as_argument(scenario))
    for key in map(KEYS.__getitem__, RUN_KEYS):
        text = texts.get(key.field)
        if isinstance(text, bool):
            words.append(f"--{key.name}" if text else f"--no-{key.name}")
        elif isinstance(text, str):
            words += (f"--{key.name}", text)
        elif text is not None:
            words += (word for each in text for word in (f"--{key.name}", each))
    return shlex.join([*words, "--json"])
