"""What a speaker shows above the picture: what the scenario is about, and a count in large."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from textwrap import wrap
from typing import Any, NamedTuple

from msgspec.structs import replace
from textual.geometry import Size

from site_sim.base.quantities import measured_rate
from site_sim.facts.figures import DONE, WAITING
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.site_copy import declared
from site_sim.player.view_state import FigureName
from site_sim.ui.drawing.segments import StyledText, fit, width_of
from site_sim.ui.drawing.text_panel import TextPanel, TextSheet
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.talk.big_letters import (
    ROWS,
    can_enlarge,
    enlarge,
    magnify,
    width_enlarged,
    wrap_enlarged,
)
from site_sim.ui.theme.glyphs import ASCII, Glyphs

SPACIOUS = 30
"""From this height (rows) on a caption has room: for blank rows around it, and beside a figure."""
MARGIN = 2
"""Blank cells on either side of a caption."""
LARGE_SHARE = 7
"""A caption is large where that takes at most one row in so many."""
FIGURE_SHARE = 3
"""A figure takes about one row in so many."""


class Caption(NamedTuple):
    """The rows of a caption."""

    rows: Sequence[str]
    is_spacious: bool
    """It has a blank row above and below."""

    @property
    def height(self) -> int:
        """Rows in all."""
        return len(self.rows) + 2 * self.is_spacious


@lru_cache(maxsize=4)
def caption_of(about: str, size: Size, glyphs: Glyphs) -> Caption:
    """Return what a scenario says of itself as it is written on a screen of some size."""
    cells = max(1, size.width - 2 * MARGIN)
    is_spacious = size.height >= SPACIOUS
    if glyphs is not ASCII and can_enlarge(about):
        longest = max(map(width_enlarged, about.split()), default=1)
        lines = _balanced(partial(wrap_enlarged, about), longest, cells)
        rows = [row for line in lines for row in enlarge(line)]
        is_in_room = all(width_enlarged(line) <= cells for line in lines)
        if is_in_room and len(rows) * LARGE_SHARE <= size.height:
            return Caption(rows, is_spacious)
    longest = max(map(len, wrap(about, 1, break_long_words=False)), default=1)
    return Caption(_balanced(partial(wrap, about), longest, cells), is_spacious)


def _balanced(wrapped: Callable[[int], list[str]], longest: int, cells: int) -> list[str]:
    """Return no more lines than so many cells need, and of much the same length.

    The longest word takes `longest` cells.
    """
    most = len(wrapped(cells))
    widths = range(min(longest, cells), cells)
    narrower = bisect_left(widths, True, key=lambda width: len(wrapped(width)) <= most)
    return wrapped(widths.start + narrower)


def figure_height(size: Size) -> int:
    """Return how many rows a figure has on a screen of some size, its name included."""
    return max(1, (size.height // FIGURE_SHARE - 2) // ROWS) * ROWS + 2


def write_caption(sheet: TextSheet, frame: Frame, keys: KeyBindings[Any], size: Size) -> None:
    """Write the caption in the middle, and at the right end of its last row how it goes.

    Where there is room, what to press next stands below it.
    """
    outline = frame.outline
    caption = caption_of(outline.about, size, sheet.glyphs)
    rows = [(row, "strong") for row in caption.rows]
    if caption.is_spacious:
        advice = fit(
            outline.advice, min(width_of(outline.advice), sheet.width), sheet.glyphs.ellipsis
        )
        rows = [("", ""), *rows, (advice, "")]
    for row, role in rows:
        sheet.add(_indented(row, (sheet.width - width_of(row)) // 2, role))
    room = sheet.width - sum(width_of(text) for text, _ in sheet.rows[-1])
    given = keys.keys_of("caption")
    hint = f"{sign(given[0])} hides it " if given else ""
    if hint and room > len(hint):
        sheet.rows[-1] += _indented(hint, room - len(hint), "muted")


def _indented(text: str, cells: int, role: str) -> list[StyledText]:
    """Return a text behind so many blanks."""
    written = text.lstrip()
    return [(" " * (cells + len(text) - len(written)), ""), (written, role)]


class Named(NamedTuple):
    """What a figure is called, and the role of its digits."""

    name: str
    role: str


FIGURES: Mapping[FigureName, Named] = {
    "done": Named(f"jobs {DONE.name}", "accepted-text"),
    "waiting": Named(f"jobs {WAITING.name}", "accent"),
    "rate": Named(f"jobs {DONE.name} a second", "accepted-text"),
}


def figure_text(frame: Frame) -> str:
    """Return the digits of the figure that the view names, of those done if it names none."""
    site, shown = frame.site, frame.view.figure
    if shown == "rate":
        throughput = declared(site.figures).throughput
        return measured_rate(throughput.per_s, throughput.span_ns, beside=1.0).partition("/")[0]
    return count(site.waiting if shown == "waiting" else site.done)


def write_figure(sheet: TextSheet, frame: Frame) -> None:
    """Write the figure that the view names as large as there is room, and its name."""
    shown = frame.view.figure
    if not shown:
        return
    name, role = FIGURES[shown]
    digits = magnify(figure_text(frame), sheet.width - 2 * MARGIN, sheet.height - 2, sheet.glyphs)
    for text, look in ((name, "strong"), *((row, role) for row in digits)):
        sheet.add(_indented(text, (sheet.width - width_of(text)) // 2, look))


class TalkPanels:
    """The panels of a screen that a speaker shows, and how high they are.

    Where there is little room a figure takes that of the caption.
    """

    def __init__(
        self,
        glyphs: Glyphs,
        keys: KeyBindings[Any],
        size: Callable[[], Size],
        shows_figure: bool = True,
    ) -> None:
        self._shows_figure = shows_figure
        """Whether there is one figure to show: the tracks of a race have one each."""
        self._size = size
        """Returns the size of the screen."""
        self._glyphs = glyphs
        self.panels = (
            TextPanel(
                glyphs,
                lambda sheet, frame: write_caption(sheet, frame, keys, size()),
                id="caption",
                classes="talk",
            ),
            TextPanel(glyphs, write_figure, id="figure", classes="talk"),
        )
        self._heights = (0, 0)

    def with_figure(self, needs: Needs, outline: Outline) -> Needs:
        """Return what a screen needs of a moment, and what the figure in large does."""
        if outline.view.figure != "rate" or needs.figures is not None:
            return needs
        return replace(needs, figures=0)

    def arrange(self, outline: Outline) -> bool:
        """Give each panel the rows that it needs for a moment; return whether any changed."""
        view, size = outline.view, self._size()
        has_figure = bool(view.figure) and self._shows_figure
        is_crowded = has_figure and size.height < SPACIOUS
        has_caption = view.caption and outline.about and not is_crowded
        heights = (
            caption_of(outline.about, size, self._glyphs).height if has_caption else 0,
            figure_height(size) if has_figure else 0,
        )
        if heights == self._heights:
            return False
        self._heights = heights
        for panel, height in zip(self.panels, heights, strict=True):
            panel.styles.height = height
            panel.set_class(height > 0, "-shown")
        return True
