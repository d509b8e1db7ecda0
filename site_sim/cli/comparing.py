"""Runs tracks side by side on the machine's cores, and prints what came of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from site_sim.base.cores import usable_cores
from site_sim.base.errors import DONE
from site_sim.base.writing import standard_stream, tell
from site_sim.cli.comparison_data import comparison_csv, comparison_json
from site_sim.cli.comparison_text import comparison_text
from site_sim.cli.options import Texts
from site_sim.cli.processes import side_by_side
from site_sim.cli.progress import ProgressLine
from site_sim.cli.remarks import remarks_on
from site_sim.cli.repeating import comparing_again
from site_sim.cli.stopping import Stopped, stoppable
from site_sim.cli.time_picture import BLOCKS, LOG, PLAIN, TimePicture
from site_sim.experiments.running import (
    TrackResult,
    longest_first,
    run_track,
    with_known_costs,
)
from site_sim.experiments.tracks import Track
from site_sim.scenario.scenario import Scenario

TEXT, JSON, CSV = "text", "json", "csv"
COLUMNS = 80
"""Cells of a line where no terminal says how many it has."""
PERMILLE = 1000


def compare_headless(
    scenario: Scenario,
    tracks: Sequence[Track],
    texts: Texts,
    form: str,
    axis: str,
) -> int:
    """Run tracks to their ends, print a comparison, and return the exit code.

    `form` is one of `TEXT`, `JSON` and `CSV`. Nothing is printed if it is stopped. Raises
    `SiteError`, and `Stopped` on a signal.
    """
    with stoppable():
        scenarios = [track.scenario for track in tracks if track.scenario is not None]
        remarks = (remark for each in scenarios for remark in remarks_on(each))
        tell(*(f"site-sim: {remark}" for remark in dict.fromkeys(map(str, remarks))))
        tracks = [*map(with_known_costs, tracks)]
        results = _results(tracks)
        tell(*(f"site-sim: {result.remark}" for result in results if result.remark))
    is_data = form != TEXT
    flags = [f"--{form}"] if is_data else ["--axis", axis] if axis != LOG else []
    command = comparing_again(scenario, texts, tracks, flags)
    words = _words(tracks, results, command, form, axis)
    with standard_stream(sys.stdout, data=is_data) as out:
        out.write(words + "\n")
    return DONE


def _words(
    tracks: Sequence[Track], results: Sequence[TrackResult], command: str, form: str, axis: str
) -> str:
    """Return what is printed."""
    if form == JSON:
        return comparison_json(tracks, results, command, version("site-sim"))
    if form == CSV:
        return comparison_csv(tracks, results, command)
    picture = TimePicture(axis, BLOCKS if _has_blocks() else PLAIN)
    return comparison_text(tracks, results, command, picture, _columns())


def _results(tracks: Sequence[Track]) -> list[TrackResult]:
    """Return what came of each track; a line on the terminal tells how far they are."""
    order, shares = longest_first(tracks), [0.0]

    def tracks_done(_: int) -> str:
        return f"{sum(share == 1 for share in shares)} of {len(tracks)} tracks done"

    with ProgressLine(sys.stderr, PERMILLE * len(tracks), say=tracks_done) as progress:

        def tell_shares(now: Sequence[float]) -> None:
            shares[:] = now
            progress(round(PERMILLE * sum(now)))

        try:
            results = side_by_side(run_track, order, usable_cores(), tell_shares)
        except Stopped:
            tell(f"site-sim: stopped with {tracks_done(0)}")
            raise
    found = dict(zip((track.name for track in order), results, strict=True))
    return [found[track.name] for track in tracks]


def _columns() -> int:
    """Return how wide lines are: on a terminal as wide as it is."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or COLUMNS
    except (OSError, ValueError, AttributeError):  # it is no terminal, or there is none
        return COLUMNS


def _has_blocks() -> bool:
    """Return whether standard output can show the characters of a picture."""
    try:
        "".join(BLOCKS).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
