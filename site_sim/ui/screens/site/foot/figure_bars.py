"""The figures in lines: how many tasks are in which state, and the metrics with small plots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from site_sim.facts.figures import DONE, THROUGHPUT
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.states import IN_SEND, REBUILT_WORD, SHORT_WORDS, STARTING, STATES, WORDS
from site_sim.player.frame import Frame
from site_sim.state.entities import State
from site_sim.ui.drawing.bars import BarItem, cells_of, in_room
from site_sim.ui.drawing.segments import PLAIN_STATES, TEXT_STATES
from site_sim.ui.screens.site.foot.figures import Figure, figures_of, present_counts, times_of
from site_sim.ui.screens.site.foot.plots import plot
from site_sim.ui.theme.glyphs import Glyphs

ORDER = (
    State.CPU,
    State.IO,
    State.HANDING_OFF,
    State.READY,
    State.BLOCKED,
    State.IDLE,
    State.GONE,
)
LEAST_PLOT, LONGEST_PLOT = 5, 32
"""Cells of a plot."""
ROOMY = 110
TIMES_CELLS = 36
"""Cells kept for the times beside the plots from `ROOMY` on."""


class CensusBar:
    """How many tasks are in each state; it is also the legend of the signs."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return sign, cell of the strips, word and count of each state, as far as there is room.

        In little room the states that nobody is in are left out, and then the words.
        """
        counts, starting = present_counts(frame.site), frame.site.starting
        taken = [state for state in ORDER if counts[state]]
        for words, states in ((WORDS, ORDER), (SHORT_WORDS, ORDER), (SHORT_WORDS, taken)):
            items = self._items(frame, counts, starting, words, states)
            if cells_of(items) <= cells:
                return items
        return self._items(frame, counts, starting, {}, taken)

    def _items(
        self,
        frame: Frame,
        counts: Sequence[int],
        starting: int,
        words: Mapping[str, str],
        states: Iterable[State],
    ) -> list[BarItem]:
        glyphs = self.glyphs
        calls = MODEL_FACTS[frame.site.settings.model].sends_are_calls
        items: list[BarItem] = []
        for state in states:
            name, number = STATES[state], counts[state]
            word = IN_SEND if calls and state is State.BLOCKED and words else words.get(name, "")
            items += [
                (f" {glyphs.states[name]}{glyphs.cells[name]} ", PLAIN_STATES[state], ""),
                (f"{word} " if word else "", TEXT_STATES[state] if number else "muted", ""),
                (f"{number:<2,} ", "strong" if number else "muted", ""),
            ]
        if starting:
            word = f"{STARTING} " if words else ""
            items += [(f" {glyphs.up} {word}", "accent", ""), (f"{starting:<2,} ", "strong", "")]
        if frame.site.news.rebuilds:
            items.append((f" {glyphs.vertical} ", "hazard", ""))
            items.append((f"{REBUILT_WORD if words else ''} ", "muted", ""))
        return items


class Metrics:
    """The figures in one line."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return each figure with its plot, and then the times."""
        width = cells
        figures: Sequence[Figure] = figures_of(frame, LONGEST_PLOT)
        times = times_of(frame)
        if width < ROOMY:
            name = figures[0].name.replace(THROUGHPUT.name, DONE.name)
            figures = (figures[0]._replace(name=name), *figures[1:])
        first = cells_of(times[0]) if width < ROOMY else max(TIMES_CELLS, cells_of(times[0]))
        kept = first + 1 + sum(len(figure.name) + 10 for figure in figures)
        if width - kept < LEAST_PLOT * len(figures):  # the census tells who is at work
            kept -= len(figures[1].name) + 10
            figures = figures[::2]
        plot_cells = min(LONGEST_PLOT, (width - kept) // len(figures))
        items: list[BarItem] = []
        for name, past, most, now, role in figures:
            (row,) = plot(past[-max(LEAST_PLOT, plot_cells) :], most, 1, self.glyphs.levels)
            items += [(f" {name} ", "muted", ""), (row, role, ""), (f" {now:<7}", "strong", "")]
        return items + in_room(times, width - cells_of(items))
