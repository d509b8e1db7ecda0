"""The tracks of a race or a comparison: the same jobs, run in different ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import PurePath

from msgspec import Struct

from site_sim.base.errors import Fault, SiteError
from site_sim.base.text import clean_line
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import AUTO, Value
from site_sim.scenario.single_costs import costs_over
from site_sim.scenario.track_text import TrackText, in_option, model_tracks, read_tracks

NAME_CELLS = 60
"""The most terminal cells of a track's name."""

LoadScenario = Callable[[Mapping[str, Value]], Scenario]
"""A function that returns the scenario with the values of keys in force; it raises `SiteError`."""


class Track(Struct, frozen=True):
    """One of the runs that are compared: a scenario of its own, or a recording."""

    name: str
    """A name that no other track of the race has, in one line of `NAME_CELLS` cells at most."""
    text: str
    """What it differs in, as the option `--track` takes it."""
    scenario: Scenario | None = None
    """None for a recording."""
    recording: str = ""
    """The path of a log; "" for a run."""
    differs: Mapping[str, Value] = {}
    """The keys of the scenario that were given for this track alone, with their values."""


def default_tracks(scenario: Scenario) -> list[TrackText]:
    """Return the tracks of a race that nobody has named: the scenario's own, or all models."""
    return read_tracks(scenario.race, in_option)[0] or model_tracks(MODEL_FACTS)


def make_tracks(
    texts: Iterable[TrackText], values: Mapping[str, Value], load: LoadScenario
) -> list[Track]:
    """Return the tracks that texts mean; `values` are the keys that were given for all of them.

    Each is loaded as `site-sim run` loads it with the same options. Raises `SiteError` with all
    that is wrong: also if a track is there twice.
    """
    texts = [*map(_with_known_cores, texts)]
    tracks, faults = [], [*_repeated(texts)]
    for text, name in zip(texts, _names(texts), strict=True):
        if text.recording:
            tracks.append(Track(name, text.text, recording=text.recording))
            continue
        try:
            scenario = load(values_over(values, text.values))
        except SiteError as error:
            faults += (_in_track(text, fault) for fault in error.faults)
        else:
            tracks.append(Track(name, text.text, scenario, differs=dict(text.values)))
    if faults:
        raise SiteError(faults)
    return tracks


def _with_known_cores(text: TrackText) -> TrackText:
    """Return a track in which this machine's cores are a number, which is the same elsewhere."""
    cores = text.values.get("cores")
    is_auto = f"cores={AUTO}" in text.words
    return text.with_option("cores", [str(cores)]) if is_auto else text


def values_over(values: Mapping[str, Value], others: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of keys with others over them; single costs win one by one."""
    merged = {**values, **others}
    costs, over = values.get("cost"), others.get("cost")
    if isinstance(costs, Mapping) and isinstance(over, Mapping):
        merged["cost"] = costs_over(costs, over)
    return merged


def _in_track(text: TrackText, fault: Fault) -> Fault:
    return fault._replace(where=f"{in_option(text.text)}: {fault.where}")


def _repeated(texts: Sequence[TrackText]) -> list[Fault]:
    """Return the faults of tracks that are there twice."""
    counts = Counter(text.text for text in texts)
    return [Fault("is there twice", in_option(text)) for text, n in counts.items() if n > 1]


def _without_folders(path: str) -> str:
    return PurePath(path).name


def _names(texts: Sequence[TrackText]) -> list[str]:
    """Return a name for each track: its words, with files named without folders.

    Those that would be the same are numbered.
    """
    names = [" ".join(text.moved(_without_folders).words) for text in texts]
    names = [clean_line(name, NAME_CELLS) for name in names]
    taken, seen = {*names}, set[str]()
    for place, name in enumerate(names):
        if name in seen:
            names[place] = next(each for each in _numbered(name) if each not in taken)
            taken.add(names[place])
        seen.add(name)
    return names


def _numbered(name: str) -> Iterator[str]:
    """Yield a name with one number after the other behind it."""
    for number in count(2):
        end = f" ({number})"
        yield clean_line(name, NAME_CELLS - len(end)) + end
