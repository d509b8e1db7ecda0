"""What a race costs on the screen: a frame of six tracks, and how long it takes to open."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.measure import Figure
from tests.benchmarks.screen import FRAMES, REPEATS, SITE, STARTS, measured, start_of, undisturbed

SPEED = 64.0


def frames() -> Iterator[Figure]:
    """Yield the CPU time of a frame of a race in full swing, all included, and its speed."""
    runs = [measured("race", count=FRAMES, speed=SPEED) for _ in range(REPEATS)]
    tracks, workers = runs[0]["tracks"], runs[0]["workers"]
    name = f"frame of a race, {tracks} tracks of {workers} workers"
    yield Figure(name, median(1e3 * run["frame"] for run in runs), "ms", limit=8)
    drawing = median(1e3 * run["drawing"] for run in runs)
    yield Figure(f"{name}: to draw it", drawing, "ms")
    speed = median(run["speed"] for run in runs)
    yield Figure(f"{name}: its speed, of {SPEED:g} that are asked for", speed, "x")


def opening() -> Iterator[Figure]:
    """Yield the time from the start of the process to the first paint of a race, and of a site."""
    with undisturbed():
        runs = [(start_of((*SITE, "race")), start_of(SITE)) for _ in range(STARTS + 1)][1:]
    race, site = (median(1e3 * run[place] for run in runs) for place in range(2))
    ratio = median(run[0] / run[1] for run in runs)
    yield Figure("start to first paint, a race : the site", race, "ms", site, ratio, 1.2)
