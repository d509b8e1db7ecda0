"""The site in figures: how many are in which state, and what has changed recently."""

from __future__ import annotations

from typing import NamedTuple

from site_sim.player.formatting import count, rate, seconds, share
from site_sim.player.frame import Snapshot
from site_sim.state.entities import State
from site_sim.state.history.tiles import CELLS
from site_sim.state.metrics import present_working, recent_times
from site_sim.state.site import SiteState
from site_sim.ui.drawing.bars import BarItem
from site_sim.ui.screens.site.activity import is_web

NONE = "-"
"""Stands for a time before there is any."""
RATE_CELLS = 24
"""Cells that the present throughput is averaged over."""
SMOOTH = 8
"""Cells over which throughput is summed."""
SHORT_QUEUE = 5
"""The shortest queue that fills a plot."""


def present_counts(state: SiteState) -> tuple[list[int], int]:
    """Return how many workers are in each state, and how many others start up.

    In a web of tasks, the sources and sinks are counted as well: they are listed among them.
    """
    counts = list(state.census.count)
    starting = sum(task.starting for task in state.workers) if counts[State.GONE] else 0
    counts[State.GONE] -= starting
    if is_web(state):
        for task in state.staff:
            counts[task.state] += 1
    return counts, starting


class Figure(NamedTuple):
    """One quantity: its name, recent past, the least that fills its plot, and now."""

    name: str
    past: list[int]
    most: int
    now: str
    role: str


def figures_of(snapshot: Snapshot, cells: int) -> tuple[Figure, Figure, Figure]:
    """Return throughput, workers at work and queue length over the latest `cells` cells."""
    state, cells = snapshot.state, min(cells, CELLS)
    working, crew = present_working(state)
    busy = share(working / crew if crew else 0.0)
    throughput = rate(snapshot.recent.throughput(RATE_CELLS))
    counts = snapshot.recent.counts(cells + SMOOTH)
    done = smoothed(counts.accepted)[-cells:]
    at_work, queue = counts.working[-cells:], counts.queued[-cells:]
    return (
        Figure("throughput", done, 1, throughput, "accepted"),
        Figure("at work", at_work, crew, busy, "state-working"),
        Figure("queue", queue, SHORT_QUEUE, count(len(state.queue)), "state-ready"),
    )


def smoothed(counts: list[int]) -> list[int]:
    """Return sums over SMOOTH cells each, so that rare events make no spikes."""
    return [sum(counts[max(0, i - SMOOTH + 1) : i + 1]) for i in range(len(counts))]


def times_of(snapshot: Snapshot) -> list[list[BarItem]]:
    """Return recent times and the utilisation, the most telling first."""
    times = recent_times(snapshot.state)
    figures = (
        ("wait p95", seconds(times.wait_p95) if times else NONE),
        ("utilisation", share(snapshot.state.utilisation)),
        ("sojourn p50", seconds(times.sojourn_p50) if times else NONE),
        ("p95", seconds(times.sojourn_p95) if times else NONE),
    )
    return [[(f" {name} ", "muted", ""), (f"{value:<6}", "strong", "")] for name, value in figures]
