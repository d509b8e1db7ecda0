"""The job queue: who waits, first come first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual import events

from site_sim.player.formatting import clock, count, seconds, work_text
from site_sim.player.view_state import Selection, Snapshot
from site_sim.state.entities import JobState
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.drawing.rows_panel import RowsPanel, StyledText, fit
from site_sim.ui.keymap.bindings import KeysOf
from site_sim.ui.keymap.key_names import sign

NARROW, WIDE = 21, 60
"""Widths below which less, and from which on more is said."""
LONGEST_NAME = 40
"""Cells of a name at the most: what is said of a job stands together."""


class JobQueue(RowsPanel, can_focus=True):
    """The jobs that wait, the next one at the top."""

    bar_cells = 1
    rows_move = True

    def __init__(self, keys_of: KeysOf) -> None:
        super().__init__(id="queue", classes="panel")
        self._keys_of = keys_of
        self._top = self._number_cells = 0
        self._jobs: list[JobState] = []

    def prepare(self, snapshot: Snapshot) -> None:
        """Take the visible jobs, and say how many there are."""
        state = snapshot.state
        self._top = top = self.scroll_offset.y
        numbers = state.queue[top : top + self.size.height]
        self._jobs = [state.jobs[number] for number in numbers]
        longest = max((job.number for job in self._jobs), default=0)
        self._number_cells = len(f"#{longest} ") if self.cells >= NARROW else 0
        number = count(len(state.queue))
        dot = self.glyphs.dot
        self.entitle(f"Job queue {dot} {number}", f"Queue {dot} {number}", f"Queue {number}")

    def row_count(self) -> int:
        """Return a row a job, and some that say so when there is none."""
        return len(self.snapshot.state.queue) or len(self._empty_lines()) if self.snapshot else 0

    def _job(self, row: int) -> JobState | None:
        index = row - self._top
        return self._jobs[index] if 0 <= index < len(self._jobs) else None

    def reveal(self, job: int) -> None:
        """Scroll as far as it takes to see a job, if it waits here."""
        if self.snapshot is not None and job in self.snapshot.state.queue:
            self.bring(self.snapshot.state.queue.index(job))

    def key(self, row: int) -> Hashable:
        """Return all that a row shows."""
        job = self._job(row)
        if job is None:
            return self._empty_line(row)
        return (job.number, job.attempt, row == 0, self.is_marked(row), self._number_cells)

    def is_marked(self, row: int) -> bool:
        """Return whether the row's job is selected."""
        job = self._job(row)
        return bool(job and self.snapshot and self.snapshot.is_selected("job", job.number))

    def _empty_lines(self) -> tuple[str, ...]:
        """Return what is said when nothing waits."""
        assert self.snapshot is not None
        state = self.snapshot.state
        if state.finished:
            return (" no job is left",)
        if not state.arrivals_ended:
            return (" empty",)
        hints = (("rate-up", "lets jobs come"), ("order", "orders one"))
        told = (f" {sign(keys[0])} {hint}" for name, hint in hints if (keys := self._keys_of(name)))
        return (" no jobs come", *told)

    def _empty_line(self, row: int) -> str:
        """Return a row without a job: one of those lines, unless the row is only just to come."""
        assert self.snapshot is not None
        lines = () if self.snapshot.state.queue else self._empty_lines()
        return lines[row] if row < len(lines) else ""

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the job's number, name and work, and with room to spare when it came."""
        job = self._job(row)
        if job is None:
            yield self._empty_line(row), "muted"
            return
        work = list(self._work(job))
        number = f"#{job.number} ".ljust(self._number_cells)
        mark = f"{self.glyphs.rework} " if job.attempt > 1 else ""
        aside = self._aside(job)
        used = 2 + len(number) + len(mark) + len(aside) + sum(len(text) for text, _ in work)
        yield (self.glyphs.pointer if row == 0 else " "), "accent"
        yield number, "strong"
        yield mark, "rejected"
        room = max(0, self.cells - used)
        yield fit(job.name, min(room, LONGEST_NAME), self.glyphs.ellipsis), ""
        yield aside + " ", "muted"
        yield from work

    def _aside(self, job: JobState) -> str:
        if self.cells < WIDE:
            return ""
        attempt = f"  attempt {job.attempt}" if job.attempt > 1 else ""
        return f"{attempt}  arrived {clock(job.arrived)}  "

    def _work(self, job: JobState) -> Iterable[StyledText]:
        """Return what kind of work it is, by the signs of the states, and how much."""
        signs = self.glyphs.states
        if job.cpu_ns or not job.io_ns:
            yield signs["working"], "state-working"
        if job.io_ns:
            yield signs["io"], "state-io"
        is_narrow = self.cells < NARROW
        total = job.cpu_ns + job.io_ns
        yield seconds(total) if is_narrow else f" {work_text(job.cpu_ns, job.io_ns)}", "muted"

    def on_click(self, event: events.Click) -> None:
        """Select the job under the pointer."""
        offset = event.get_content_offset(self)
        job = self._job(self.scroll_offset.y + offset.y) if offset else None
        if job is not None:
            self.post_message(Selected(Selection("job", job.number)))
