"""The lanes: what runs at this moment, under whichever model."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.states import STATES, WORDS
from site_sim.log.events import ACCEPT, FOREMAN, NO_JOB, NOBODY
from site_sim.player.formatting import count, share
from site_sim.player.view_state import Snapshot
from site_sim.state.entities import LaneState, State
from site_sim.state.site import SiteState
from site_sim.ui.drawing.rows_panel import PLAIN_STATES, TEXT_STATES, RowsPanel, StyledText

LONGEST_NAME = 8
"""Cells of a name where many lanes share a line."""
MOST_CALLS = 12
"""Nested calls that are named from either end of the stack."""


class Lanes(RowsPanel):
    """Who runs on each lane, and how much of the time it was taken."""

    def __init__(self) -> None:
        super().__init__(id="lanes", classes="panel")
        self._lines: list[list[StyledText]] = []

    def prepare(self, snapshot: Snapshot) -> None:
        """Write the lines."""
        state = snapshot.state
        lanes = len(state.lanes)
        name = MODEL_FACTS[state.settings.model].lane
        title = name if name.isupper() else name.capitalize()
        plural = f"{title}s {self.glyphs.dot} {count(lanes)}"
        self.entitle(title if lanes == 1 else plural)
        height = max(1, self.size.height)
        if lanes < height or (lanes == height > 1):
            self._lines = [self._lane(state, number, name) for number in range(lanes)]
        else:
            self._lines = self._many(state, height - 1)
        if len(self._lines) < height:
            self._lines.append(self._waiting(state))

    def row_count(self) -> int:
        """Return a row a line."""
        return len(self._lines)

    def key(self, row: int) -> Hashable:
        """Return the line itself."""
        return tuple(self._lines[row])

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the line."""
        return self._lines[row]

    def _lane(self, state: SiteState, number: int, name: str) -> list[StyledText]:
        """Return a whole line about a lane."""
        lane = state.lanes[number]
        label = f" {name} " if len(state.lanes) == 1 else f" {name} {number} "
        pieces: list[StyledText] = [(label, "muted"), *self._runner(state, lane)]
        age = state.at - state.built_at
        taken = f"taken {share(lane.busy_at(state.at) / age if age else 0.0)} of the time "
        used = sum(len(text) for text, _ in pieces)
        gap = self.cells - used - len(taken)
        return [*pieces, (" " * gap, ""), (taken, "muted")] if gap > 0 else pieces

    def _runner(self, state: SiteState, lane: LaneState) -> list[StyledText]:
        """Return who runs on a lane, in what state, with which job."""
        if lane.who == NOBODY:
            return self._nobody(state)
        task = state.task(lane.who)
        name = STATES[task.state]
        job = f" #{task.job}" if task.job != NO_JOB else ""
        if task.state in (State.IDLE, State.READY, State.GONE):  # it goes on at this very moment
            return [(state.name_of(lane.who), "strong")]
        return [
            (f"{self.glyphs.states[name]} ", PLAIN_STATES[task.state]),
            (state.name_of(lane.who), "strong"),
            (f" {WORDS[name]}{job}", TEXT_STATES[task.state]),
        ]

    def _nobody(self, state: SiteState) -> list[StyledText]:
        """Return why nobody runs on a lane: while someone is ready for it, one is switched to."""
        if self._ready(state) and not MODEL_FACTS[state.settings.model].is_pinned:
            return [("switches to the next", "state-ready-text")]
        return [("free", "muted")]

    def _ready(self, state: SiteState) -> int:
        """Return how many would run if there were a lane, the foreman among them."""
        return state.census.count[State.READY] + (state.foreman.state is State.READY)

    def _waiting(self, state: SiteState) -> list[StyledText]:
        """Return who would run if there were a lane, or how deep the calls are nested."""
        facts = MODEL_FACTS[state.settings.model]
        if facts.sends_are_calls:
            return self._calls(state)
        if not self._ready(state):
            return [(" nobody waits for it" if len(state.lanes) == 1 else " nobody waits", "muted")]
        workers, foreman = state.census.count[State.READY], state.foreman.state is State.READY
        who = f"{workers:,}" if workers else "the foreman is"
        return [
            (f" {self.glyphs.states['ready']} ", "state-ready"),
            (f"{who}{' and the foreman' if workers and foreman else ''} ready", "state-ready-text"),
            (f": {'waits' if workers + foreman == 1 else 'wait'} for {facts.awaited}", "muted"),
        ]

    def _calls(self, state: SiteState) -> list[StyledText]:
        """Return the calls on the stack, from the foreman's down to the one that runs."""
        who = state.lanes[0].who if state.lanes else NOBODY
        if who == NOBODY:
            return [(" nothing is called", "muted")]
        nested = self._nested(state, who)
        deep = f" {len(nested) + 1:,} deep: "
        name = _short if state.settings.program == "pipeline" else state.name_of
        names = [state.name_of(FOREMAN)]
        if len(nested) > 2 * MOST_CALLS:
            first, last = nested[:MOST_CALLS], nested[-MOST_CALLS:]
            names += [*map(name, first), self.glyphs.ellipsis, *map(name, last)]
        else:
            names += map(name, nested)
        arrow = f" {self.glyphs.right} "
        while len(arrow.join(names)) > self.cells - len(deep) and len(names) > 4:
            middle = len(names) // 2
            names[middle - 1 : middle + 1] = [self.glyphs.ellipsis]
        return [(deep, "muted"), (arrow.join(names), "state-blocked-text")]

    def _nested(self, state: SiteState, who: int) -> Sequence[int]:
        """Return those whom the foreman's call has led to, the one who runs last."""
        if who == FOREMAN:
            return ()
        if who < 0 or state.settings.wiring == "direct":
            return (who,)
        return range(len(state.workers) - 1, who - 1, -1)

    def _many(self, state: SiteState, rows: int) -> list[list[StyledText]]:
        """Return how many lanes are taken, and by whom, as far as there is room."""
        lanes = state.lanes
        taken = [number for number, lane in enumerate(lanes) if lane.who != NOBODY]
        lines: list[list[StyledText]] = [[(f" {len(taken):,} of {len(lanes):,} taken", "muted")]]
        cells = len(str(len(lanes) - 1)) + LONGEST_NAME + 3
        per_row = max(1, (self.cells - 1) // cells)
        for first in range(0, min(len(taken), (rows - 1) * per_row), per_row):
            line: list[StyledText] = []
            for number in taken[first : first + per_row]:
                who = lanes[number].who
                line.append((f" {number} ", "muted"))
                name = _short(who).ljust(cells - len(str(number)) - 2)
                line.append((name, TEXT_STATES[state.task(who).state]))
            lines.append(line)
        return lines


def _short(who: int) -> str:
    return {ACCEPT: "accept", FOREMAN: "foreman", NOBODY: "free"}.get(who, f"w{who}")
