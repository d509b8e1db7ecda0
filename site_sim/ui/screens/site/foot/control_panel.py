"""Controls and charts: the panel below the picture that holds what is one key away."""

from __future__ import annotations

from typing import Any

from site_sim.ui.drawing.bars import Bar, BarContent
from site_sim.ui.drawing.cached_containers import TitledContainer
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.shared.controls import ControlButtons
from site_sim.ui.screens.site.foot.chart_data import cells_for_charts
from site_sim.ui.screens.site.foot.charts import Charts
from site_sim.ui.screens.site.foot.figure_bars import LONGEST_PLOT, CensusBar, Metrics
from site_sim.ui.screens.site.foot.figures import cells_for
from site_sim.ui.theme.glyphs import Glyphs

TITLE = "Controls and charts"


class ControlPanel:
    """The legend of the states with their counts, the buttons, the figures and their charts."""

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any]) -> None:
        def bar(id: str, content: BarContent) -> Bar:
            return Bar(id, content, glyphs, keys)

        self._charts = Charts(glyphs)
        self.lines: tuple[RowsPanel, ...] = (
            bar("census", CensusBar(glyphs)),
            bar("controls", ControlButtons(glyphs, keys)),
            bar("more-controls", ControlButtons(glyphs, keys, line=1)),
            bar("metrics", Metrics(glyphs)),
            self._charts,
        )
        """Its panels, which are drawn while it is open."""
        self.container = TitledContainer(*self.lines, id="control-panel", classes="panel")
        self.container.heading.set_title(TITLE)

    @property
    def past_cells(self) -> int:
        """How many cells of the recent past are drawn."""
        if not self._charts.size:
            return cells_for(LONGEST_PLOT)
        return cells_for_charts(self._charts.columns)
