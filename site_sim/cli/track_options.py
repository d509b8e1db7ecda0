"""The options that say which tracks run beside each other, and the tracks that they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from site_sim.base.errors import Fault, SiteError
from site_sim.base.limits import LEAST_TRACKS
from site_sim.cli.options import load
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.schema import Value

if TYPE_CHECKING:  # they need msgspec, some 40 ms
    from site_sim.experiments.tracks import Track
    from site_sim.scenario.job_file.held_jobs import HeldJobs
    from site_sim.scenario.scenario import Scenario
    from site_sim.scenario.track_text import TrackText

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def track_options(function: FunctionT) -> FunctionT:
    """Decorate a command with the options of its tracks, their values left as texts."""
    models = ",".join(list(MODEL_FACTS)[:2])
    tracks = click.option(
        "--track",
        "tracks",
        metavar="TRACK",
        multiple=True,
        help="A model and options, as 'threads cores=1'; or a log, FILE.jsonl.",
    )
    named = click.option("--models", metavar="A,B,...", help=f"A track a model, as {models}.")
    return named(tracks(function))


def asked_tracks(models: str | None, tracks: Sequence[str]) -> tuple[list[TrackText], list[Fault]]:
    """Return the tracks that options ask for, those of models first, and what is wrong."""
    from site_sim.scenario.track_text import (  # noqa: PLC0415 - only two commands have tracks
        in_option,
        read_models,
        read_tracks,
    )

    found, faults = ([], []) if models is None else read_models(models)
    others, wrong = read_tracks(tracks, in_option)
    if models is not None or tracks:
        faults += _count_faults(len(found) + len(others), bool(faults or wrong))
    return found + others, faults + wrong


def _count_faults(count: int, has_faults: bool) -> list[Fault]:
    """Return the fault of too few tracks, unless others explain it."""
    if count >= LEAST_TRACKS or has_faults:
        return []
    hint = "--models and --track add up; without them all models run"
    return [Fault(f"at least {LEAST_TRACKS} tracks are needed", "--track", hint)]


def load_tracks(
    name: str | None,
    values: Mapping[str, Value],
    asked: Sequence[TrackText],
    stdin: TextIO | None = None,
    most: int | None = None,
    other_words: Sequence[str] = (),
    only_true: bool = False,
) -> tuple[Scenario, list[Track]]:
    """Return the scenario of that name as `load` does, and the tracks on which it runs, likewise.

    If none are asked for, they are the scenario's own, or all models; `most` is how many there may
    be. Raises `SiteError`.
    """
    from site_sim.experiments.tracks import default_tracks, make_tracks  # noqa: PLC0415 - as above

    kept: dict[str, HeldJobs] = {}

    def loaded(given: Mapping[str, Value]) -> Scenario:
        return load(name, given, stdin, other_words, kept, only_true)

    scenario = loaded(values)
    texts = [*asked] or default_tracks(scenario)
    if most is not None and len(texts) > most:
        raise SiteError(f"{most} tracks are the most, not {len(texts)}", "--track")
    return scenario, make_tracks(texts, values, loaded)
