"""Styled text, and the segments that Textual draws of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.widget import Widget

from site_sim.facts.states import STATES
from site_sim.ui.theme.glyphs import Glyphs
from site_sim.ui.theme.text_styles import role_style

StyledText = tuple[str, str]
"""A text and its role (`ROLES` in `text_styles`; "" for plain text)."""
StyledRow = Sequence[StyledText]
"""The pieces of a row, from the left."""

_Known = dict[StyledText, tuple[Segment, int]]

_SEGMENT, _CELLS, _TEXT = itemgetter(0), itemgetter(1), itemgetter(0)
"""Take a segment, and how wide it is, of what is known; and the text of a segment."""

MOST_SEGMENTS = 1024
"""Segments that a panel remembers."""

PLAIN_STATES = tuple(f"state-{name}" for name in STATES)
TEXT_STATES = tuple(f"state-{name}-text" for name in STATES)
BADGES = tuple(f"state-{name}-plate" for name in STATES)
"""The roles of the states' marks, words and badges (words on the state's colour), by `State`."""


def width_of(text: str) -> int:
    """Return how many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return a text in exactly `width` cells: padded, or cut with an ellipsis."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    return _fit(text, width, ellipsis)


@lru_cache(maxsize=1024)
def _fit(text: str, width: int, ellipsis: str) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + ellipsis if width > 0 else ""


def cut_row(row: Iterable[StyledText], width: int, ellipsis: str) -> Iterator[StyledText]:
    """Yield pieces cut to at most `width` cells; an ellipsis replaces what does not fit.

    Blanks at the end need no room.
    """
    pieces, left = list(row), width
    is_cut = width_of("".join(text for text, _ in pieces).rstrip()) > width
    for text, role in pieces:
        cells = width_of(text)
        if is_cut and cells >= left:
            yield fit(text, left, ellipsis) if cells > left else text[:-1] + ellipsis, role
            return
        yield text, role
        left -= cells


def progress_bar(
    cells: int, progress: float, parts: str, rest: str, role: str
) -> tuple[StyledText, StyledText]:
    """Return a bar of `cells` cells, of which `progress` (0 to 1) is filled.

    `parts` are the fillings of a cell, the full one last; `rest` is an empty cell.
    """
    full, part = divmod(int(cells * len(parts) * progress), len(parts))
    filled = parts[-1] * full + (parts[part - 1] if part else "")
    return (filled, role), (rest * (cells - len(filled)), "line")


def work_bar(cells: int, done: float, glyphs: Glyphs) -> tuple[StyledText, StyledText]:
    """Return the bar of some work, of which `done` (0 to 1) is done."""
    return progress_bar(cells, done, glyphs.bar[-1], glyphs.bar_rest, "state-working")


class SegmentCache:
    """The segments and styles of one widget: most are drawn again and again.

    `ellipsis` stands at the end of a row that is cut short.
    """

    def __init__(self, widget: Widget, ellipsis: str) -> None:
        self._widget = widget
        self._ellipsis = ellipsis
        self._by_role: dict[str, Style] = {}
        self._on_ground: dict[tuple[str, bool], Style] = {}
        self._segments: tuple[_Known, _Known] = {}, {}
        """Segments, plain and marked, and how wide they are."""

    def clear(self) -> None:
        """Forget all segments, because the colours have changed."""
        self._by_role.clear()
        self._on_ground.clear()
        for known in self._segments:
            known.clear()

    def row(self, pieces: Iterable[StyledText], marked: bool, width: int) -> list[Segment]:
        """Return the segments of a row, cut or padded to exactly `width` cells."""
        row, known = list(pieces), self._segments[marked].get
        made = [known(piece) or self._make(piece, marked) for piece in row]
        left = width - sum(map(_CELLS, made))
        if left < 0:
            return self._cut(row, marked, width)
        segments = [*filter(_TEXT, map(_SEGMENT, made))]
        if left:
            segments.append(self.segment(" " * left, "", marked))
        return segments

    def _cut(self, row: Iterable[StyledText], marked: bool, width: int) -> list[Segment]:
        """Return the segments of a row that is wider than `width` cells."""
        left, segments = width, []
        for text, role in cut_row(row, width, self._ellipsis):
            segment, cells = self._make((text, role), marked)
            if cells > left:  # blanks
                segment, cells = self._make((set_cell_size(text, left), role), marked)
            segments.append(segment)
            left -= cells
        if left:
            segments.append(self.segment(" " * left, "", marked))
        return segments

    def segment(self, text: str, role: str = "", marked: bool = False) -> Segment:
        """Return the segment of a text."""
        piece = text, role
        return (self._segments[marked].get(piece) or self._make(piece, marked))[0]

    def _make(self, piece: StyledText, marked: bool) -> tuple[Segment, int]:
        """Return a new segment, and how many cells it takes."""
        known, (text, role) = self._segments[marked], piece
        if len(known) >= MOST_SEGMENTS:
            known.clear()
        made = known[piece] = Segment(text, self._ground_style(role, marked)), width_of(text)
        return made

    def _ground_style(self, role: str, marked: bool) -> Style:
        """Return the style of a role on the widget's ground."""
        style = self._on_ground.get((role, marked))
        if style is None:
            if role:
                style = self._ground_style("", marked) + self.style_of(role)
            elif marked:
                style = self._ground_style("", False) + self.style_of("selected")
            else:
                style = self._widget.rich_style  # which takes Textual long to find out
            self._on_ground[role, marked] = style
        return style

    def style_of(self, role: str) -> Style:
        """Return the style of a role."""
        style = self._by_role.get(role)
        if style is None:
            variables = self._widget.app.theme_variables
            style = self._by_role[role] = role_style(role, variables)
        return style
