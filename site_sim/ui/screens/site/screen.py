"""The main screen: queue, foreman, chain, accept log, and the controls."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from site_sim.log.events import ACCEPT, FOREMAN, NOBODY
from site_sim.player.view_state import Snapshot
from site_sim.ui.drawing.cached_containers import CachedContainer, CachedHorizontal, CachedVertical
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.titled import Titled
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.shared.controls import Controls, KeyBar
from site_sim.ui.screens.shared.details import Details
from site_sim.ui.screens.shared.header import Header, Notice
from site_sim.ui.screens.shared.scrubber import Scrubber
from site_sim.ui.screens.site.accept_log import AcceptLog
from site_sim.ui.screens.site.chain import Chain
from site_sim.ui.screens.site.crew_map import CrewMap
from site_sim.ui.screens.site.figures import CensusBar, Metrics, Plots
from site_sim.ui.screens.site.lanes import Lanes
from site_sim.ui.screens.site.queue import JobQueue
from site_sim.ui.screens.site.task_rows import PinnedRow

LOW = 30
"""Below so many rows the details are told in the notice."""
HIGH = 44
"""From so many rows on the plots are several rows high."""


BORDERS = 2
"""Rows of a panel's borders."""


class ChainPanel(Titled, CachedVertical):
    """The foreman, the chain and accept, under one title."""


class SiteScreen(RunScreen):
    """The site as it is."""

    AUTO_FOCUS = ""  # a panel with the focus takes the arrow keys
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-least"),
        (78, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-tall"), (HIGH, "-high")]  # noqa: RUF012

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        keys = context.keys
        self.queue = JobQueue(keys.keys_of)
        self.chain = Chain()
        self.foreman = PinnedRow(FOREMAN, "foreman")
        self.accept = PinnedRow(ACCEPT, "accept")
        self.details = Details()
        self.crew_map = CrewMap()
        self.accept_log = AcceptLog()
        self.chain_panel = ChainPanel(
            self.foreman, self.chain, self.accept, id="chain-panel", classes="panel"
        )
        self._zoomed: Widget | None = None
        self._arrangement: tuple[bool, bool, bool, bool, tuple[str, ...]] | None = None
        """What there is besides the chain: details, a lane alone, accept, the map, the title."""
        self.lanes = Lanes()
        self.notice = Notice("notice", keys)
        self._top = (Header("header", keys), self.notice)
        census, metrics, plots, scrubber = (
            CensusBar("census", keys),
            Metrics("metrics", keys),
            Plots(),
            Scrubber(),
        )
        self._by_turns: tuple[RowsPanel, ...] = (census, metrics, plots, scrubber)
        """What is shown by turns while time passes: one reads no faster than that."""
        self._turn = 0
        self._bottom = (
            census,
            Controls("controls", keys),
            Controls("more-controls", keys, line=1),
            metrics,
            plots,
            scrubber,
            KeyBar("keys", keys),
        )
        self.lines: tuple[RowsPanel, ...] = (
            *self._top,
            self.queue,
            self.chain,
            self.foreman,
            self.accept,
            self.details,
            self.lanes,
            self.crew_map,
            self.accept_log,
            *self._bottom,
        )

    def compose(self) -> ComposeResult:
        """Lay the site out."""
        yield from self._top
        yield CachedHorizontal(
            self.queue,
            CachedVertical(self.chain_panel, self.details, self.lanes, id="middle"),
            CachedContainer(self.crew_map, self.accept_log, id="right"),
            id="floor",
        )
        yield from self._bottom
        yield self.too_small

    def show_lines(self, snapshot: Snapshot, in_passing: bool) -> None:
        """Let the panels find out what has changed; in passing, of the figures those by turns."""
        self.furnish(snapshot)
        self._turn = (self._turn + 1) % len(self._by_turns)
        for lines in self.lines:
            if not (in_passing and self._may_wait(lines, snapshot)):
                lines.show(snapshot)
            if lines is self.notice:
                self.queue.set_class(self.notice.condition == "overloaded", "-overloaded")
            elif lines is self.chain:
                self.crew_map.window = self.chain.window

    def _may_wait(self, lines: RowsPanel, snapshot: Snapshot) -> bool:
        """Whether it is not a panel's turn."""
        is_new = lines.snapshot is None or lines.snapshot.state.log is not snapshot.state.log
        return not is_new and lines in self._by_turns and lines is not self._by_turns[self._turn]

    def furnish(self, snapshot: Snapshot) -> None:
        """Choose which panels there are, and how much room the chain has."""
        view, state = snapshot.view, snapshot.state
        selected = view.selected.kind == "job" or view.selected.number != NOBODY
        view.details_in_notice = selected and self.size.height < LOW
        has_accept = state.settings.program == "pipeline"
        room = self.chain_panel.outer_size.height - BORDERS - 1 - has_accept
        self.chain.settle(snapshot, room)
        self.foreman.rows_to_receiver = self.chain.rows_from_foreman
        titles = self.chain.titles(snapshot)
        is_mapped = len(state.workers) > room > 0 or self._zoomed is self.crew_map
        is_alone = len(state.lanes) == 1
        arrangement = (selected, is_alone, has_accept, is_mapped, titles)
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            for panel in (self.details, self.lanes):
                panel.set_class(selected, "-selected")
            self.lanes.set_class(is_alone, "-alone")
            self.set_class(is_mapped, "-mapped")
            self.accept.display = has_accept
            self.chain_panel.entitle(*titles)

    @property
    def panels(self) -> tuple[Widget, ...]:
        """The panels that can be zoomed."""
        return (self.chain_panel, self.queue, self.accept_log, self.crew_map)

    def zoom(self) -> None:
        """Zoom the panel with the focus (else the chain) to the whole screen, or back."""
        if self._zoomed is not None:
            self.unzoom()
            return
        focused = self.focused
        zoomed = next(
            (panel for panel in self.panels if focused and panel in focused.ancestors_with_self),
            self.chain_panel,
        )
        self._zoomed = zoomed
        self.add_class("-zoom")
        zoomed.add_class("-zoomed")
        self.set_class(zoomed is not self.chain_panel, "-chainless")
        self.set_class(zoomed in (self.chain_panel, self.queue), "-rightless")

    def unzoom(self) -> bool:
        """Show all panels again; False if none was zoomed."""
        zoomed, self._zoomed = self._zoomed, None
        if zoomed is None:
            return False
        self.remove_class("-zoom", "-chainless", "-rightless")
        zoomed.remove_class("-zoomed")
        return True
