"""The title in a widget's border, which changes often: only its line is drawn anew."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from site_sim.ui.drawing.segments import width_of

MARGIN = 6
"""Cells of a border's line that are not its title's."""


class Title:
    """The title of one widget, and the note in its lower border.

    Textual draws the whole widget when `border_title` is set. A widget that has such a part looks
    at `is_changing` in its `refresh`, and draws the line of the title alone.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self.text = ""
        self._asked: tuple[tuple[str, ...], int] | None = None
        """The titles that were last to choose from, and the room for them."""
        self._note = ""
        self.is_changing = False
        self.is_note = False
        """Whether it is the note that is changing."""

    def set_title(self, *titles: str) -> None:
        """Change the title, which is plain text, to the first of the titles that fits.

        Where none does it is the last; nothing is drawn where it is the same.
        """
        room = self._widget.outer_size.width - MARGIN
        if self._asked == (titles, room):
            return
        self._asked = titles, room
        title = next((title for title in titles if width_of(title) <= room), titles[-1])
        if title == self.text:
            return
        self.text = title
        self._widget._border_title = Content(title)  # past a look for markup, tabs and lines
        self.is_changing = True
        self._widget.refresh()
        self.is_changing = False

    @property
    def fullest(self) -> str:
        """The title as it is where there is room for all of it."""
        return self._asked[0][0] if self._asked is not None else self.text

    def set_note(self, text: str) -> None:
        """Write plain text into the lower border; nothing is drawn where it is the same."""
        if text == self._note:
            return
        self._note = text
        self._widget._border_subtitle = Content(text)  # as above
        self.is_changing = self.is_note = True
        self._widget.refresh()
        self.is_changing = self.is_note = False

    @property
    def region(self) -> Region:
        """The line that is changing, of the title or of the note, from the content's corner."""
        (left, top), (width, height) = self._widget.content_offset, self._widget.outer_size
        return Region(-left, height - 1 - top if self.is_note else -top, width, 1)
