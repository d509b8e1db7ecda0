"""The program's source, and where every coroutine stands in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import groupby
from typing import Any

from site_sim.base.overriding import override
from site_sim.facts.programs import PIPELINE
from site_sim.facts.sentences import say
from site_sim.inspection.implied import NO_LISTING, listing_of
from site_sim.inspection.listing import Listing, listing
from site_sim.log.cast import NOBODY, Cast
from site_sim.player.formatting import share
from site_sim.player.frame import Frame
from site_sim.player.view_state import Selection
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, cut_row, fit
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.code.highlighting import coloured
from site_sim.ui.screens.code.native import TO_CODE, TO_PLAIN, TO_PLAIN_BRIEF
from site_sim.ui.screens.code.text_rows import Names
from site_sim.ui.theme.glyphs import Glyphs

MISSING, UNKNOWN = " the program's source is not installed", " there is no listing of this program"
"""What stands in the place of a listing."""
NUMBER_CELLS = 3
TITLE_FRAME = 4
"""Cells of the border that no title has."""
WIDE = 90
"""With at least this width (cells) there is room for longer labels beside the lines."""


class CodePanel(RowsPanel, can_focus=True):
    """The source, a row a line: the tasks that are there, its number, and its text.

    The line of the coroutine in focus is marked, and kept in view.
    """

    DEFAULT_CSS = "CodePanel { overflow: hidden auto; scrollbar-size-vertical: 0; }"

    def __init__(self, glyphs: Glyphs, keys: KeyBindings[Any]) -> None:
        super().__init__(glyphs, id="code", classes="panel")
        self._keys = keys
        self._listing: Listing = listing(PIPELINE)
        self._pieces: tuple[tuple[StyledText, ...], ...] = ()
        self._tasks: dict[int, tuple[int, ...]] = {}
        """The tasks that are at a line, by its row."""
        self._focus = NOBODY
        self._here = -1
        """The row of the coroutine in focus, or -1."""

    # -- what there is ---------------------------------------------------------------------

    @override
    def prepare(self, frame: Frame) -> None:
        source = listing_of(frame.site.settings.program, frame.site.cast)
        if source is not self._listing or not self._pieces:
            self._listing, self._pieces = source, _coloured(source)
            self.lines.forget()
        code = frame.code
        self._tasks, here = {}, -1
        if code is not None and code.lines:
            self._tasks = _by_row(source, code.lines)
            self._focus = code.focus
            function, line = code.lines.get(code.focus, ("", 0))
            row = source.row_of(function, line)
            here = -1 if row is None else row
        self.heading.set_title(self._heading(frame))
        self.heading.set_note(self._remark(frame))
        self._here = here
        is_awaited = code is not None and code.coroutines is None and not (code.lines or code.fault)
        if not is_awaited:  # else it stays where it is, for a moment
            self.want_row(frame.view.scrolls.get(self.scroll_name, self._home()))

    def _heading(self, frame: Frame) -> str:
        """Return the title: what a student asks first; else the file, where there is no room.

        The key that shows the same moment in plain calls stands beside it.
        """
        dot, names = f" {self.glyphs.dot} ", dict.fromkeys(self._listing.modules.values())
        if not names:
            return "Code"
        keys = self._keys.keys_of("native") if frame.code and frame.code.is_simulated else ()
        words = (TO_CODE, TO_CODE) if frame.view.native else (TO_PLAIN, TO_PLAIN_BRIEF)
        ways = [f"{sign(keys[0])}: {word}" for word in words] if keys else []
        long, brief = say("code.send"), say("code.send-brief")
        said = [*((each, way) for each in (long, brief) for way in ways), (long,), (brief,)]
        titles = [dot.join(("Code", *each)) for each in said]
        room = self.size.width - TITLE_FRAME
        file = dot.join(("Code", *list(names)[:1]))
        return next((title for title in titles if len(title) <= room), file)

    def _remark(self, frame: Frame) -> str:
        code = frame.code
        if code is None or code.coroutines is not None:
            return ""
        if code.fault:
            return "as the events imply" if code.lines else ""
        return f"re-executing {share(code.progress)}"

    @override
    def row_count(self) -> int:
        return max(1, len(self._listing.lines))

    def _home(self) -> int:
        """Return the row from which on the line in question is in view.

        All of its function is too, if that fits.
        """
        here, height = self._here, self.size.height
        if here < height:
            return 0
        function = self._listing.lines[here].function
        rows = [n for n, line in enumerate(self._listing.lines) if line.function == function]
        first = rows[0] + (self._listing.lines[rows[0]].number == 0)
        return first if here - first < height else min(here, here - height + 2)

    @property
    @override
    def scroll_name(self) -> str:
        # A person scrolls away from one line; the next one is brought into view again.
        return f"{self.id} {self._here}"

    # -- rows ------------------------------------------------------------------------------

    @property
    def _label_cells(self) -> int:
        digits = len(str(max(0, self.frame.site.workers - 1))) if self.frame else 1
        return max(16 if self.size.width >= WIDE else 9, 2 * digits + 4)

    @override
    def key(self, row: int) -> Hashable:
        whos = self._tasks.get(row, ())
        focus = self._focus if self._focus in whos else NOBODY
        return row, whos, focus, row == self._here, self._label_cells

    @override
    def is_marked(self, row: int) -> bool:
        return row == self._here

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        if not self._listing.lines:
            yield UNKNOWN if self._listing is NO_LISTING else MISSING, "muted"
            return
        line = self._listing.lines[row]
        here = row == self._here
        yield (self.glyphs.pointer if here else " "), "accent"
        yield from self._labels(row, here)
        if not line.number:
            return
        yield f"{line.number:>{NUMBER_CELLS}} ", "strong" if here else "code-number"
        yield self.glyphs.vertical + " ", "line"
        used = 1 + self._label_cells + NUMBER_CELLS + 3
        yield from self._text(row, self.size.width - used)

    def _text(self, row: int, cells: int) -> Iterable[StyledText]:
        """Return a line's text; the comment at its end is left out where it does not fit."""
        pieces = self._pieces[row]
        is_too_long = sum(len(text) for text, _ in pieces) > cells
        if is_too_long and len(pieces) > 1 and pieces[-1][0].startswith("#"):
            *code, (last, role), _ = pieces
            pieces = (*code, (last.rstrip(), role))
        return cut_row(pieces, cells, self.glyphs.ellipsis)

    def _labels(self, row: int, here: bool) -> Iterable[StyledText]:
        """Yield the names of the tasks at a line, in as many cells as there are for them."""
        cells = self._label_cells
        whos = self._tasks.get(row, ())
        if not whos:
            yield " " * cells, ""
            return
        names = Names(self.frame.site.cast if self.frame else Cast())
        first, rest = "", whos
        if here and self._focus in whos:
            first = names.short(self._focus)
            rest = tuple(who for who in whos if who != self._focus)
            yield first, "plate"
        others = names.all(rest, cells - 1 - len(first) - bool(first and rest))
        yield fit((" " if first and rest else "") + others, cells - len(first)), "muted"

    @override
    def selection_at(self, row: int, column: int) -> Selection | None:
        """Return the next of the tasks at the line."""
        whos = self._tasks.get(row, ())
        if not whos:
            return None
        after = whos.index(self._focus) + 1 if self._focus in whos else 0
        return Selection("task", whos[after % len(whos)])


def _coloured(source: Listing) -> tuple[tuple[StyledText, ...], ...]:
    """Split all lines of a listing into pieces of one style each."""
    pieces: list[tuple[StyledText, ...]] = []
    for number, group in groupby(source.lines, key=lambda line: (line.function, line.number > 0)):
        texts = tuple(line.text for line in group)
        pieces += coloured(texts) if number[1] else [()] * len(texts)
    return tuple(pieces)


def _by_row(source: Listing, lines: Mapping[int, tuple[str, int]]) -> dict[int, tuple[int, ...]]:
    """Return the tasks that are at each row, from the function and line that each is at."""
    places: dict[tuple[str, int], list[int]] = {}
    for who, place in lines.items():
        places.setdefault(place, []).append(who)
    rows = {source.row_of(*place): tuple(sorted(whos)) for place, whos in places.items()}
    return {row: whos for row, whos in rows.items() if row is not None}
