"""The job queue: who waits, first come first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import islice

from textual import events

from site_sim.state.parts import JobState
from site_sim.ui.messages import Selected
from site_sim.ui.view import Scene, Selection
from site_sim.ui.widgets.lines import Lines, Piece, fit
from site_sim.ui.words import work_text


class JobQueue(Lines, can_focus=True):
    """The jobs that wait, the next one at the top."""

    def __init__(self) -> None:
        super().__init__(id="queue", classes="panel")
        self._jobs: list[JobState] = []

    def prepare(self, scene: Scene) -> None:
        """Take the visible jobs, and say how many there are."""
        state = scene.state
        top = self.scroll_offset.y
        numbers = islice(state.queue, top, top + self.size.height)
        self._jobs = [state.jobs[number] for number in numbers]
        name = "Job queue" if self.size.width > 18 else "Queue"
        self.entitle(f"{name} {self.glyphs.dot} {len(state.queue)}")

    def row_count(self) -> int:
        """Return a row a job, and one that says so when there is none."""
        return max(1, len(self.scene.state.queue)) if self.scene else 0

    def _job(self, row: int) -> JobState | None:
        index = row - self.scroll_offset.y
        return self._jobs[index] if 0 <= index < len(self._jobs) else None

    def key(self, row: int) -> Hashable:
        """Return all that a row shows."""
        job = self._job(row)
        assert self.scene is not None
        if job is None:
            return self._empty_text()
        return (job.number, job.attempt, row == 0, self.is_marked(row))

    def is_marked(self, row: int) -> bool:
        """Return whether the row's job is selected."""
        job = self._job(row)
        return bool(job and self.scene and self.scene.is_selected("job", job.number))

    def _empty_text(self) -> str:
        assert self.scene is not None
        state = self.scene.state
        if state.finished:
            return " no job is left"
        return " no jobs come" if state.arrivals_ended else " empty"

    def pieces(self, row: int) -> Iterable[Piece]:
        """Return the job's number, name and work."""
        job = self._job(row)
        if job is None:
            yield self._empty_text(), "muted"
            return
        width = self.size.width
        work = work_text(job.cpu_ns, job.io_ns, short=width < 22)
        number = f"#{job.number} "
        yield (self.glyphs.pointer if row == 0 else " "), "accent"
        yield number, "strong"
        mark = self.glyphs.rework if job.attempt > 1 else ""
        room = width - 1 - len(number) - len(work) - 1 - len(mark)
        yield mark, "rejected"
        yield fit(job.name, max(0, room), self.glyphs.ellipsis), ""
        yield " " + work, "muted"

    def on_click(self, event: events.Click) -> None:
        """Select the job under the pointer."""
        offset = event.get_content_offset(self)
        job = self._job(self.scroll_offset.y + offset.y) if offset else None
        if job is not None:
            self.post_message(Selected(Selection("job", job.number)))
