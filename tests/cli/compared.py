"""Tracks and what came of them, for the tests of how comparisons are told."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from site_sim.experiments.running import TrackResult, run_track
from site_sim.experiments.tracks import Track
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.track_text import read_track

SCENARIO = Scenario(title="Ours", rate=4.0, count=6, costs="zero", service_time=0.5)


def tracks(*texts: str, **fields: Any) -> list[Track]:
    """Return tracks that differ as the texts say."""
    found = []
    for text in texts:
        values = {
            key.replace("-", "_"): value for key, value in read_track(text, "")[0].values.items()
        }
        scenario = replace(SCENARIO, **(fields | values))
        found.append(Track(text, text, scenario, differs=values))
    return found


def results(tracks: list[Track]) -> list[TrackResult]:
    return [run_track(track, lambda _: None) for track in tracks]
