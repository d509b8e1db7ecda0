"""What a race begins with: of each track its scenario, or its recording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from site_sim.base.errors import SiteError
from site_sim.base.limits import LEAST_TRACKS, MOST_TRACKS
from site_sim.base.messages import shown
from site_sim.base.text import clean_line
from site_sim.experiments.tracks import Track, default_tracks, make_tracks
from site_sim.player.race_tracks import RaceRun, raced
from site_sim.scenario.described import DESCRIBED, UNTOLD, stays_as_described
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS, Value
from site_sim.scenario.single_costs import costs_over
from site_sim.scenario.track_text import TrackText, read_tracks

MOST_CELLS = 4_000
"""The most cells that one track takes as it is written."""


def runs_of(tracks: Iterable[Track], base: Scenario) -> Sequence[RaceRun]:
    """Return what the tracks of a race run or show; recordings are opened. Raises `SiteError`.

    `base` is the scenario that they differ from.
    """
    runs = list[RaceRun]()
    try:
        for track in tracks:
            runs.append(_run_of(track, base))
    except SiteError:
        for run in runs:
            if not isinstance(run.source, Scenario):
                run.source.close()
        raise
    return runs


def _run_of(track: Track, base: Scenario) -> RaceRun:
    """Open what one track runs or shows: a log that is there, as all of it is read first."""
    if track.scenario is not None:
        return RaceRun(track.name, track.scenario, track.text, base)
    from site_sim.export.source import LogSource  # noqa: PLC0415 - few races have a recording
    from site_sim.player.replay import Replay  # noqa: PLC0415 - as above

    source = LogSource.open_file(track.recording)
    try:
        source.read_first()
    except SiteError:
        source.release()
        raise
    return RaceRun(track.name, Replay(source), track.text, base)


def written(runs: Iterable[RaceRun]) -> str:
    """Return the tracks of a race as a person writes them, with a semicolon between two.

    Signs stand for the characters in the name of a file on which a terminal would act.
    """
    return "; ".join(map(_written, runs))


def _written(run: RaceRun) -> str:
    return clean_line(run.text or run.name, MOST_CELLS)


def race_as_written(text: str, before: Sequence[RaceRun]) -> Sequence[RaceRun]:
    """Return what is raced on tracks as they are written, in place of those before.

    One that is written as one of those is the same, whatever is in the name of its file.
    Raises ValueError, which says what is wrong with them.
    """
    base = raced(before)
    if base is None:
        raise ValueError("these are recordings alone: there is no scenario to race")
    known = Counter(map(_written, before))
    same = {_written(run): run.text for run in before if run.text and known[_written(run)] == 1}
    texts = [same.get(part, part) for part in map(str.strip, _parted(text)) if part]
    tracks, faults = read_tracks(texts, shown)
    if faults:
        raise ValueError(str(faults[0]))
    if not LEAST_TRACKS <= len(tracks) <= MOST_TRACKS:
        raise ValueError(f"{LEAST_TRACKS} to {MOST_TRACKS} tracks, please, and not {len(tracks)}")
    try:
        return race_of_scenario(base, tracks)
    except SiteError as error:
        raise ValueError(str(error.faults[0])) from None


def _parted(text: str) -> list[str]:
    """Return what stands between semicolons; one in quotes parts nothing.

    A quote begins a word or a value: in the midst of one it is a character like others.
    """
    quoted = r"""(?<![^\s;=])(?:'[^']*'|"(?:\\.|[^"\\])*")+"""
    return re.findall(rf"(?:\\.|{quoted}|[^;])+", text)


def base_of(present: Scenario) -> Scenario:
    """Return what the tracks of a race of a scenario differ from: that, from its start."""
    return replace(present, at=0.0, paused=False)


def race_of_scenario(
    present: Scenario, texts: Sequence[TrackText] | None = None
) -> Sequence[RaceRun]:
    """Return what a race of a scenario runs: its own tracks, others, or all models.

    Raises `SiteError` where a track makes no sense with it.
    """
    tracks = default_tracks(present) if texts is None else texts
    start = base_of(present)
    return runs_of(make_tracks(tracks, {}, lambda values: _with(start, values)), start)


def _with(scenario: Scenario, values: Mapping[str, Value]) -> Scenario:
    """Return a scenario with other values of some keys; raises `SiteError`.

    What it says of itself is left out where they make it untrue.
    """
    fields: dict[str, Any] = {KEYS[key].field: value for key, value in values.items()}
    if not stays_as_described({key: getattr(scenario, key) for key in DESCRIBED}, values):
        fields |= UNTOLD
    if "cost" in fields:
        fields["cost"] = costs_over(scenario.cost, fields["cost"])
    if "jobs" in fields:
        from site_sim.scenario.job_file.reading import load_jobs  # noqa: PLC0415 - few name a file

        fields["orders"] = tuple(load_jobs(fields["jobs"], only_regular=True))
    return replace(scenario, **fields)
