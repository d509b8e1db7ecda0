"""The lanes: what runs at this moment, under whichever model."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.facts.states import STATES, WORDS
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.player.formatting import count, share
from site_sim.player.frame import Frame
from site_sim.player.needs import LaneNeeds
from site_sim.player.site_copy import LaneCopy, SiteCopy, declared
from site_sim.state.entities import State
from site_sim.ui.drawing.segments import PLAIN_STATES, TEXT_STATES, StyledText, fit, width_of
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.site.activity import is_web

LONGEST_NAME = 8
"""Cells of a name where many lanes share a line."""
LEAST_ROWS = 4
"""Rows of a panel that is about to appear, at least."""
MOST_CALLS = 12
"""Nested calls that are named from either end of the stack."""


def write_lanes(sheet: TextSheet, frame: Frame) -> None:
    """Write who runs on each lane, how much of the time it was taken, and who waits for one."""
    site, lanes = frame.site, frame.site.lane_count
    rows = LaneRows(sheet, site)
    name = MODEL_FACTS[site.settings.model].lane
    title = name if name.isupper() else name.capitalize()
    sheet.title = title if lanes == 1 else f"{title}s {sheet.glyphs.dot} {count(lanes)}"
    height = max(1, sheet.height)
    if lanes <= most_in_full(height) and lanes == len(rows.lanes.shown):
        lines = [rows.of_lane(lane, name) for lane in rows.lanes.shown]
    else:
        lines = rows.of_many(height - 1)
    if len(lines) < height:
        lines.append(rows.of_waiting())
    for line in lines:
        sheet.add(line)


def lane_needs(lanes: int, size: Size) -> LaneNeeds:
    """Return which of the lanes there is room for, in a panel that may be about to appear."""
    rows = max(1, size.height) - 1
    most = most_in_full(max(size.height, LEAST_ROWS))
    return LaneNeeds(most, taken=max(0, rows - 1) * _lanes_per_row(lanes, size.width))


def most_in_full(rows: int) -> int:
    """Return how many lanes have a row each where there is room for so many rows."""
    return rows if rows > 1 else 0


def _lanes_per_row(lanes: int, cells: int) -> int:
    """Return how many lanes share a row of that width."""
    return max(1, (cells - 1) // _cells_of_lane(lanes))


def _cells_of_lane(lanes: int) -> int:
    return len(str(lanes - 1)) + LONGEST_NAME + 3


class LaneRows:
    """Makes the rows about the lanes of a site."""

    def __init__(self, sheet: TextSheet, site: SiteCopy) -> None:
        self._glyphs = sheet.glyphs
        self._cells = sheet.width
        self._site = site
        self.lanes = declared(site.lanes)

    def of_lane(self, lane: LaneCopy, name: str) -> list[StyledText]:
        """Return a whole line about a lane."""
        number = f" {lane.number}" if self.lanes.count > 1 else ""
        runner = self._runner(lane)
        labels = (f" {name}{number} ", f"{number} ")  # the title says what the lanes are
        used = sum(width_of(text) for text, _ in runner)
        label = next((label for label in labels if len(label) + used <= self._cells), labels[-1])
        pieces: list[StyledText] = [(label, "muted"), *runner]
        taken = say("lane.used", share=share(lane.taken)) + " "
        used = sum(len(text) for text, _ in pieces)
        gap = self._cells - used - len(taken)
        return [*pieces, (" " * gap, ""), (taken, "muted")] if gap > 0 else pieces

    def _runner(self, lane: LaneCopy) -> list[StyledText]:
        """Return who runs on a lane, in what state, with which job."""
        if lane.who == NOBODY:
            return self._nobody()
        task = self._site.tasks.get(lane.who)
        assert task is not None
        name = STATES[task.state]
        job = f" #{task.job}" if task.job != NO_JOB else ""
        if task.state in (State.IDLE, State.READY, State.GONE):  # it goes on at this instant
            return [(self._site.name_of(lane.who), "strong")]
        return [
            (f"{self._glyphs.states[name]} ", PLAIN_STATES[task.state]),
            (self._site.name_of(lane.who), "strong"),
            (f" {WORDS[name]}{job}", TEXT_STATES[task.state]),
        ]

    def _nobody(self) -> list[StyledText]:
        """Return why nobody runs on a lane: it is free, or about to switch to a ready task."""
        if self._ready() and not MODEL_FACTS[self._site.settings.model].is_pinned:
            return [("switches to the next", "state-ready-text")]
        return [("free", "muted")]

    def _ready(self) -> int:
        """Return how many would run if there were a lane."""
        return self._ready_in_crew() + len(self._ready_sources())

    def _ready_in_crew(self) -> int:
        """Return how many of those who are not named for themselves would run then."""
        site = self._site
        ready = site.states[State.READY]
        if is_web(site):
            ready += sum(task.state is State.READY for task in site.staff)
        return ready

    def _ready_sources(self) -> list[str]:
        """Return the names of the sources that would run then; in a web all are alike."""
        site = self._site
        if is_web(site):
            return []
        sources = map(site.tasks.get, site.cast.sources)
        return [site.name_of(task.who) for task in sources if task and task.state is State.READY]

    def of_waiting(self) -> list[StyledText]:
        """Return who would run if there were a lane, or how deep the calls are nested."""
        facts = MODEL_FACTS[self._site.settings.model]
        if facts.sends_are_calls:
            return self._calls()
        if not self._ready():
            return [(" nobody waits" + " for it" * (self.lanes.count == 1), "muted")]
        workers, sources = self._ready_in_crew(), self._ready_sources()
        named = f"the {sources[0]}" if len(sources) == 1 else f"{len(sources)} sources"
        if workers:
            who = f"{workers:,} and {named}" if sources else f"{workers:,}"
        else:
            who = f"{named} {'is' if len(sources) == 1 else 'are'}"
        is_alone = workers + len(sources) == 1
        awaited = facts.awaited if is_alone else facts.awaited_by_many or facts.awaited
        waits = say("lane.waits" if is_alone else "lane.wait", lane=awaited)
        pieces: list[StyledText] = [
            (f" {self._glyphs.states['ready']} ", "state-ready"),
            (f"{who} ready", "state-ready-text"),
        ]
        used = sum(width_of(text) for text, _ in pieces)
        is_short = used + len(f": {waits}") > self._cells
        return pieces if is_short else [*pieces, (f": {waits}", "muted")]

    def _calls(self) -> list[StyledText]:
        """Return the calls on the stack, from the source's down to the one that runs."""
        who = self.lanes.shown[0].who if self.lanes.shown else NOBODY
        if who == NOBODY:
            return [(" nothing is called", "muted")]
        cast = self._site.cast
        outermost, *nested = self._stack(who)
        deep = f" {len(nested) + 1:,} deep: "
        name = cast.short_name if cast.can_grow else cast.name_of
        names = [cast.name_of(outermost)]
        if len(nested) > 2 * MOST_CALLS:
            first, last = nested[:MOST_CALLS], nested[-MOST_CALLS:]
            names += [*map(name, first), self._glyphs.ellipsis, *map(name, last)]
        else:
            names += map(name, nested)
        arrow = f" {self._glyphs.right} "
        while len(arrow.join(names)) > self._cells - len(deep) and len(names) > 4:
            middle = len(names) // 2
            names[middle - 1 : middle + 1] = [self._glyphs.ellipsis]
        return [(deep, "muted"), (arrow.join(names), "state-blocked-text")]

    def _stack(self, who: int) -> Sequence[int]:
        """Return the tasks whose calls led to the one that runs, the outermost first."""
        cast = self._site.cast
        shape = cast.shape(self._site.settings.wiring)
        if shape == "web":
            return self._callers(who)
        if who == cast.first:
            return (who,)
        if who < 0 or shape == "star":
            return (cast.first, who)
        rows = cast.inner_rows(self._site.workers)
        return (cast.first, *rows[: rows.index(who) + 1])

    def _callers(self, who: int) -> Sequence[int]:
        """Return the same where calls go any way: each caller waits for the next."""
        blocked = (task for task in self._site.senders if task.state is State.BLOCKED)
        callers = {task.to: task.who for task in blocked}
        stack = [who]
        while stack[0] in callers and callers[stack[0]] not in stack:
            stack.insert(0, callers[stack[0]])
        return stack

    def of_many(self, rows: int) -> list[list[StyledText]]:
        """Return how many lanes are taken, and as many of their tasks as there is room for."""
        lanes = self.lanes
        taken = [lane for lane in lanes.shown if lane.who != NOBODY]
        cells, per_row = _cells_of_lane(lanes.count), _lanes_per_row(lanes.count, self._cells)
        named = min(len(taken), max(0, rows - 1) * per_row)
        unnamed = lanes.taken - named
        more = f", {unnamed:,} of them not named here" if unnamed else ""
        lines: list[list[StyledText]] = [
            [
                (
                    fit(
                        f" {lanes.taken:,} of {lanes.count:,} taken{more}",
                        self._cells,
                        self._glyphs.ellipsis,
                    ),
                    "muted",
                )
            ]
        ]
        for first in range(0, named, per_row):
            line: list[StyledText] = []
            for lane in taken[first : first + per_row]:
                task = self._site.tasks.get(lane.who)
                assert task is not None
                line.append((f" {lane.number}:", "muted"))
                room = cells - len(str(lane.number)) - 2
                name = fit(self._site.cast.short_name(lane.who), room - 1, self._glyphs.ellipsis)
                line.append((f"{name} ", TEXT_STATES[task.state]))
            lines.append(line)
        return lines
