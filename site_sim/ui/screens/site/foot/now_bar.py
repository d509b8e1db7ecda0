"""The first row of the foot: what matters now, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.player.frame import Frame
from site_sim.ui.drawing.bars import BarItem
from site_sim.ui.drawing.segments import fit, width_of
from site_sim.ui.screens.shared.scrubber import MARGIN
from site_sim.ui.theme.glyphs import Glyphs


class NowBar:
    """The sentence that says what matters now."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._told_of: tuple[Sequence[str], int] = ((), 0)
        """The sentences, and the cells, that were last told."""
        self._told: list[BarItem] = []

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return the fullest sentence that there is room for."""
        told_of = frame.site.now, cells
        if told_of != self._told_of:
            self._told_of, self._told = told_of, self._tell(*told_of)
        return self._told

    def _tell(self, sentences: Sequence[str], cells: int) -> list[BarItem]:
        room = cells - MARGIN
        fullest = next((each for each in sentences if width_of(each) <= room), sentences[-1])
        return [(" " * MARGIN, "", ""), (fit(fullest, room, self._glyphs.ellipsis), "", "")]
