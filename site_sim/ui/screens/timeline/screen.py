"""The timeline screen: the past of everyone, side by side."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from site_sim.player.formatting import count, seconds
from site_sim.player.view_state import Snapshot
from site_sim.state.site import SiteState
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.drawing.cached_containers import TitledVertical
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.shared.controls import KeyBar
from site_sim.ui.screens.shared.header import Header, Notice
from site_sim.ui.screens.shared.scrubber import Scrubber
from site_sim.ui.screens.timeline.grid import Timelines
from site_sim.ui.screens.timeline.ruler import Ruler, StatusLine


class TimelineScreen(RunScreen):
    """A row for each task and lane; a cell for each slice of time."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012

    def __init__(self, keys_of: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self.timelines = Timelines()
        keys = KeyBar("keys")
        keys.keys_of = keys_of
        header, notice = Header("header"), Notice("notice")
        header.keys_of = notice.keys_of = keys_of
        ruler, told = Ruler(self.timelines), StatusLine(self.timelines)
        self._panel = TitledVertical(
            ruler,
            self.timelines,
            told,
            id="timeline-panel",
            classes="panel",
        )
        self._bars: tuple[RowsPanel, ...] = (header, notice, Scrubber(), keys)
        self.lines: tuple[RowsPanel, ...] = (self.timelines, ruler, told, *self._bars)
        for action in ACTIONS:
            keys_here = keys_of(action.id)
            if "timeline" in action.screens and keys_here:
                self._bindings.bind(
                    ",".join(keys_here), f"app.do('{action.id}')", action.label, show=False
                )

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        header, notice, scrubber, keys = self._bars
        yield header
        yield notice
        yield self._panel
        yield scrubber
        yield keys
        yield self.too_small

    def show_lines(self, snapshot: Snapshot, in_passing: bool) -> None:
        """Let the panels find out what has changed."""
        snapshot.view.details_in_notice = False
        for lines in self.lines:
            lines.show(snapshot)
        self._entitle(snapshot.state)

    def _entitle(self, state: SiteState) -> None:
        """Say how many there are at the playhead; there are rows for those who ever were, too."""
        rows, has_workers = self.timelines, state.settings["program"] == "pipeline"
        workers, lanes = len(state.workers), len(state.lanes)
        parts = [
            "Timeline",
            f"{count(workers)} worker{'s' * (workers != 1)}" if has_workers else "",
            f"{count(lanes)} lane{'s' * (lanes != 1)}",
            f"a cell is {seconds(rows.window.step)}",
        ]
        title = f" {rows.glyphs.dot} ".join(filter(None, parts))
        self._panel.entitle(title)
