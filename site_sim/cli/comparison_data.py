"""A comparison as data: one JSON object, or a line of CSV a track."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from site_sim.base.units import SECOND
from site_sim.experiments.outcome import COLUMNS
from site_sim.experiments.running import TrackResult
from site_sim.experiments.tracks import Track
from site_sim.facts.figures import HAND_OFFS, LANE_HELD, SPEED_UP, SWITCHES, WOKEN_IN_VAIN


def comparison_json(
    tracks: Sequence[Track], results: Sequence[TrackResult], command: str, version: str
) -> str:
    """Return a comparison as one JSON object; of each track all that `run` tells, and more."""
    told = [
        _record(track, result, results[0]) for track, result in zip(tracks, results, strict=True)
    ]
    return json.dumps({"version": version, "command": command, "tracks": told}, allow_nan=False)


def _record(track: Track, result: TrackResult, first: TrackResult) -> dict[str, Any]:
    outcome = result.outcome
    of_tracks = {
        SPEED_UP.key: outcome.speed_up(first.outcome),
        HAND_OFFS.key: outcome.hand_offs,
        SWITCHES.key: outcome.switches,
        WOKEN_IN_VAIN.key: outcome.woken_in_vain,
        LANE_HELD.key: outcome.longest_hold_ns / SECOND,
    }
    return {
        "name": track.name,
        "track": track.text,
        "ended": outcome.ending.condition,
        "reason": outcome.ending.line,
        "why": result.why,
        **of_tracks,
        **outcome.summary.to_json(),
        "settings": dict(result.header.settings),
        "costs": dict(result.header.costs),
    }


def comparison_csv(tracks: Sequence[Track], results: Sequence[TrackResult], command: str) -> str:
    """Return a comparison as CSV: a line with the names of the columns, and one a track.

    Times are in seconds; a figure that there is none of is left empty.
    """
    outcomes = [each.outcome for each in results]
    columns = zip(*(column.values(outcomes) for column in COLUMNS), strict=True)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["name", "ended", *(column.key for column in COLUMNS), "reason", "why", "command"]
    )
    for track, result, values in zip(tracks, results, columns, strict=True):
        ended, reason = result.outcome.ending
        writer.writerow([track.name, ended, *values, reason, result.why, command])
    return stream.getvalue().rstrip("\n")
