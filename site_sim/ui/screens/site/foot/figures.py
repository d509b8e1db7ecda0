"""The site in figures: how many are in which state, and what has changed recently."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from site_sim.base.quantities import duration, exact_duration, measured_rate
from site_sim.base.units import SECOND
from site_sim.facts.figures import SOJOURN, THROUGHPUT, UTILISATION, WAIT, WAITING
from site_sim.player.formatting import count, share
from site_sim.player.frame import Frame
from site_sim.player.site_copy import SiteCopy, declared
from site_sim.state.entities import State
from site_sim.state.history.tiles import CELLS
from site_sim.state.metrics import Recent
from site_sim.ui.drawing.bars import BarItem

NONE = "-"
"""Stands for a time before there is any."""
SMOOTH = 8
"""Cells over which throughput is summed."""
FEW_WAITING = 5
"""The fewest jobs that wait that fill a plot."""


def present_counts(site: SiteCopy) -> list[int]:
    """Return how many tasks are in each state, of all that have a row; none that starts up."""
    counts = list(site.states)
    counts[State.GONE] -= site.starting
    for task in site.staff:
        counts[task.state] += 1
    return counts


def cells_for(cells: int) -> int:
    """Return how many cells of the recent past are needed to draw `cells` of them."""
    return min(cells, CELLS) + SMOOTH


class Figure(NamedTuple):
    """One quantity: its name, recent past, the least that fills its plot, and now."""

    name: str
    past: list[int]
    most: int
    now: str
    role: str


def figures_of(frame: Frame, cells: int) -> tuple[Figure, Figure, Figure]:
    """Return throughput, workers at work and jobs that wait over the latest `cells` cells."""
    site, cells = frame.site, min(cells, CELLS)
    figures = declared(site.figures)
    crew = sum(site.states) - site.states[State.GONE]
    busy = share((site.states[State.CPU] + site.states[State.IO]) / crew if crew else 0.0)
    throughput, series = figures.throughput, figures.series
    span = f" over {duration(throughput.span_ns)}" if throughput.span_ns < site.at else ""
    done = smoothed(series.done[-cells - SMOOTH :])[-cells:]
    done_now = measured_rate(throughput.per_s, throughput.span_ns, site.settings.rate)
    at_work, waiting = series.working[-cells:], series.waiting[-cells:]
    return (
        Figure(f"{THROUGHPUT.name}{span}", done, 1, f"{done_now:<8}", "accepted"),
        Figure("at work", at_work, crew, busy, "state-working"),
        Figure(WAITING.name, waiting, FEW_WAITING, count(site.waiting), "state-ready"),
    )


def smoothed(counts: list[int]) -> list[int]:
    """Return sums over SMOOTH cells each, so that rare events make no spikes."""
    sums = [0, *accumulate(counts)]
    return list(map(sub, sums[1:], [0] * (SMOOTH - 1) + sums))


def times_of(frame: Frame) -> list[Sequence[BarItem]]:
    """Return recent times and the utilisation, the most telling first."""
    warm_up = frame.site.settings.warm_up
    since = f" since {exact_duration(round(warm_up * SECOND))}" if warm_up else ""
    utilisation = share(declared(frame.site.figures).utilisation)
    wait, *sojourn = recent_times(frame)
    return [wait, _told(f"{UTILISATION.name}{since}", utilisation), *sojourn]


def recent_times(frame: Frame) -> Sequence[Sequence[BarItem]]:
    """Return recent times, the most telling first."""
    site, times = frame.site, declared(frame.site.figures).times
    is_whole = times is None or site.is_finished or times.jobs == site.done + site.scrapped
    return _times_told(times, is_whole)


@lru_cache(maxsize=8)
def _times_told(times: Recent | None, is_whole: bool) -> Sequence[Sequence[BarItem]]:
    """Return times, which are those of the whole run or of some jobs of it."""
    wait = half = most = NONE
    if times is not None:
        wait, half, most = map(duration, (times.wait_p95, times.sojourn_p50, times.sojourn_p95))
    span = "" if times is None or is_whole else f" of last {times.jobs}"
    pairs = (f"{WAIT.name} p95{span}", wait), (f"{SOJOURN.name} p50", half), ("p95", most)
    return tuple(_told(name, value) for name, value in pairs)


def _told(name: str, value: str) -> Sequence[BarItem]:
    return (f" {name} ", "muted", ""), (f"{value:<6}", "strong", "")
