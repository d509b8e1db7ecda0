"""The panel that draws how long the jobs of the present run took."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from site_sim.base.overriding import override
from site_sim.base.quantities import clock
from site_sim.player.frame import Frame
from site_sim.ui.drawing.charts.cumulative import ChartLine, chart_lines, curves_of
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.theme.glyphs import Glyphs


def title_of(frame: Frame) -> str:
    """Return what the chart of a frame is of."""
    return f"Response times up to {clock(frame.playhead.at)}"


class ResponseTimes(RowsPanel):
    """Draws the distribution of the times of a frame, which has to have them."""

    DEFAULT_CSS = "ResponseTimes { height: 1fr; overflow: hidden hidden; }"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="response-times")
        self.can_focus = True
        self._rows: Sequence[ChartLine] = ()

    @override
    def prepare(self, frame: Frame) -> None:
        times = frame.response_times
        if times is not None:
            curves = curves_of([(frame.title, times)], self.glyphs)
            log = frame.view.log_axis
            self._rows = chart_lines(curves, self.cells, self.size.height, log, self.glyphs)

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def key(self, row: int) -> Hashable:
        return tuple(self._rows[row])

    @override
    def pieces(self, row: int) -> Iterable[tuple[str, str]]:
        return self._rows[row]
