"""What the charts show: the recent past of each figure in columns, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from math import ceil, isfinite
from typing import NamedTuple

from site_sim.base.quantities import duration, measured_rate, rate, unit_of_rate
from site_sim.base.units import SECOND
from site_sim.facts.figures import THROUGHPUT, UTILISATION, WAITING
from site_sim.log.event_log import EventLog
from site_sim.player.formatting import count, share
from site_sim.player.frame import Frame
from site_sim.player.site_copier import RATE_CELLS
from site_sim.player.site_copy import FiguresCopy, SiteCopy, declared
from site_sim.state.capacity import DEPENDS_ON, capacity
from site_sim.state.entities import State

_DIGITS = 2
"""Those of a rate that are drawn: it would change in every frame."""
PAST_CELLS = 240
"""Cells of the recent past in a chart, at most: a minute at speed 1."""
MOST_ABOVE = 2.0
"""How many times as high a chart gets for the line of what is possible at most."""
ALL_BUT_FEW = 0.95
"""The share of the columns that the line of jobs that wait is not below."""


Past = tuple[float, ...]
"""A number a column, oldest first."""


class ChartData(NamedTuple):
    """One chart."""

    name: str
    now: str
    """What the figure is now, with its unit."""
    over: str
    """Over which time that is, where there is room for it."""
    past: Past

    least: float
    """The least number that the scale reaches."""
    line: float
    """What it is compared with; 0 for nothing."""
    line_name: str
    limit: float
    """What it can't be above for long; 0 for nothing, or for what is far above."""
    limit_name: str
    is_whole: bool
    """Whether the numbers are of jobs or workers."""
    role: str


