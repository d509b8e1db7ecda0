"""A panel that shows a picture, standing on the ground."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.ui.drawing.masonry.pieces import ground
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.theme.glyphs import Glyphs


class Picture(Protocol):
    """What is drawn above the ground."""

    titles: Sequence[str]
    """Titles of the panel, the one that says most first."""

    def prepare(self, frame: Frame, width: int, height: int) -> None:
        """Take what there is to draw, and the cells and rows there are for it."""

    def look(self, row: int) -> Hashable:
        """Return all that the look of a row depends on, counted from the top."""

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the text of a row."""

    def captions(self) -> Sequence[str]:
        """Return what is written on the ground, and shorter ones for less room."""


class PicturePanel(RowsPanel):
    """A picture, and the ground in the row below it."""

    DEFAULT_CSS = "PicturePanel { overflow: hidden hidden; background: $surface; }"

    def __init__(self, glyphs: Glyphs, picture: Picture, id: str) -> None:
        super().__init__(glyphs, id=id, classes="upper-half")
        self._picture = picture
        self._captions: Sequence[str] = ()
        self._rows = 0
        """Rows that the picture was made for, that of the ground included."""

    @override
    def prepare(self, frame: Frame) -> None:
        self._rows = self.size.height
        self._picture.prepare(frame, self.cells, max(0, self._rows - 1))
        self._captions = self._picture.captions()
        self.heading.set_title(*self._picture.titles)

    @override
    def row_count(self) -> int:
        return self._rows

    def _is_ground(self, row: int) -> bool:
        return row == self._rows - 1

    @override
    def key(self, row: int) -> Hashable:
        return self._captions if self._is_ground(row) else self._picture.look(row)

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        if self._is_ground(row):
            return ground(self._captions, self.cells, self.glyphs)
        return self._picture.pieces(row)
