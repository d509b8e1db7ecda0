"""Panels whose title changes often: only the line it stands on is drawn anew."""

from __future__ import annotations

from typing import Self

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


class Titled(Widget):
    """A widget with a title in its border; Textual draws all of it when `border_title` is set."""

    _title: str | None = None
    _entitling = False

    def entitle(self, title: str) -> None:
        """Change the title, which is plain text; nothing is drawn where it is the same."""
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