def cells_a_column(columns: int) -> int:
    """Return how many cells of the recent past a column stands for."""
    return max(1, PAST_CELLS // max(1, columns))


def cells_for_charts(columns: int) -> int:
    """Return how many cells of the recent past are needed for so many columns."""
    return cells_a_column(columns) * columns + RATE_CELLS


class _Columns(NamedTuple):
    """How the latest cells are grouped: by their numbers, so that a column stays as it is."""

    columns: int
    each: int
    """Cells of a column; the newest may have fewer."""
    newest: int
    """The number of the newest cell, the last one that is over."""

    def begun(self, past: Past) -> Past:
        """Return what is of columns that have begun since the start of the run, or of one."""
        return past[-max(1, self.newest // self.each + 1) :]

    def ends(self, cells: int) -> Iterator[tuple[int, int]]:
        """Yield for each column, of `cells` cells, where its own begin and end, oldest first."""
        last = cells - self.newest % self.each - 1
        for back in range(self.columns - 1, -1, -1):
            start = last - back * self.each
            yield max(0, start), max(0, min(cells, start + self.each))

    def taken(self, past: Sequence[int], take: Callable[[Sequence[int]], float]) -> Past:
        """Return what is taken of the cells of each column."""
        return tuple(
            take(past[start:end]) if end > start else 0.0 for start, end in self.ends(len(past))
        )

    def rates(self, done: Sequence[int], step: int, seconds: int) -> Past:
        """Return how many jobs were done in so many seconds, over the cells up to a column's end.

        A cell is `step` ns long.
        """
        rates, so_far = [], [0, *accumulate(done)]
        first = self.newest - len(done) + 1
        for start, end in self.ends(len(done)):
            jobs = so_far[end] - so_far[max(0, end - RATE_CELLS)]
            span = min(RATE_CELLS, first + end) * step
            per_s = jobs * SECOND / span if end > start and span > 0 else 0.0
            rates.append(float(f"{per_s * seconds:.{_DIGITS}g}"))
        return tuple(rates)


class _Pasts(NamedTuple):
    """The columns of all charts."""

    rates: Past
    waiting: Past
    mostly: float
    """How many jobs mostly waited, at most."""
    working: Past


class ChartReader:
    """Reads the charts of throughput, of jobs that wait, and of the crew at work.

    They show the cells that are over, and so stay as they are for a cell's time: until then their
    columns are not read again.
    """

    def __init__(self) -> None:
        self._read_of: tuple[EventLog, _Columns, int, int, int] | None = None
        """The run, and else what the columns depend on."""
        self._pasts = _Pasts((), (), 0.0, ())
        self._limit_of: tuple[object, ...] = ()
        """What the limit depends on."""
        self._limit = 0.0

    def read(self, frame: Frame, columns: int) -> tuple[ChartData, ChartData, ChartData]:
        """Return the charts of a frame, each of so many columns."""
        site, step = frame.site, frame.view.cell_ns
        group = _Columns(columns, cells_a_column(columns), site.at // step - 1)
        figures = declared(site.figures)
        comes = site.settings.rate if frame.is_told("rate") and not frame.has_job_file else 0.0
        _, seconds = unit_of_rate(comes or figures.throughput.per_s)
        read_of = site.log, group, step, seconds, len(figures.series.done)
        if read_of != self._read_of:
            self._read_of, self._pasts = read_of, _pasts(figures, group, step, seconds)
        pasts = self._pasts
        return (
            _throughput(frame, pasts.rates, comes, self._at_most(frame)),
            _waiting(site, pasts),
            _at_work(site, pasts.working),
        )

    def _at_most(self, frame: Frame) -> float:
        """Return how many jobs a second the site can do at most; 0 where nobody can tell.

        Jobs of a file are each of their own, and what the dead do not hand on is never done.
        """
        site = frame.site
        dead = site.states[State.GONE] - site.starting
        is_known = not dead and not frame.has_job_file and all(map(frame.is_told, DEPENDS_ON))
        limit_of = is_known, site.settings, site.staying, site.lane_count
        if limit_of != self._limit_of:
            most = capacity(site.settings, site.staying, site.lane_count) if is_known else 0.0
            self._limit_of, self._limit = limit_of, most if isfinite(most) else 0.0
        return self._limit


def _pasts(figures: FiguresCopy, group: _Columns, step: int, seconds: int) -> _Pasts:
    """Return the columns of the cells that are over."""
    series = figures.series
    waiting = group.taken(series.waiting[:-1], max)
    begun = sorted(group.begun(waiting))
    return _Pasts(
        group.rates(series.done[:-1], step, seconds),
        waiting,
        begun[ceil(ALL_BUT_FEW * len(begun)) - 1],
        group.taken(series.working[:-1], _mean),
    )


def _throughput(frame: Frame, past: Past, comes: float, most: float) -> ChartData:
    """Return how fast jobs were done, beside how fast they come, and can be done at most."""
    throughput = declared(frame.site.figures).throughput
    beside = comes or throughput.per_s
    _, seconds = unit_of_rate(beside)
    is_near = most * seconds <= MOST_ABOVE * max(*past, comes * seconds)
    now = measured_rate(throughput.per_s, throughput.span_ns, comes)
    over = f" over {duration(throughput.span_ns)}" if throughput.span_ns < frame.site.at else ""
    return ChartData(
        THROUGHPUT.name,
        now,
        over,
        past,
        0.0,
        comes * seconds,
        f"{rate(comes)} arrive",
        most * seconds if is_near else 0.0,
        rate(most, beside) if most else "",
        False,
        "accepted",
    )


def _waiting(site: SiteCopy, pasts: _Pasts) -> ChartData:
    """Return how many jobs waited, beside how many mostly did."""
    return ChartData(
        WAITING.name,
        count(site.waiting),
        "",
        pasts.waiting,
        2.0,
        pasts.mostly,
        f"p95 {pasts.mostly:,.0f}",
        0.0,
        "",
        True,
        "state-ready",
    )


def _at_work(site: SiteCopy, past: Past) -> ChartData:
    """Return how many workers were at work, beside how many are on the whole."""
    figures = declared(site.figures)
    crew = sum(site.states) - site.states[State.GONE]
    working = site.states[State.CPU] + site.states[State.IO]
    return ChartData(
        "at work",
        f"{count(working)} of {count(crew)}",
        "",
        past,
        float(crew),
        figures.utilisation * crew,
        f"{UTILISATION.name} {share(figures.utilisation)}",
        0.0,
        "",
        True,
        "state-working",
    )


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers)
