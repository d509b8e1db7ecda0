"""The chain: the foreman, each worker and accept, a row each, and the job that moves down it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from textual import events

from site_sim.events import ACCEPT, FOREMAN, NO_JOB, NOBODY
from site_sim.state.moments import CELLS, UNKNOWN
from site_sim.state.parts import State, TaskState
from site_sim.ui.glyphs import SHORT_WORDS, STATES, WORDS
from site_sim.ui.messages import Commanded, Selected
from site_sim.ui.view import Scene, Selection
from site_sim.ui.widgets.lines import PLAIN_STATES, TEXT_STATES, Lines, Piece, fit
from site_sim.ui.words import count

WIDEST_PITCH = 3
"""Rows a worker has at most: its own, and the rail above it."""


class TaskRows(Lines):
    """Rows of tasks. Subclasses say who stands on which row."""

    def who_at(self, row: int) -> int:
        """Return who stands on a row, NOBODY between two."""
        raise NotImplementedError

    def above(self, who: int) -> int:
        """Return who hands jobs to a task in the chain."""
        assert self.scene is not None
        return who + 1 if who + 1 < len(self.scene.state.workers) else FOREMAN

    # -- what a row depends on -------------------------------------------------------------

    def find(self, who: int) -> TaskState | None:
        """Return a task; None if there is none of that number."""
        if self.scene is None:
            return None
        workers = self.scene.state.workers
        if who >= 0:
            return workers[who] if who < len(workers) else None
        return self.scene.state.task(who) if who != NOBODY else None

    def phase(self, task: TaskState | None) -> float:
        """Return how far a task's hop is, 0 to 1; -1 if it is in none."""
        if task is None or task.state is not State.HANDING_OFF or self.scene is None:
            return -1.0
        hop_ns = int(self.scene.state.settings.get("hop-ns", "0"))
        return min(1.0, (self.scene.state.at - task.since) / hop_ns) if hop_ns else 0.0

    def _percent(self, task: TaskState) -> int:
        assert self.scene is not None
        job = self.scene.state.jobs.get(task.job)
        return int(100 * job.progress_at(self.scene.state.at)) if job else 0

    def _token(self, who: int) -> bool:
        """Whether a job on its way is drawn beside a task."""
        task = self.find(who)
        if 0 <= self.phase(task) < self.departing:
            return True
        above = self.find(self.above(who)) if who >= 0 else None
        return above is not None and above.to == who and self.phase(above) >= 1 - self.departing

    @property
    def departing(self) -> float:
        """The share of a hop in which the job is drawn beside its sender."""
        return 0.5

    def key(self, row: int) -> Hashable:
        """Return all that a row shows."""
        who = self.who_at(row)
        task = self.find(who)
        if task is None:
            return self._between(row)
        return (
            who,
            task.state,
            task.job,
            task.to,
            task.inbox[0] if task.inbox else len(task.inbox),
            self._percent(task) if task.state.working else self._token(who),
            (task.dead, task.starting, task.leaving, self.is_marked(row)),
            self._history(task),
        )

    def is_marked(self, row: int) -> bool:
        """Return whether the row's task is selected, or has the selected job in hand."""
        task = self.find(self.who_at(row))
        if task is None or self.scene is None:
            return False
        return self.scene.is_selected("task", task.who) or (
            task.job != NO_JOB and self.scene.is_selected("job", task.job)
        )

    # -- columns ---------------------------------------------------------------------------

    @property
    def _name_cells(self) -> int:
        digits = len(str(max(0, len(self.scene.state.workers) - 1))) if self.scene else 1
        return 7 + digits

    @property
    def _doing_cells(self) -> int:
        width = self.size.width
        return 12 if width < 46 else 18 if width < 80 else 26

    @property
    def _words(self) -> Mapping[str, str]:
        return SHORT_WORDS if self.size.width < 46 else WORDS

    @property
    def _word_cells(self) -> int:
        return max(map(len, self._words.values()))

    @property
    def _strip_cells(self) -> int:
        used = 2 + self._name_cells + 3 + self._word_cells + 1 + self._doing_cells + 1
        return max(0, min(CELLS, self.size.width - used - 1))

    def _history(self, task: TaskState) -> bytes:
        cells = self._strip_cells
        if cells < 5 or self.scene is None or task.who < 0:
            return b""
        return task.strip.read(self.scene.state.moment, cells)

    def _between(self, row: int) -> Hashable:
        """Return what is between two rows of tasks: the rail, perhaps with a job on it."""
        sender = self.sender_at(row)
        return sender and (self._is_travelling(row, sender), self._rail_role(sender))

    def sender_at(self, row: int) -> TaskState | None:
        """Return the task whose jobs come down the rail on this row, between two tasks."""
        return None

    def _is_travelling(self, row: int, sender: TaskState) -> bool:
        return False

    # -- drawing ---------------------------------------------------------------------------

    def pieces(self, row: int) -> Iterable[Piece]:
        """Return a task's row: rail, name, state, what it does, and its recent past."""
        task = self.find(self.who_at(row))
        if task is None:
            sender = self.sender_at(row)
            if sender is not None and self._is_travelling(row, sender):
                yield f"{self.glyphs.token} #{sender.job}", "token"
            elif sender is not None:
                yield self.glyphs.vertical, self._rail_role(sender)
            return
        if self._token(task.who):
            yield self.glyphs.token + " ", "token"
        else:
            yield self.glyphs.vertical + " ", self._rail_role(task)
        yield fit(self._label(task), self._name_cells, self.glyphs.ellipsis), "strong"
        yield from self._state(task)
        yield " ", ""
        doing = list(self._doing(task))
        yield from doing
        left = self._doing_cells - sum(len(text) for text, _ in doing)
        yield " " * max(0, left), ""
        yield " ", ""
        yield from self._strip(self._history(task))

    def _rail_role(self, task: TaskState) -> str:
        return "state-blocked" if task.state is State.BLOCKED else "line"

    def _label(self, task: TaskState) -> str:
        assert self.scene is not None
        return self.scene.state.name_of(task.who).upper()

    def _state(self, task: TaskState) -> Iterable[Piece]:
        name = STATES[task.state]
        word = self._words[name]
        if task.dead:
            yield f" {self.glyphs.cross} ", "hazard"
            yield fit("dead", self._word_cells), "hazard-text"
            return
        if task.starting:
            word = "starting"
        elif task.leaving and task.state is State.IDLE:
            word = "leaving"
        yield f" {self.glyphs.states[name]} ", PLAIN_STATES[task.state]
        yield fit(word, self._word_cells), TEXT_STATES[task.state]

    def _doing(self, task: TaskState) -> Iterable[Piece]:
        """Return the job in question, and its progress or where it goes."""
        job = task.job if task.job != NO_JOB else task.inbox[0] if task.inbox else NO_JOB
        number = f"#{job}" if job != NO_JOB else ""
        if task.state.working:
            yield number + " ", "strong"
            yield from self._bar(self._doing_cells - len(number) - 1, self._percent(task))
        elif task.to != NOBODY:
            yield f"{number} {self.glyphs.right} {self._short(task.to)}".strip(), ""
        elif number:
            yield number, "muted" if task.job == NO_JOB else ""

    def _short(self, who: int) -> str:
        return {ACCEPT: "accept", FOREMAN: "foreman"}.get(who, f"w{who}")

    def _bar(self, cells: int, percent: int) -> Iterable[Piece]:
        """Return a progress bar with its percentage."""
        room = cells - 5
        if room >= 3:
            parts = self.glyphs.bar
            eighths = room * len(parts) * percent // 100
            full, rest = divmod(eighths, len(parts))
            bar = parts[-1] * full + (parts[rest - 1] if rest else "")
            yield bar, "state-working"
            yield self.glyphs.bar_rest * (room - len(bar)), "line"
        yield f"{percent:>4}%", "muted"

    def _strip(self, history: bytes) -> Iterable[Piece]:
        """Return the recent past, a run of equal cells a piece."""
        start = 0
        for end in range(1, len(history) + 1):
            if end == len(history) or history[end] != history[start]:
                state = history[start]
                if state == UNKNOWN:
                    yield " " * (end - start), ""
                else:
                    yield self.glyphs.cells[STATES[state]] * (end - start), PLAIN_STATES[state]
                start = end

    def on_click(self, event: events.Click) -> None:
        """Select the task under the pointer."""
        offset = event.get_content_offset(self)
        who = self.who_at(self.scroll_offset.y + offset.y) if offset else NOBODY
        if self.find(who) is not None:
            self.post_message(Selected(Selection("task", who)))


