"""The site in figures: how many are in which state, and what has changed of late."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.states import SHORT_WORDS, STATES, WORDS
from site_sim.player.formatting import count, rate, seconds, share
from site_sim.player.view_state import Snapshot
from site_sim.state.entities import State
from site_sim.state.metrics import present_throughput, present_working, recent_times
from site_sim.state.site import SiteState
from site_sim.ui.drawing.bars import Bar, BarItem, cells_of, in_room
from site_sim.ui.drawing.rows_panel import PLAIN_STATES, TEXT_STATES, RowsPanel, StyledText, fit
from site_sim.ui.screens.site.task_rows import IN_SEND, STARTING

ORDER = (
    State.CPU,
    State.IO,
    State.HANDING_OFF,
    State.READY,
    State.BLOCKED,
    State.IDLE,
    State.GONE,
)
NONE = "-"
"""A time of which there is none yet."""
LEAST_PLOT = 5
LONGEST_PLOT = 32
SMOOTH = 8
"""Moments over which throughput is summed."""
SHORT_QUEUE = 5
"""A queue that fills a plot at the least."""
ROOMY = 110
TIMES_CELLS = (16, 36)
"""What is kept for the times beside the plots, below `ROOMY` and from there on."""


class CensusBar(Bar):
    """How many workers are in each state; the legend of the signs as well."""

    def zones(self, snapshot: Snapshot) -> list[BarItem]:
        """Return sign, cell of the strips, word and count of each state, the more the more room.

        In little room the states that nobody is in are left out, and then the words.
        """
        counts = present_counts(snapshot.state)
        taken = [state for state in ORDER if counts[state]]
        for words, states in ((WORDS, ORDER), (SHORT_WORDS, ORDER), (SHORT_WORDS, taken)):
            zones = self._told(snapshot, counts, words, states)
            if cells_of(zones) <= self.cells:
                return zones
        return self._told(snapshot, counts, {}, taken)

    def _told(
        self,
        snapshot: Snapshot,
        counts: Sequence[int],
        words: Mapping[str, str],
        states: Iterable[State],
    ) -> list[BarItem]:
        glyphs = self.glyphs
        calls = MODEL_FACTS[snapshot.state.settings.model].sends_are_calls
        zones: list[BarItem] = []
        for state in states:
            name, number = STATES[state], counts[state]
            word = IN_SEND if calls and state is State.BLOCKED and words else words.get(name, "")
            zones += [
                (f" {glyphs.states[name]}{glyphs.cells[name]} ", PLAIN_STATES[state], ""),
                (f"{word} " if word else "", TEXT_STATES[state] if number else "muted", ""),
                (f"{number:<2,} ", "strong" if number else "muted", ""),
            ]
        starting = snapshot.state.census.count[State.GONE] - counts[State.GONE]
        if starting:
            word = f"{STARTING} " if words else ""
            zones += [(f" {glyphs.up} {word}", "accent", ""), (f"{starting:<2,} ", "strong", "")]
        return zones


def present_counts(state: SiteState) -> list[int]:
    """Return how many workers are in each state; who is starting up is not there, nor gone."""
    counts = list(state.census.count)
    if counts[State.GONE]:
        counts[State.GONE] -= sum(task.starting for task in state.workers)
    return counts


class Figure(NamedTuple):
    """One quantity: its name, its recent past, the least that fills its plot, and now."""

    name: str
    past: list[int]
    most: int
    now: str
    role: str


def figures_of(snapshot: Snapshot, cells: int) -> tuple[Figure, Figure, Figure]:
    """Return throughput, workers at work and queue length over so many moments."""
    state, moment = snapshot.state, snapshot.state.bucket
    working, crew = present_working(state)
    busy = share(working / crew if crew else 0.0)
    throughput = rate(present_throughput(state))
    done = smoothed(state.throughput.read(moment, cells + SMOOTH))[-cells:]
    at_work = state.working.read(moment, cells)
    queue = state.queue_lengths.read(moment, cells)
    return (
        Figure("throughput", done, 1, throughput, "accepted"),
        Figure("at work", at_work, crew, busy, "state-working"),
        Figure("queue", queue, SHORT_QUEUE, count(len(state.queue)), "state-ready"),
    )


def smoothed(counts: list[int]) -> list[int]:
    """Return the sums over a few moments each: what comes now and then is no longer spikes."""
    return [sum(counts[max(0, i - SMOOTH + 1) : i + 1]) for i in range(len(counts))]


def times_of(snapshot: Snapshot) -> list[list[BarItem]]:
    """Return the times of late and the utilisation, the most telling first."""
    times = recent_times(snapshot.state)
    told = (
        ("wait p95", seconds(times.wait_p95) if times else NONE),
        ("utilisation", share(snapshot.state.utilisation)),
        ("sojourn p50", seconds(times.sojourn_p50) if times else NONE),
        ("p95", seconds(times.sojourn_p95) if times else NONE),
    )
    return [[(f" {name} ", "muted", ""), (f"{value:<6}", "strong", "")] for name, value in told]


class Metrics(Bar):
    """The figures in one line."""

    def zones(self, snapshot: Snapshot) -> list[BarItem]:
        """Return each figure with its plot, and then the times."""
        width = self.cells
        figures = figures_of(snapshot, LONGEST_PLOT)
        if width < ROOMY:
            figures = (figures[0]._replace(name="done"), *figures[1:])
        kept = sum(len(figure.name) + 10 for figure in figures)
        kept += TIMES_CELLS[width >= ROOMY]
        cells = min(LONGEST_PLOT, (width - kept) // len(figures))
        zones: list[BarItem] = []
        for name, past, most, now, role in figures:
            (row,) = plot(past[-max(LEAST_PLOT, cells) :], most, 1, self.glyphs.levels)
            zones += [(f" {name} ", "muted", ""), (row, role, ""), (f" {now:<7}", "strong", "")]
        return zones + in_room(times_of(snapshot), width - cells_of(zones))


def plot(past: list[int], most: int, rows: int, levels: str) -> list[str]:
    """Return the rows of a plot, from the bottom; `most`, or the most there was, fills it."""
    top, steps = max(most, *past) or 1, len(levels) - 1
    heights = [-(-value * rows * steps // top) for value in past]
    return ["".join([looks[height] for height in heights]) for looks in _looks(rows, levels)]


@cache
def _looks(rows: int, levels: str) -> list[str]:
    """Return for each row, from the bottom, how it looks with each height of a plot."""
    steps = len(levels) - 1
    below, above = levels[0], levels[-1]
    return [
        below * (row * steps) + levels + above * ((rows - 1 - row) * steps) for row in range(rows)
    ]


class Plots(RowsPanel):
    """The figures with plots several rows high, on screens that have them to spare."""

    DEFAULT_CSS = "Plots { height: 6; overflow: hidden hidden; }"

    def __init__(self) -> None:
        super().__init__(id="plots")
        self._figures: tuple[Figure, ...] = ()
        self._plots: list[list[str]] = []
        """The rows of each plot, from the bottom."""
        self._times: list[BarItem] = []

    def prepare(self, snapshot: Snapshot) -> None:
        """Take the figures."""
        cells = max(1, self.cells // 3 - 2)
        self._figures = figures_of(snapshot, cells)
        rows, levels = max(0, self.size.height - 2), self.glyphs.levels
        self._plots = [plot(figure.past, figure.most, rows, levels) for figure in self._figures]
        self._times = [zone for group in times_of(snapshot) for zone in group]

    def key(self, row: int) -> Hashable:
        """Return what a row shows."""
        if row == 0:
            return tuple((figure.name, figure.now) for figure in self._figures)
        if row == self.size.height - 1:
            return tuple(self._times)
        return tuple(plot[self.size.height - 2 - row] for plot in self._plots)

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the names, a row of the plots, or the times."""
        last = self.size.height - 1
        if row == last:
            yield from ((text, role) for text, role, _ in self._times)
            return
        column = self.cells // 3
        for (name, _, _, now, role), rows in zip(self._figures, self._plots, strict=True):
            if row == 0:
                yield f" {name} ", "muted"
                yield fit(now, column - len(name) - 2), "strong"
            else:
                yield " " + fit(rows[last - 1 - row], column - 1), role
