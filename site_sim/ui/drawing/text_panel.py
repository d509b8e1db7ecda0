"""Panels of a few rows of text, written anew each frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from site_sim.base.overriding import override
from site_sim.log.cast import NOBODY
from site_sim.player.frame import Frame
from site_sim.player.view_state import Selection
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.theme.glyphs import Glyphs


class TextSheet:
    """Rows of text, the room there is for them, and what goes into the panel's border."""

    def __init__(self, width: int, height: int, glyphs: Glyphs, bar_cells: int = 0) -> None:
        self.width = width
        """Cells in a row, those under a scroll bar included."""
        self.height = height
        """Rows that can be seen."""
        self.clear_width = width - bar_cells
        """Cells in a row beside a scroll bar."""
        self.glyphs = glyphs
        self.title = ""
        """For the upper border; "" keeps the title there is."""
        self.note = ""
        """For the lower border."""
        self.rows: list[list[StyledText]] = []
        self.tasks: dict[int, int] = {}
        """The task that a click on a row selects, by the row's number."""
        self.marked: set[int] = set()
        """The rows that are drawn as selected."""

    def add(self, row: Iterable[StyledText], task: int = NOBODY, marked: bool = False) -> None:
        """Write one more row; a click on it selects `task`."""
        if task != NOBODY:
            self.tasks[len(self.rows)] = task
        if marked:
            self.marked.add(len(self.rows))
        self.rows.append(list(row))


Write = Callable[[TextSheet, Frame], None]
"""Writes the rows of a panel."""


class TextPanel(RowsPanel):
    """Shows what a function writes."""

    DEFAULT_CSS = "TextPanel { overflow: hidden auto; scrollbar-size-vertical: 0; }"

    def __init__(
        self,
        glyphs: Glyphs,
        write: Write,
        *,
        id: str,
        classes: str = "",
        can_focus: bool = False,
    ) -> None:
        super().__init__(glyphs, id=id, classes=classes)
        self.can_focus = can_focus
        self._write = write
        self._sheet = TextSheet(0, 0, glyphs)

    @override
    def prepare(self, frame: Frame) -> None:
        width, height = self.size
        sheet = TextSheet(width, height, self.glyphs, width - self.line_width)
        self._write(sheet, frame)
        self._sheet = sheet
        if sheet.title:
            self.heading.set_title(sheet.title)
        self.heading.set_note(sheet.note)

    @override
    def row_count(self) -> int:
        return len(self._sheet.rows)

    @override
    def key(self, row: int) -> Hashable:
        return (tuple(self._sheet.rows[row]), row in self._sheet.marked)

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        return self._sheet.rows[row]

    @override
    def is_marked(self, row: int) -> bool:
        return row in self._sheet.marked

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        task = self._sheet.tasks.get(row, NOBODY)
        return Selection("task", task) if task != NOBODY else None
