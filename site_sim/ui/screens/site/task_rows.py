"""Rows of tasks: rail, name, state, what it does, and its recent past."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from math import ceil

from textual import events

from site_sim.facts.models import MODEL_FACTS
from site_sim.log.events import ACCEPT, FOREMAN, NO_JOB, NOBODY
from site_sim.player.view_state import Selection, Snapshot
from site_sim.state.entities import State, TaskState
from site_sim.state.recent import CELLS, UNKNOWN
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.drawing.rows_panel import (
    PLAIN_STATES,
    PLATES,
    TEXT_STATES,
    RowsPanel,
    StyledText,
    fit,
)
from site_sim.ui.screens.site.activity import doing
from site_sim.ui.screens.site.rail import LIGHT, MOVES, RAIL_CELLS, WAITS, rail_of
from site_sim.ui.theme.glyphs import SHORT_WORDS, STATES, WORDS

NARROW, WIDE = 50, 80
"""Widths from which on a row says more."""
LEAST_DOING, LEAST_STRIP = 8, 5
"""The cells below which what one does, or one's past, says nothing."""
IN_SEND = "in send()"
"""What blocked is called where a send is a call."""
STARTING, STARTS, LEAVING, DEAD = "starting", "starts", "leaving", "dead"
"""Who is gone, or about to go, and why; in few cells one starts."""
STEPS, FINE_STEPS = 100, 400
"""How finely progress is drawn, in rows that are many, and in rows that are few."""


