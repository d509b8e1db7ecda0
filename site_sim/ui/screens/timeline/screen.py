"""The timeline screen: the past of everyone, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult

from site_sim.base.overriding import override
from site_sim.base.quantities import duration
from site_sim.log.events import NO_JOB
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.intents import ViewIntent
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.site_copy import SiteCopy
from site_sim.player.view_state import Selection, TimelineView, ViewState
from site_sim.state.history.keyframes import is_task
from site_sim.state.job_lifecycle import Interval
from site_sim.ui.drawing.cached_containers import TitledContainer
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.text_panel import TextPanel
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.bars_around import BarsAround
from site_sim.ui.screens.timeline.grid import TimelineGrid
from site_sim.ui.screens.timeline.ruler import write_ruler
from site_sim.ui.screens.timeline.status_line import write_status

Wishes = Sequence[ViewIntent]


class TimelineScreen(RunScreen):
    """A row for each task and lane; a cell for each slice of time."""

    PLACE = "timeline"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        glyphs = context.glyphs
        self.grid = TimelineGrid(glyphs, lambda: context.view().timeline)
        ruler = TextPanel(glyphs, partial(write_ruler, grid=self.grid), id="timeline-ruler")
        status = TextPanel(glyphs, partial(write_status, grid=self.grid), id="timeline-status")
        self._panel = TitledContainer(
            ruler,
            self.grid,
            status,
            id="timeline-panel",
            classes="panel",
        )
        self._bars = BarsAround(context)
        self.lines: tuple[RowsPanel, ...] = (self.grid, ruler, status, *self._bars.lines)

    @override
    def compose(self) -> ComposeResult:
        yield from self._bars.around(self.talk.panels, self._panel)
        yield self.too_small

    @override
    def needs(self, outline: Outline) -> Needs:
        return Needs(timeline=self.grid.needs(outline))

    @override
    def show_lines(self, frame: Frame) -> None:
        for lines in self.lines:
            lines.show(frame)
        if frame.timeline is not None:
            self._set_title(frame.site, frame.timeline.scale.step)

    def _set_title(self, site: SiteCopy, step: int) -> None:
        """Write how many there are at the playhead, and how long a cell is, `step` ns.

        Past workers and lanes have rows, too.
        """
        has_workers, workers, lanes = site.cast.can_grow, site.workers, site.lane_count
        parts = [
            "Timeline",
            f"{count(workers)} worker{'s' * (workers != 1)}" if has_workers else "",
            f"{count(lanes)} lane{'s' * (lanes != 1)}",
            f"a cell is {duration(step)}",
        ]
        title = f" {self.grid.glyphs.dot} ".join(filter(None, parts))
        self._panel.heading.set_title(title)

    # -- what is in view -------------------------------------------------------------------

    @property
    def _view(self) -> TimelineView:
        return self.screen_context.view().timeline

    def zoom_in(self) -> Wishes:
        """Show less time, in more detail."""
        return self.grid.viewport.zoom(self._view, closer=True)

    def zoom_out(self) -> Wishes:
        """Show more time."""
        return self.grid.viewport.zoom(self._view, closer=False)

    def fit_all(self) -> Wishes:
        """Keep the whole run in view."""
        return self.grid.viewport.fit_all(self._view)

    def toggle_follow(self) -> Wishes:
        """Follow the playhead, or stop."""
        return self.grid.viewport.toggle_follow(self._view)

    def show_playhead(self) -> Wishes:
        """Bring the playhead into view."""
        return self.grid.viewport.show_playhead(self._view)

    def pan_left(self) -> Wishes:
        """Show earlier times."""
        return self.grid.viewport.pan(self._view, -1)

    def pan_right(self) -> Wishes:
        """Show later times."""
        return self.grid.viewport.pan(self._view, 1)

    def reveal_task(self, who: int) -> None:
        """Scroll to the row of a task."""
        self.grid.reveal(who)

    def reveal_job(self, life: list[Interval], unless_in_view: bool = False) -> None:
        """Bring a job's work into view in the next frame, wherever that is in the run."""
        self.grid.viewport.want_job(life, unless_in_view)

    @override
    def late_wishes(self) -> Wishes:
        if self.grid.viewport.is_open(self._view) or not self.grid.size:
            return ()
        return self.grid.open(self.screen_context.outline())

    @override
    def scrolled(self, view: ViewState) -> Sequence[RowsPanel]:
        return (self.grid,)

    # -- the cursor ------------------------------------------------------------------------

    def cursor_up(self) -> Wishes:
        """Move the cursor a row up."""
        return self.grid.move_cursor(-1, 0)

    def cursor_down(self) -> Wishes:
        """Move the cursor a row down."""
        return self.grid.move_cursor(1, 0)

    def cursor_left(self) -> Wishes:
        """Move the cursor a cell back."""
        return self.grid.move_cursor(0, -1)

    def cursor_right(self) -> Wishes:
        """Move the cursor a cell on."""
        return self.grid.move_cursor(0, 1)

    def page_up(self) -> Wishes:
        """Move the cursor up by the height of the grid."""
        return self.grid.move_cursor(-self._page, 0)

    def page_down(self) -> Wishes:
        """Move the cursor down by the height of the grid."""
        return self.grid.move_cursor(self._page, 0)

    @property
    def _page(self) -> int:
        """The rows that have room on the screen, but for one that stays in view."""
        return max(1, self.grid.size.height // self.grid.rows.pitch - 1)

    def seek_here(self) -> None:
        """Request a seek to the start of the span under the cursor."""
        self.grid.request_seek()

    def select_here(self) -> None:
        """Select the job that is worked on or handed on under the cursor, else the task."""
        place, span = self.grid.pointed, self.grid.span()
        if span is not None and span.job != NO_JOB:
            self.post_message(Selected(Selection("job", span.job)))
        elif place is not None and is_task(place[0]):
            self.post_message(Selected(Selection("task", place[0])))
