"""The job queue: who waits, first come first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from site_sim.base.overriding import override
from site_sim.base.quantities import clock, duration
from site_sim.player.formatting import count, work_text
from site_sim.player.frame import Frame
from site_sim.player.outline import Outline
from site_sim.player.site_copy import JobCopy
from site_sim.player.view_state import Selection
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, fit, width_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.scrolling import show_row
from site_sim.ui.theme.glyphs import Glyphs

NARROW, WIDE = 21, 60
"""Widths (cells) below which a row says less, and from which on it says more."""
LONGEST_NAME = 40
"""The most cells of a name: else it would stand far from the rest of its row."""


def _cells_of(pieces: Iterable[StyledText]) -> int:
    return sum(len(text) for text, _ in pieces)


class JobQueue(RowsPanel, can_focus=True):
    """The jobs that wait, the next one at the top."""

    bar_cells = 1
    rows_move = rows_pass = True

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any]) -> None:
        super().__init__(glyphs, id="queue", classes="panel")
        self._keys = keys
        self._top = self._number_cells = 0
        self._jobs: Sequence[JobCopy] = ()

    def needs(self, outline: Outline) -> range:
        """Return the places of the jobs that are in view."""
        return self._geometry.in_view(outline.waiting)

    @override
    def prepare(self, frame: Frame) -> None:
        queue = frame.site.queue
        self._top, self._jobs = queue.places.start, queue.jobs
        longest = max((job.number for job in self._jobs), default=0)
        self._number_cells = len(f"#{longest} ") if self.cells >= NARROW else 0
        number = count(queue.length)
        dot = self.glyphs.dot
        self.heading.set_title(
            f"Job queue {dot} {number}", f"Queue {dot} {number}", f"Queue {number}"
        )

    @override
    def row_count(self) -> int:
        return self.frame.site.queue.length or len(self._empty_lines()) if self.frame else 0

    def _job(self, row: int) -> JobCopy | None:
        index = row - self._top
        return self._jobs[index] if 0 <= index < len(self._jobs) else None

    def reveal(self, place: int) -> None:
        """Scroll as far as it takes to see the job at a place in the queue."""
        show_row(self, place)

    @override
    def key(self, row: int) -> Hashable:
        job = self._job(row)
        if job is None:
            return self._empty_line(row)
        return (job.number, job.attempt, row == 0, self.is_marked(row), self._number_cells)

    @override
    def is_marked(self, row: int) -> bool:
        job = self._job(row)
        return bool(job and self.frame and self.frame.is_selected("job", job.number))

    def _empty_lines(self) -> tuple[str, ...]:
        """Return the lines of an empty queue."""
        assert self.frame is not None
        site = self.frame.site
        if site.is_finished:
            return (" no job is left",)
        if not site.arrivals_ended or "commands" in self.frame.refusals:
            return (" empty",)
        hints = (("rate-up", "lets jobs come"), ("order", "orders one"))
        offers = (
            f" {sign(keys[0])} {hint}" for name, hint in hints if (keys := self._keys.keys_of(name))
        )
        return (" no jobs come", *offers)

    def _empty_line(self, row: int) -> str:
        """Return a line of an empty queue, or "" for a row whose job is still to come."""
        assert self.frame is not None
        lines = () if self.frame.site.queue.length else self._empty_lines()
        return lines[row] if row < len(lines) else ""

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        job = self._job(row)
        if job is None:
            yield self._empty_line(row), "muted"
            return
        number = f"#{job.number} ".ljust(self._number_cells)
        mark = f"{self.glyphs.rework} " if job.attempt > 1 else ""
        aside = self._aside(job)
        room = self.cells - 2 - len(number) - len(mark) - len(aside)
        work = list(self._work(job, is_brief=self.cells < NARROW))
        if width_of(job.name) > room - _cells_of(work):
            work = list(self._work(job, is_brief=True))
        yield (self.glyphs.pointer if row == 0 else " "), "accent"
        yield number, "strong"
        yield mark, "rejected"
        room = max(0, room - _cells_of(work))
        yield fit(job.name, min(room, LONGEST_NAME), self.glyphs.ellipsis), ""
        yield aside + " ", "muted"
        yield from work

    def _aside(self, job: JobCopy) -> str:
        if self.cells < WIDE:
            return ""
        attempt = f"  attempt {job.attempt}" if job.attempt > 1 else ""
        return f"{attempt}  arrived {clock(job.arrived)}  "

    def _work(self, job: JobCopy, is_brief: bool) -> Iterable[StyledText]:
        """Return what kind of work it is, by the signs of the states, and in words, and how much.

        If it is brief, the signs have to do.
        """
        signs = self.glyphs.states
        if job.cpu_ns or not job.io_ns:
            yield signs["working"], "state-working"
        if job.io_ns:
            yield signs["io"], "state-io"
        total = job.cpu_ns + job.io_ns
        yield duration(total) if is_brief else f" {work_text(job.cpu_ns, job.io_ns)}", "muted"

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        job = self._job(row)
        return Selection("job", job.number) if job is not None else None
