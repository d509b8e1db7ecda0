"""The command that gives the figures of a run again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from site_sim.cli.options import RUN_KEYS, Texts
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.scenario.schema import KEYS

MEASURED = "measured"


def words_of(scenario: str, texts: Texts) -> list[str]:
    """Return the words that name a scenario and the options that were given over it."""
    is_like_option = scenario.startswith("-")
    words = ["site-sim", "run", f"./{scenario}" if is_like_option else scenario]
    for key in map(KEYS.__getitem__, RUN_KEYS):
        text = texts.get(key.field)
        if isinstance(text, bool):
            words.append(f"--{key.name}" if text else f"--no-{key.name}")
        elif isinstance(text, str):
            words += (f"--{key.name}", text)
        elif text is not None:
            words += (word for each in text for word in (f"--{key.name}", each))
    return [*words, "--json"]


def repeating(words: Sequence[str], costs: Mapping[str, int], is_measured: bool = False) -> str:
    """Return these words as a shell takes them.

    Costs that were measured are given one by one (in nanoseconds): another time, or on another
    machine, they are others.
    """
    if is_measured:
        single = (f"{key}={costs[field_of(key)]}ns" for key in COST_KEYS)
        words = [*words[:-1], *(word for each in single for word in ("--cost", each)), words[-1]]
    return shlex.join(words)
