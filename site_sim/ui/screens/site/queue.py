"""The job queue: a pile of crates, and below it who waits, first come first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from site_sim.base.overriding import override
from site_sim.base.quantities import clock, duration
from site_sim.facts.figures import QUEUED
from site_sim.player.formatting import count, work_text
from site_sim.player.frame import Frame
from site_sim.player.outline import Outline
from site_sim.player.site_copy import JobCopy
from site_sim.player.view_state import Selection
from site_sim.state.lints import GROWING, LONG
from site_sim.ui.drawing.masonry.picture_panel import NO_HEADINGS
from site_sim.ui.drawing.masonry.pieces import unit_captions
from site_sim.ui.drawing.masonry.pile import pile_of
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, fit, width_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.scrolling import place_in, show_row
from site_sim.ui.theme.glyphs import Glyphs

NARROW, WIDE = 21, 60
"""Widths (cells) below which a row says less, and from which on it says more."""
LONGEST_NAME = 40
"""The most cells of a name: else it would stand far from the rest of its row."""


def calm_jobs(workers: int, is_growing: bool) -> int:
    """Return how many jobs may wait before it is worth a warning.

    That is one for each worker, so that all are busy as soon as they have taken them; and always
    fewer than are called many. Where ever more jobs wait, only the latter counts.
    """
    return LONG - 1 if is_growing else max(LONG - 1, workers)


class QueuePile:
    """The jobs in the queue as a pile of crates; those that are too many carry a warning."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._pile = pile_of(0, 0, 0, 0)
        self._built_for: tuple[int, ...] = ()
        self.titles: Sequence[str] = ()

    def depends_on(self, frame: Frame) -> tuple[int, int]:
        """Return how many jobs there are, and how many are nothing to worry about."""
        site = frame.site
        calm = calm_jobs(site.workers, site.finding.condition in GROWING)
        return site.queue.length, calm

    def prepare(self, frame: Frame, width: int, height: int) -> None:
        """Pile the jobs up that are in the queue."""
        site = frame.site
        built_for = *self.depends_on(frame), width, height
        if built_for != self._built_for:
            self._built_for = built_for
            self._pile = pile_of(*built_for)
            name, number = QUEUED.name.capitalize(), count(site.queue.length)
            glyphs = self._glyphs
            brief = f"{glyphs.crate} {number}"
            self.titles = f"{name} {glyphs.dot} {number}", f"{name} {number}", brief

    def look(self, row: int) -> Hashable:
        """Return all that the look of a row depends on, counted from the top."""
        return self._pile.look(row)

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the text of a row."""
        return self._pile.pieces(row, self._glyphs)

    def captions(self) -> Sequence[str]:
        """Return how many jobs a crate stands for."""
        return unit_captions("crate", "job", self._pile.unit)


class JobQueue(RowsPanel, can_focus=True):
    """The jobs that wait, the next one at the top."""

    bar_cells = 1
    rows_move = rows_pass = True

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any]) -> None:
        super().__init__(glyphs, id="queue-list", classes="lower-half")
        self._keys = keys
        self._top = self._number_cells = 0
        self._is_brief = True
        """Whether the signs alone tell what kind of work it is: names have no room otherwise."""
        self._mark_cells = self._sign_cells = self._work_cells = 0
        """The cells that all rows in view keep for the sign of rework, for those of the kinds of
        work, and for how much work it is."""
        self._jobs: Sequence[JobCopy] = ()

    @property
    @override
    def scroll_name(self) -> str:
        return "queue"

    def needs(self, outline: Outline) -> range:
        """Return the places of the jobs that are in view."""
        return self._geometry.in_view(outline.waiting)

    @override
    def depends_on(self, frame: Frame) -> object:
        queue = frame.site.queue
        return queue, frame.view.selected, () if queue.length else self._empty_lines()

    @override
    def prepare(self, frame: Frame) -> None:
        queue = frame.site.queue
        self._top, self._jobs = queue.places.start, queue.jobs
        longest = max((job.number for job in self._jobs), default=0)
        self._number_cells = len(f"#{longest} ") if self.cells >= NARROW else 0
        self._mark_cells = 2 * any(job.attempt > 1 for job in self._jobs)
        self._sign_cells = max((len(_kinds(job)) for job in self._jobs), default=0)
        kept = 2 + self._number_cells + self._mark_cells + self._sign_cells
        self._is_brief = False
        room = self.cells - kept - self._most_work()
        longest = max((width_of(job.name) for job in self._jobs), default=0)
        self._is_brief = min(longest, LONGEST_NAME) > room or self.cells < NARROW
        self._work_cells = self._most_work()
        self.heading.set_note(place_in(self, queue.length))

    def headings(self) -> Sequence[StyledText]:
        """Return what stands in the columns, a blank where there is nothing; after `prepare`."""
        if not self._jobs:
            return NO_HEADINGS
        job, work = " job", " work".ljust(self._work_cells)
        kept = self._number_cells + self._mark_cells + len(self._aside(self._jobs[0]))
        kept += 2 + self._sign_cells
        name = min(self.cells - kept - self._work_cells, LONGEST_NAME)
        gap = kept + name - len(job)
        return ((f"{job}{' ' * gap}{work}", "muted"),) if gap > 0 else NO_HEADINGS

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
        kept = self._number_cells, self._mark_cells, self._sign_cells, self._work_cells
        return (job.number, job.attempt, row == 0, self.is_marked(row), kept)

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
        hints = [("rate-up", "lets jobs come"), ("order", "orders one")]
        if site.settings.rate:  # all that were to come have come
            del hints[0]
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
        mark = (f"{self.glyphs.rework} " if job.attempt > 1 else "").ljust(self._mark_cells)
        aside, kinds = self._aside(job), _kinds(job)
        used = 2 + len(number) + len(mark) + len(aside) + self._sign_cells + self._work_cells
        yield (self.glyphs.pointer if row == 0 else " "), "accent"
        yield number, "strong"
        yield mark, "rejected"
        room = max(0, self.cells - used)
        yield fit(job.name, min(room, LONGEST_NAME), self.glyphs.ellipsis), ""
        yield aside + " ", "muted"
        for kind in kinds:
            yield self.glyphs.states[kind], f"state-{kind}"
        yield " " * (self._sign_cells - len(kinds)), ""
        yield self._work(job).ljust(self._work_cells), "muted"

    def _aside(self, job: JobCopy) -> str:
        if self.cells < WIDE:
            return ""
        attempt = f"  attempt {job.attempt}" if job.attempt > 1 else ""
        return f"{attempt}  arrived {clock(job.arrived)}  "

    def _most_work(self) -> int:
        """Return the cells that it takes to tell of the work of any job in view."""
        return max((len(self._work(job)) for job in self._jobs), default=0)

    def _work(self, job: JobCopy) -> str:
        """Return how much work it is, and of what kind if the signs do not have to tell."""
        if not self._is_brief:
            return f" {work_text(job.cpu_ns, job.io_ns)}"
        gap = " " if self.cells >= NARROW else ""
        return gap + duration(job.cpu_ns + job.io_ns)

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        job = self._job(row)
        return Selection("job", job.number) if job is not None else None


def _kinds(job: JobCopy) -> Sequence[str]:
    """Return the states that a worker is in while it works on a job."""
    kinds = ("working",) if job.cpu_ns or not job.io_ns else ()
    return (*kinds, "io") if job.io_ns else kinds
