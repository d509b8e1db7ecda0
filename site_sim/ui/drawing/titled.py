"""Panels whose title changes often: only the line it stands on is drawn anew."""

from __future__ import annotations

from typing import Self

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

MARGIN = 6
"""Cells of a border's line that are not its title's."""


class Titled(Widget):
    """A widget with a title in its border; Textual draws all of it when `border_title` is set."""

    _title: str | None = None
    _entitling = False

    def entitle(self, *titles: str) -> None:
        """Change the title, which is plain text, to the first of the titles that fits.

        Where none does it is the last; nothing is drawn where it is the same.
        """
        room = self.outer_size.width - MARGIN
        title = next((title for title in titles if cell_len(title) <= room), titles[-1])
        if title == self._title:
            return
        self._title = title
        self._entitling = True
        self.border_title = Content(title)
        self._entitling = False

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew: regions, the line of the title, or (without either) all of it."""
        if self._entitling:
            left, top = self.content_offset
            regions = (Region(-left, -top, self.outer_size.width, 1),)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
