"""A panel that shows a picture, standing on the ground."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.ui.drawing.masonry.pieces import ground
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.theme.glyphs import Glyphs

HEADED = 10
"""Rows of a panel from which on the columns of the list below it have headings."""


NO_HEADINGS: Sequence[StyledText] = (("", ""),)
"""A blank row where headings have no room: the ground is as high as in the panel beside it."""


class Picture(Protocol):
    """What is drawn above the ground."""

    titles: Sequence[str]
    """Titles of the panel, the one that says most first."""

    def depends_on(self, frame: Frame) -> object:
        """Return all that the picture depends on in as many cells and rows."""

    def prepare(self, frame: Frame, width: int, height: int) -> None:
        """Take what there is to draw, and the cells and rows there are for it."""

    def look(self, row: int) -> Hashable:
        """Return all that the look of a row depends on, counted from the top."""

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the text of a row."""

    def captions(self) -> Sequence[str]:
        """Return what is written on the ground, and shorter ones for less room."""


class PicturePanel(RowsPanel):
    """A picture, the ground below it, and the headings of the list that follows.

    `headings` returns those, in the cells that the list has now.
    """

    DEFAULT_CSS = "PicturePanel { overflow: hidden hidden; background: $surface; }"

    def __init__(
        self,
        glyphs: Glyphs,
        picture: Picture,
        id: str,
        headings: Callable[[], Sequence[StyledText]] = tuple,
    ) -> None:
        super().__init__(glyphs, id=id, classes="upper-half")
        self._picture = picture
        self._headings_now = headings
        self._captions: Sequence[str] = ()
        self._headings: Sequence[StyledText] = ()
        self._rows = 0
        """All rows, those of the ground and the headings included."""
        self._ground = 0
        """The row of the ground."""

    @override
    def depends_on(self, frame: Frame) -> object:
        return self._picture.depends_on(frame), self._headings_now()

    @override
    def prepare(self, frame: Frame) -> None:
        self._rows = self.size.height
        self._headings = self._headings_now() if self._rows >= HEADED else ()
        self._ground = self._rows - 1 - bool(self._headings)
        self._picture.prepare(frame, self.cells, max(0, self._ground))
        self._captions = self._picture.captions()
        self.heading.set_title(*self._picture.titles)

    @override
    def row_count(self) -> int:
        return self._rows

    @override
    def key(self, row: int) -> Hashable:
        below = row - self._ground
        if below < 0:
            return self._picture.look(row)
        return self._headings if below else self._captions

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        below = row - self._ground
        if below < 0:
            return self._picture.pieces(row)
        return self._headings if below else ground(self._captions, self.cells, self.glyphs)