class Single(TaskRows):
    """The foreman, or accept: one row that does not scroll with the chain."""

    DEFAULT_CSS = "Single { height: 1; overflow-y: hidden; }"

    def __init__(self, who: int, id: str) -> None:
        super().__init__(id=id)
        self._who = who

    def who_at(self, row: int) -> int:
        """Return the one who stands here."""
        return self._who if row == 0 else NOBODY

    def row_count(self) -> int:
        """Return one row."""
        return 1


class Chain(TaskRows, can_focus=True):
    """The workers, the head at the top; with room to spare the rail between them is drawn too."""

    def __init__(self) -> None:
        super().__init__(id="chain")
        self._pitch = 1

    def prepare(self, scene: Scene) -> None:
        """Choose how far apart the rows are, and follow the action."""
        workers, height = len(scene.state.workers), self.size.height
        pitch = max(1, min(WIDEST_PITCH, height // workers)) if workers else 1
        if pitch != self._pitch:
            self._pitch = pitch
            self.forget()
        if scene.view.follow and workers > height:
            self._follow(scene)

    def _follow(self, scene: Scene) -> None:
        row = self.row_of(scene.state.latest)
        top, height = self.scroll_offset.y, self.size.height
        if row is not None and not top <= row < top + height:
            self.scroll_to(y=max(0, row - height // 3), animate=False, immediate=True)

    def reveal(self, who: int) -> None:
        """Scroll as far as it takes to see a worker."""
        row = self.row_of(who)
        if row is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        if row < top:
            self.scroll_to(y=row, animate=False, immediate=True)
        elif row >= top + height:
            self.scroll_to(y=row - height + 1, animate=False, immediate=True)

    def row_of(self, who: int) -> int | None:
        """Return the row of a worker; None if there is none of that number."""
        workers = len(self.scene.state.workers) if self.scene else 0
        return (workers - who) * self._pitch - 1 if 0 <= who < workers else None

    def who_at(self, row: int) -> int:
        """Return who stands on a row, NOBODY between two."""
        return self._below(row) if (row + 1) % self._pitch == 0 else NOBODY

    def _below(self, row: int) -> int:
        """Return whose rows a row belongs to."""
        workers = len(self.scene.state.workers) if self.scene else 0
        index = row // self._pitch
        return workers - 1 - index if 0 <= index < workers else NOBODY

    def sender_at(self, row: int) -> TaskState | None:
        """Return the task above, whose jobs come down the rail on this row."""
        below = self._below(row)
        if below == NOBODY or self.scene is None:
            return None
        if self.scene.state.settings.get("wiring") == "direct":
            return None
        return self.find(self.above(below))

    def _is_travelling(self, row: int, sender: TaskState) -> bool:
        if sender.to != self._below(row):
            return False
        travelled = (self.phase(sender) - self.departing) / (1 - 2 * self.departing)
        return 0 <= travelled < 1 and int(travelled * (self._pitch - 1)) == row % self._pitch

    @property
    def departing(self) -> float:
        """The share of a hop in which the job is drawn beside its sender."""
        return 0.5 if self._pitch == 1 else 0.3

    def row_count(self) -> int:
        """Return the rows of all workers, the rails above them included."""
        return len(self.scene.state.workers) * self._pitch if self.scene else 0

    def on_mouse_scroll_up(self) -> None:
        """Stay where the person scrolls to."""
        self.post_message(Commanded("stay"))

    def on_mouse_scroll_down(self) -> None:
        """Stay where the person scrolls to."""
        self.post_message(Commanded("stay"))

    @staticmethod
    def title(scene: Scene, dot: str) -> str:
        """Return the title of the panel that holds the chain."""
        settings, workers = scene.state.settings, len(scene.state.workers)
        wiring = settings.get("wiring", "chain")
        name = "Chain" if wiring == "chain" else "Crew, wired directly"
        return f"{name} {dot} {count(workers)} worker{'s' * (workers != 1)}"
