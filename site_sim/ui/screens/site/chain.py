"""The chain: the workers' blocks, scrolled to where something happens."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from site_sim.base.overriding import override
from site_sim.log.events import NO_JOB, NOBODY
from site_sim.player.formatting import count
from site_sim.player.frame import Snapshot
from site_sim.player.view_state import Selection
from site_sim.state.entities import Place, TaskState
from site_sim.state.site import SiteState
from site_sim.ui.drawing.messages import StoppedFollowing
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.screens.site.blocks import GAP, LINE, STRIP, BlockLayout
from site_sim.ui.screens.site.chain_rail import ChainRail
from site_sim.ui.screens.site.rail import RAIL_CELLS
from site_sim.ui.screens.site.task_rows import (
    FINE_STEPS,
    STEPS,
    TaskRows,
    find_task,
    looks_of,
    strip,
)
from site_sim.ui.theme.glyphs import Glyphs

DWELL = 30
"""Frames that the chain stays with a job, or where it was done, before it turns to another."""


class FollowedJob:
    """The job that the chain keeps in view, from hand to hand, and after it another one.

    Where jobs are done faster than one can look, the chain would jump in every frame: it stays
    with each for DWELL frames.
    """

    def __init__(self) -> None:
        self.number = NO_JOB
        self._frames = DWELL
        """Frames since another job was chosen."""

    def pass_frame(self) -> None:
        """Count a frame."""
        self._frames += 1

    def holder(self, state: SiteState, shown: Sequence[int]) -> int | None:
        """Return the task that has the job, or the latest to act; None to stay where one is.

        `shown` are the tasks that can be followed.
        """
        card = state.jobs.get(self.number)
        if card is None or card.place is Place.QUEUE or card.holder not in shown:
            if self._frames < DWELL:
                return None
            latest = find_task(state, state.latest)
            self.number = latest.job if latest is not None else NO_JOB
            card = state.jobs.get(self.number)
            if card is None and state.latest not in shown:
                return None
            self._frames = 0
        return state.latest if card is None else card.holder


class Chain(RowsPanel, can_focus=True):
    """The tasks, the head of a chain at the top, each in a block of rows; in few only its own."""

    DEFAULT_CSS = "Chain { overflow-y: auto; }"
    bar_cells = 1

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="chain")
        self.blocks = BlockLayout()
        self._rail = ChainRail(self.blocks, glyphs)
        self._tasks = TaskRows(glyphs, STEPS, shows_strip=True)
        self._followed = FollowedJob()
        signs = (glyphs.cells, glyphs.tops, glyphs.middles, glyphs.feet)
        self._strips = tuple(map(looks_of, signs))
        """What the cells of a recent past look like, for each row of it from STRIP on."""

    def fit_blocks(self, snapshot: Snapshot, room: int) -> None:
        """Choose how large the blocks are, and how many of `room` rows they take in all."""
        blocks, height = self.blocks, self.blocks.height
        if blocks.fit_blocks(snapshot.state, room):
            self._tasks.shows_strip = blocks.pitch == 1
            self._tasks.steps = STEPS if blocks.pitch == 1 else FINE_STEPS
            self.lines.forget()
        if blocks.height != height:
            self.styles.height = blocks.height

    @override
    def show(self, snapshot: Snapshot) -> None:
        self._followed.pass_frame()
        self.blocks.list_tasks(snapshot.state)
        super().show(snapshot)

    @override
    def prepare(self, snapshot: Snapshot) -> None:
        if self._tasks.prepare(snapshot, self.cells):
            self.lines.forget()
        self._rail.prepare(snapshot.state, self._tasks.hop_ns)
        # until it was laid out with its rows it can't be scrolled
        can_scroll = self.max_scroll_y > 0 and self.size.height > 0
        if snapshot.view.follow and can_scroll and self.row_count() > self.size.height:
            who = self._followed.holder(snapshot.state, self.blocks.inner)
            if who is not None:
                self.reveal(who, self.size.height // 3)

    # -- rows ------------------------------------------------------------------------------

    @override
    def row_count(self) -> int:
        return self.blocks.rows

    def rail_beside_end(self, who: int) -> StyledText | None:
        """Return the rail beside the first task or the last, where it is not its own business."""
        return self._rail.beside_end(who)

    def _task_at(self, row: int) -> TaskState | None:
        who = self.blocks.who_at(row)
        return find_task(self.snapshot.state, who) if self.snapshot is not None else None

    @override
    def key(self, row: int) -> Hashable:
        task = self._task_at(row)
        if task is None:
            return None
        part, rail = self.blocks.parts[row % self.blocks.pitch], self._rail.at(row)
        if part == GAP:
            return rail, rail[1] == "token" and self._rail.label(row)
        is_marked = self._tasks.is_marked(task)
        if part == LINE:
            return self._tasks.key(task, rail, is_marked)
        return rail, self._tasks.past(task, max(0, self.cells - RAIL_CELLS)), is_marked

    @override
    def is_marked(self, row: int) -> bool:
        task = self._task_at(row)
        is_above = self.blocks.parts[row % self.blocks.pitch] == GAP
        return task is not None and not is_above and self._tasks.is_marked(task)

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        task = self._task_at(row)
        if task is None:
            return
        part, rail = self.blocks.parts[row % self.blocks.pitch], self._rail.at(row)
        if part == LINE:
            yield from self._tasks.pieces(task, rail)
            return
        yield rail
        if part != GAP:
            cells = self.cells - RAIL_CELLS
            past = self._tasks.past(task, max(0, cells))
            yield from strip(past, cells, self._strips[part - STRIP])
        elif rail[1] == "token":
            yield self._rail.label(row), "token"

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        who = self.blocks.who_at(row)
        return Selection("task", who) if who != NOBODY else None

    # -- scrolling -------------------------------------------------------------------------

    @property
    def window(self) -> range:
        """The tasks whose blocks are in view, counted from the top."""
        return self.blocks.in_view(self.scroll_offset.y, self.size.height)

    def reveal(self, who: int, margin: int = 0) -> None:
        """Scroll as far as it takes to see a task, with `margin` rows below it."""
        row = self.blocks.row_of(who)
        if row is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        first = row - self.blocks.line
        last = first + self.blocks.pitch - 1
        if first < top:
            self._scroll(first - margin)
        elif last + margin >= top + height:
            self._scroll(last - height + 1 + margin)

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, immediate=True)

    def on_mouse_scroll_up(self) -> None:
        """Stay where the person scrolls to."""
        self.post_message(StoppedFollowing())

    def on_mouse_scroll_down(self) -> None:
        """Stay where the person scrolls to."""
        self.post_message(StoppedFollowing())

    # -- what the panel around it says -----------------------------------------------------

    def titles(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return titles of the panel that holds the chain, the one that says most first."""
        cast, workers = snapshot.state.log.cast, len(snapshot.state.workers)
        if len(cast.members) == 2 and not cast.can_grow:
            return (" and ".join(member.name for member in cast.members.values()).capitalize(),)
        if self.blocks.shape == "web":
            tasks = len(cast.staff) + workers
            title = f"Coroutines {self.glyphs.dot} {count(tasks)}"
        else:
            name = "Chain" if self.blocks.shape == "chain" else "Crew, wired directly"
            title = f"{name} {self.glyphs.dot} {count(workers)} worker{'s' * (workers != 1)}"
        if self.blocks.fits:
            return (title,)
        job = f" #{self._followed.number}" if self._followed.number != NO_JOB else ""
        way = f"follows{job}" if snapshot.view.follow else "stays put"
        return f"{title} {self.glyphs.dot} {way}", title