class TaskRows(RowsPanel):
    """Rows of tasks. Subclasses say who stands on which row, and what the rail beside it is."""

    bar_cells = 1
    shows_strip = True
    """Whether a task's recent past stands on its own row."""
    steps = STEPS

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._hop_ns = 0
        self._sends_are_calls = False
        self._name_cells = self._word_cells = self._doing_cells = self._strip_cells = 0

    def prepare(self, snapshot: Snapshot) -> None:
        """Take what all rows depend on."""
        self._hop_ns = snapshot.state.settings.hop_ns
        sends_are_calls = MODEL_FACTS[snapshot.state.settings.model].sends_are_calls
        if sends_are_calls is not self._sends_are_calls:
            self._sends_are_calls = sends_are_calls
            self.forget()
        self._measure(snapshot)

    def who_at(self, row: int) -> int:
        """Return whose row it is, NOBODY for none."""
        raise NotImplementedError

    def rail_at(self, row: int) -> StyledText:
        """Return the rail beside a row."""
        return rail_of(self.glyphs.name).none

    # -- what a row depends on -------------------------------------------------------------

    def find(self, who: int) -> TaskState | None:
        """Return a task; None if there is none of that number."""
        if self.snapshot is None:
            return None
        workers = self.snapshot.state.workers
        if who >= 0:
            return workers[who] if who < len(workers) else None
        return self.snapshot.state.task(who) if who != NOBODY else None

    def phase(self, task: TaskState) -> float:
        """Return how far a task's hop is, 0 to 1."""
        assert self.snapshot is not None
        return (
            min(1.0, (self.snapshot.state.at - task.since) / self._hop_ns) if self._hop_ns else 0.0
        )

    def _progress(self, task: TaskState) -> int:
        """Return how much of its work, or of its way to accept, is done, in `steps`."""
        assert self.snapshot is not None
        if task.state is State.HANDING_OFF:
            return int(self.steps * self.phase(task)) if task.to == ACCEPT else 0
        if task.state is State.READY or task.state.working:
            card = self.snapshot.state.jobs.get(task.job)
            return int(self.steps * card.progress_at(self.snapshot.state.at)) if card else 0
        return 0

    def key(self, row: int) -> Hashable:
        """Return all that a task's own row shows."""
        task = self.find(self.who_at(row))
        return task and self.key_of(task, row)

    def key_of(self, task: TaskState, row: int) -> Hashable:
        """Return all that the row of this task shows."""
        assert self.snapshot is not None
        return (
            task.who,
            task.state,
            task.job,
            task.to,
            tuple(task.inbox[:2]),
            len(task.inbox),
            self._progress(task),
            (task.dead, task.starting, task.leaving, self.is_marked(row)),
            self.rail_at(row),
            self.history(task) if self.shows_strip else None,
        )

    def is_marked(self, row: int) -> bool:
        """Return whether the row's task is selected, or has the selected job in hand."""
        task = self.find(self.who_at(row))
        if task is None or self.snapshot is None:
            return False
        return self.snapshot.is_selected("task", task.who) or (
            task.job != NO_JOB and self.snapshot.is_selected("job", task.job)
        )

    # -- columns ---------------------------------------------------------------------------

    def _measure(self, snapshot: Snapshot) -> None:
        """Divide the width among name, word, what is done and, on the same row, the past."""
        is_wide = self.cells >= NARROW
        digits = len(str(max(0, len(snapshot.state.workers) - 1)))
        name = 7 + digits if is_wide or digits < 3 else max(7, 1 + digits)
        words = (WORDS if is_wide else SHORT_WORDS).values()
        word = max(map(len, (*words, IN_SEND) if self._sends_are_calls else words))
        left = self.cells - RAIL_CELLS - (name + 1) - (word + 4) - 1
        doing = left
        if self.shows_strip and left >= LEAST_DOING + LEAST_STRIP + 1:
            most = 12 if not is_wide else 18 if self.cells < WIDE else 32
            doing = min(left - LEAST_STRIP - 1, most)
        self._name_cells, self._word_cells = name, word
        self._doing_cells = max(0, doing)
        self._strip_cells = max(0, left - self._doing_cells - 1) if self.shows_strip else 0

    def history(self, task: TaskState) -> bytes:
        """Return a task's recent past, a byte a moment."""
        cells = self._strip_cells
        if cells < LEAST_STRIP or self.snapshot is None or task.who < 0:
            return b""
        state = self.snapshot.state
        return task.past(state.at, state.bucket_ns, cells // strip_scale(cells))

    # -- drawing ---------------------------------------------------------------------------

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return a task's own row."""
        task = self.find(self.who_at(row))
        if task is not None:
            yield from self.pieces_of(task, row)

    def pieces_of(self, task: TaskState, row: int) -> Iterable[StyledText]:
        """Return the row of this task."""
        assert self.snapshot is not None
        yield self.rail_at(row)
        calm = task.state is State.IDLE or task.state is State.GONE
        name = fit(self._label(task), self._name_cells, self.glyphs.ellipsis)
        yield name + " ", "muted" if calm and not task.dead else "strong"
        yield self._plate(task)
        yield " ", ""
        progress = self._progress(task) / self.steps
        yield from doing(task, self.snapshot.state, self._doing_cells, self.glyphs, progress)
        if self.shows_strip:
            yield " ", ""
            yield from self.strip(self.history(task), self._strip_cells, self.glyphs.cells)

    def _label(self, task: TaskState) -> str:
        assert self.snapshot is not None
        name = self.snapshot.state.name_of(task.who).upper()
        return name if len(name) <= self._name_cells or task.who < 0 else f"W{task.who}"

    def _plate(self, task: TaskState) -> StyledText:
        """Return sign and word of a task's state; who is at work stands out."""
        glyphs = self.glyphs
        sign, word = glyphs.states[STATES[task.state]], self._word(task)
        role = PLATES[task.state] if task.state.working else TEXT_STATES[task.state]
        if task.dead:
            sign, role = glyphs.cross, "banner"
        elif task.starting:
            sign, role = glyphs.up, "accent"
        elif task.leaving:
            sign, role = glyphs.down, "accent" if word == LEAVING else role
        return f" {sign} {fit(word, self._word_cells, glyphs.ellipsis)} ", role

    def _word(self, task: TaskState) -> str:
        if task.dead:
            return DEAD
        if task.starting:
            return STARTING if self.cells >= NARROW else STARTS
        if task.leaving and task.state is State.IDLE:
            return LEAVING
        if task.state is State.BLOCKED and self._sends_are_calls:
            return IN_SEND
        return (WORDS if self.cells >= NARROW else SHORT_WORDS)[STATES[task.state]]

    def strip(self, history: bytes, cells: int, looks: Mapping[str, str]) -> Iterable[StyledText]:
        """Return the recent past, now at the right end of so many cells; a piece a run.

        `looks` says what a cell looks like, a state each.
        """
        scale = strip_scale(cells)
        yield " " * (cells - len(history) * scale), ""
        start = 0
        for end in range(1, len(history) + 1):
            if end == len(history) or history[end] != history[start]:
                state = history[start]
                if state == UNKNOWN:
                    yield " " * ((end - start) * scale), ""
                else:
                    yield looks[STATES[state]] * ((end - start) * scale), PLAIN_STATES[state]
                start = end

    def on_click(self, event: events.Click) -> None:
        """Select the task under the pointer."""
        offset = event.get_content_offset(self)
        who = self.who_at(self.scroll_offset.y + offset.y) if offset else NOBODY
        if self.find(who) is not None:
            self.post_message(Selected(Selection("task", who)))


def strip_scale(cells: int) -> int:
    """Return how many cells a moment takes, so that those kept fill the room."""
    return max(1, ceil(cells / CELLS))


class PinnedRow(TaskRows):
    """The foreman, or accept: one row that does not scroll with the chain."""

    DEFAULT_CSS = "PinnedRow { height: 1; overflow-y: hidden; }"
    shows_strip = False
    steps = FINE_STEPS
    rows_to_receiver = 1
    """How far away on screen the one is to whom a job is handed."""

    def __init__(self, who: int, id: str) -> None:
        super().__init__(id=id)
        self._who = who

    def who_at(self, row: int) -> int:
        """Return the one who stands here."""
        return self._who if row == 0 else NOBODY

    def row_count(self) -> int:
        """Return one row."""
        return 1

    def key_of(self, task: TaskState, row: int) -> Hashable:
        """Return all that the row shows: the words of one who is idle tell of all the site."""
        assert self.snapshot is not None
        state = self.snapshot.state
        tally = (not state.queue, state.accepted, state.rejected, state.scrapped)
        return super().key_of(task, row), tally

    def rail_at(self, row: int) -> StyledText:
        """Return where the rail begins, for the foreman."""
        rail = rail_of(self.glyphs.name)
        task = self.find(self._who)
        if task is None or self._who != FOREMAN:
            return rail.none
        if task.state is State.HANDING_OFF:
            is_here = self.phase(task) * (self.rows_to_receiver + 1) < 1
            return rail.token_at_row if is_here else rail.start[MOVES]
        return rail.start[WAITS if task.state is State.BLOCKED else LIGHT]
