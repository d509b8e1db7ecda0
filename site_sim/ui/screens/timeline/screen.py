"""The timeline screen: the past of everyone, side by side."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult

from site_sim.base.overriding import override
from site_sim.log.events import NO_JOB
from site_sim.player.formatting import count, seconds
from site_sim.player.frame import Snapshot
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.site_copy import SiteCopy
from site_sim.player.view_state import Selection
from site_sim.state.history.keyframes import is_task
from site_sim.state.job_lifecycle import Interval
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.drawing.cached_containers import TitledContainer
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.text_panel import TextPanel
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.controls import KeyBar
from site_sim.ui.screens.shared.header import Header, Notice
from site_sim.ui.screens.shared.scrubber import Scrubber
from site_sim.ui.screens.timeline.grid import TimelineGrid
from site_sim.ui.screens.timeline.ruler import write_ruler
from site_sim.ui.screens.timeline.status_line import write_status
from site_sim.ui.terminal.textual_internals import bind_keys


class TimelineScreen(RunScreen):
    """A row for each task and lane; a cell for each slice of time."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        keys, glyphs = context.keys, context.glyphs
        self.grid = TimelineGrid(glyphs)
        ruler = TextPanel(glyphs, partial(write_ruler, grid=self.grid), id="timeline-ruler")
        status = TextPanel(glyphs, partial(write_status, grid=self.grid), id="timeline-status")
        self._panel = TitledContainer(
            ruler,
            self.grid,
            status,
            id="timeline-panel",
            classes="panel",
        )
        self._bars: tuple[RowsPanel, ...] = (
            Bar("header", Header(glyphs), glyphs, keys),
            Bar("notice", Notice(glyphs, keys), glyphs, keys),
            Scrubber(glyphs),
            Bar("keys", KeyBar(keys), glyphs, keys),
        )
        self.lines: tuple[RowsPanel, ...] = (self.grid, ruler, status, *self._bars)
        for action in keys.actions:
            if "timeline" in action.screens:
                bind_keys(self, keys.keys_of(action.id), f"app.do('{action.id}')", action.label)

    @override
    def compose(self) -> ComposeResult:
        header, notice, scrubber, keys = self._bars
        yield header
        yield notice
        yield self._panel
        yield scrubber
        yield keys
        yield self.too_small

    @override
    def needs(self, outline: Outline) -> Needs:
        return Needs(timeline=self.grid.needs(outline))

    @override
    def show_lines(self, snapshot: Snapshot) -> None:
        for lines in self.lines:
            lines.show(snapshot)
        if snapshot.timeline is not None:
            self._set_title(snapshot.site, snapshot.timeline.scale.step)

    def _set_title(self, site: SiteCopy, step: int) -> None:
        """Write how many there are at the playhead, and how long a cell is, `step` ns.

        Past workers and lanes have rows, too.
        """
        has_workers, workers, lanes = site.cast.can_grow, site.workers, site.lane_count
        parts = [
            "Timeline",
            f"{count(workers)} worker{'s' * (workers != 1)}" if has_workers else "",
            f"{count(lanes)} lane{'s' * (lanes != 1)}",
            f"a cell is {seconds(step)}",
        ]
        title = f" {self.grid.glyphs.dot} ".join(filter(None, parts))
        self._panel.heading.set_title(title)

    # -- what is in view -------------------------------------------------------------------

    def zoom_in(self) -> None:
        """Show less time, in more detail."""
        self.grid.viewport.zoom(closer=True)

    def zoom_out(self) -> None:
        """Show more time."""
        self.grid.viewport.zoom(closer=False)

    def fit_all(self) -> None:
        """Keep the whole run in view."""
        self.grid.window.fit_all()

    def toggle_follow(self) -> bool:
        """Follow the playhead, or stop; return whether it is followed now."""
        return self.grid.window.toggle_follow()

    def show_playhead(self) -> None:
        """Bring the playhead into view."""
        self.grid.viewport.show_playhead()

    def pan_left(self) -> None:
        """Show earlier times."""
        self.grid.viewport.pan(-1)

    def pan_right(self) -> None:
        """Show later times."""
        self.grid.viewport.pan(1)

    def reveal_task(self, who: int) -> None:
        """Scroll to the row of a task."""
        self.grid.reveal(who)

    def reveal_job(self, life: list[Interval], unless_in_view: bool = False) -> None:
        """Bring a job's work into view in the next frame, wherever that is in the run."""
        self.grid.viewport.want_job(life, unless_in_view)

    # -- the cursor ------------------------------------------------------------------------

    def cursor_up(self) -> None:
        """Move the cursor a row up."""
        self.grid.move_cursor(-1, 0)

    def cursor_down(self) -> None:
        """Move the cursor a row down."""
        self.grid.move_cursor(1, 0)

    def cursor_left(self) -> None:
        """Move the cursor a cell back."""
        self.grid.move_cursor(0, -1)

    def cursor_right(self) -> None:
        """Move the cursor a cell on."""
        self.grid.move_cursor(0, 1)

    def page_up(self) -> None:
        """Move the cursor up by the height of the grid."""
        self.grid.move_cursor(-self._page, 0)

    def page_down(self) -> None:
        """Move the cursor down by the height of the grid."""
        self.grid.move_cursor(self._page, 0)

    @property
    def _page(self) -> int:
        """The rows that have room on the screen, but for one that stays in view."""
        return max(1, self.grid.size.height // self.grid.rows.pitch - 1)

    def seek_here(self) -> None:
        """Request a seek to the start of the span under the cursor."""
        self.grid.request_seek()

    def select_here(self) -> None:
        """Select the job that is worked on or handed on under the cursor, else the task."""
        place, span = self.grid.pointer.place, self.grid.span()
        if span is not None and span.job != NO_JOB:
            self.post_message(Selected(Selection("job", span.job)))
        elif place is not None and is_task(place[0]):
            self.post_message(Selected(Selection("task", place[0])))
