"""The command that gives the figures of a run again, or those of a comparison."""

from __future__ import annotations

import shlex
import string
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import asdict

from site_sim.base.files import as_argument
from site_sim.base.text import clean_line
from site_sim.cli.options import RUN_KEYS, Texts
from site_sim.experiments.tracks import Track
from site_sim.facts.costs import COST_KEYS, field_of
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import AUTO, KEYS
from site_sim.scenario.track_text import read_track

_PLAIN = frozenset(f"{string.ascii_letters}{string.digits} !#%()*+,-./:;<=>?@[]^_{{|}}~")
"""The characters that stand for themselves between $' and '."""


def repeating(scenario: str, texts: Texts, measured: Mapping[str, int], cores: int) -> str:
    """Return the command for a scenario and the options that were given over it, for a shell.

    No `scenario` is that of a job file, which is among the options.
    Costs of which some were `measured` are all given one by one (in nanoseconds), and `cores` that
    were this machine's are given as a number: another time, or on another machine, they are others.
    """
    return shlex.join(["site-sim", "run", *_given(scenario, texts, measured, cores), "--json"])


def comparing_again(
    scenario: Scenario, texts: Texts, tracks: Sequence[Track], form: Sequence[str]
) -> str:
    """Return the command that compares the same tracks again, for a shell.

    `form` are the options of what is printed. Costs that were measured are given one by one, for
    all tracks at once if none has a set of its own.
    """
    are_shared = not any("costs" in track.differs for track in tracks)
    measured = asdict(scenario.to_costs()) if scenario.is_measured and are_shared else {}
    told = [track.text if are_shared else _with_costs(track) for track in tracks]
    if {*told} <= {*MODEL_FACTS}:
        words = ["--models", ",".join(told)]
    else:
        words = [word for text in told for word in ("--track", text)]
    given = _given(scenario.source, texts, measured, scenario.cores)
    return " ".join(map(_in_a_line, ["site-sim", "compare", *given, *words, *form]))


def _in_a_line(word: str) -> str:
    """Return a word quoted for a shell, with escapes for what a terminal would act on.

    The quotes that have escapes are those of POSIX.1-2024.
    """
    if clean_line(word, 2 * len(word) + 1) == word:
        return shlex.quote(word)
    data = word.encode("utf-8", "surrogateescape")
    plain = "".join(chr(byte) if chr(byte) in _PLAIN else f"\\x{byte:02x}" for byte in data)
    return f"$'{plain}'"


def _with_costs(track: Track) -> str:
    """Return what a track differs in, with every cost by itself if some were measured."""
    scenario = track.scenario
    if scenario is None or scenario.costs_name != "measured":
        return track.text
    costs = [f"{key}={time}" for key, time in scenario.cost.items()]
    return read_track(track.text, "")[0].with_option("cost", costs).text


def _given(scenario: str, texts: Texts, measured: Mapping[str, int], cores: int) -> Iterator[str]:
    """Yield the words of a command line for a scenario and the options given over it."""
    if texts.get("cores") == AUTO:
        texts = {**texts, "cores": str(cores)}
    if measured:
        texts = {**texts, "cost": [f"{key}={measured[field_of(key)]}ns" for key in COST_KEYS]}
    if scenario:
        yield as_argument(scenario)
    for key in map(KEYS.__getitem__, RUN_KEYS):
        text = texts.get(key.field)
        if isinstance(text, bool):
            yield f"--{key.name}" if text else f"--no-{key.name}"
        elif text is not None:
            for each in [text] if isinstance(text, str) else text:
                yield from (f"--{key.name}", each)
