"""The main screen: queue, foreman, chain, accept log, and the controls."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from site_sim.events import ACCEPT, FOREMAN, NOBODY
from site_sim.scenario.summaries import MODEL_SUMMARIES
from site_sim.ui.screens.views import ViewScreen
from site_sim.ui.view import Scene
from site_sim.ui.widgets.accept_log import AcceptLog
from site_sim.ui.widgets.bars import Bar, Controls, Header, Keys, Metrics, Notice
from site_sim.ui.widgets.crew_map import CrewMap
from site_sim.ui.widgets.details import Details
from site_sim.ui.widgets.lines import Lines
from site_sim.ui.widgets.queue import JobQueue
from site_sim.ui.widgets.scrubber import Scrubber
from site_sim.ui.widgets.tasks import Chain, Single
from site_sim.ui.widgets.titled import Titled

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
LOW = 30
"""Below so many rows the details are told in the notice."""


class ChainPanel(Titled, Vertical):
    """The foreman, the chain and accept, under one title."""


class SiteScreen(ViewScreen):
    """The site as it is."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-tall")]  # noqa: RUF012

    def __init__(self, keys_of: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self.queue = JobQueue()
        self.chain = Chain()
        self.foreman = Single(FOREMAN, "foreman")
        self.accept = Single(ACCEPT, "accept")
        self.details = Details()
        self.crew_map = CrewMap()
        self.accept_log = AcceptLog()
        self.chain_panel = ChainPanel(
            self.foreman, self.chain, self.accept, id="chain-panel", classes="panel"
        )
        self._zoomed: Widget | None = None
        self._lines: tuple[Lines, ...] = (
            Header("header"),
            Notice("notice", MODEL_SUMMARIES),
            self.queue,
            self.foreman,
            self.chain,
            self.accept,
            self.details,
            self.crew_map,
            self.accept_log,
            Controls("controls"),
            Metrics("metrics"),
            Scrubber(),
            Keys("keys"),
        )
        for lines in self._lines:
            if isinstance(lines, Bar):
                lines.keys_of = keys_of

    def compose(self) -> ComposeResult:
        """Lay the site out."""
        header, notice, *_, controls, metrics, scrubber, keys = self._lines
        yield header
        yield notice
        yield Horizontal(
            self.queue,
            Vertical(self.chain_panel, self.details, id="middle"),
            self.crew_map,
            self.accept_log,
            id="floor",
        )
        yield controls
        yield metrics
        yield scrubber
        yield keys
        yield Static(id="too-small", markup=False)

    def show(self, scene: Scene) -> None:
        """Draw a frame."""
        if self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT:
            self._say_too_small()
            return
        self.remove_class("-too-small")
        view, state = scene.view, scene.state
        selected = view.selected.kind == "job" or view.selected.number != NOBODY
        view.details_in_notice = selected and self.size.height < LOW
        is_pipeline = state.settings["program"] == "pipeline"
        self.accept.display = is_pipeline
        self.crew_map.display = (
            self.size.width >= 100 and len(state.workers) > self.chain.size.height > 0
        ) or self._zoomed is self.crew_map
        self.chain_panel.entitle(self.chain.title(scene, self.chain.glyphs.dot))
        for lines in self._lines:
            lines.show(scene)

    def _say_too_small(self) -> None:
        width, height = self.size
        self.add_class("-too-small")
        self.query_one("#too-small", Static).update(
            f"site-sim needs {LEAST_WIDTH} x {LEAST_HEIGHT}\n"
            f"this is {width} x {height}\n\nplease enlarge the window\n(q quits)"
        )

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

    def unzoom(self) -> bool:
        """Show all panels again; False if none was zoomed."""
        zoomed, self._zoomed = self._zoomed, None
        if zoomed is None:
            return False
        self.remove_class("-zoom", "-chainless")
        zoomed.remove_class("-zoomed")
        return True
