"""What the panels of the code screen share: rows written anew each frame, and short names."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from textual import events
from textual.content import Content

from site_sim.log.events import ACCEPT, FOREMAN, NOBODY
from site_sim.player.view_state import Selection, Snapshot
from site_sim.ui.drawing.messages import Selected
from site_sim.ui.drawing.rows_panel import RowsPanel, StyledText, fit

Row = list[StyledText]
GLUE = "\xa0"
"""A space between words that stay together when a row is broken."""
_BREAK = re.compile(r"(?<!\w) | (?!#?\d|s\b)")


class NotedPanel(RowsPanel):
    """Lines without a scroll bar, with notes in the lower border."""

    DEFAULT_CSS = "NotedPanel { overflow: hidden auto; scrollbar-size-vertical: 0; }"

    _noted = ""

    def note(self, text: str) -> None:
        """Write plain text into the lower border; nothing is drawn where it is the same."""
        if text != self._noted:
            self._noted = text
            self.border_subtitle = Content(text)


class TextRows(NotedPanel, can_focus=True):
    """A panel of few rows. Those that begin with a task can be clicked, which selects it."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="panel")
        self._rows: list[Row] = []
        self._tasks: dict[int, int] = {}
        self._marked: set[int] = set()

    def write(self, snapshot: Snapshot) -> None:
        """Write the rows with `add`."""
        raise NotImplementedError

    def add(self, row: Iterable[StyledText], task: int = NOBODY, marked: bool = False) -> None:
        """Write one more row; `task` is selected by a click on it."""
        if task != NOBODY:
            self._tasks[len(self._rows)] = task
        if marked:
            self._marked.add(len(self._rows))
        self._rows.append(list(row))

    def prepare(self, snapshot: Snapshot) -> None:
        """Write everything anew."""
        self._rows, self._tasks, self._marked = [], {}, set()
        self.write(snapshot)

    def row_count(self) -> int:
        """Return how many rows were written."""
        return len(self._rows)

    def key(self, row: int) -> Hashable:
        """Return the row itself."""
        return (tuple(self._rows[row]), row in self._marked)

    def pieces(self, row: int) -> Iterable[StyledText]:
        """Return the row."""
        return self._rows[row]

    def is_marked(self, row: int) -> bool:
        """Return whether a row was written as a marked one."""
        return row in self._marked

    def on_click(self, event: events.Click) -> None:
        """Select the task under the pointer."""
        offset = event.get_content_offset(self)
        task = self._tasks.get(self.scroll_offset.y + offset.y, NOBODY) if offset else NOBODY
        if task != NOBODY:
            self.post_message(Selected(Selection("task", task)))


def with_code(sentence: str, role: str = "") -> Row:
    """Return a sentence as pieces; what stands between backquotes is code."""
    parts = sentence.split("`")
    return [(part, "code-quoted" if n % 2 else role) for n, part in enumerate(parts) if part]


def wrapped(row: Iterable[StyledText], width: int, indent: int = 0) -> list[Row]:
    """Return pieces in rows of at most `width` cells, broken between words where possible.

    Rows after the first begin with `indent` spaces. A number stays with the word before it.
    """
    rows: list[Row] = [[]]
    used = 0
    for word, role in _words(row):
        fits = used + cell_len(word.rstrip(" ")) <= width
        if not fits and used > indent and not word.startswith((":", ",")):
            rows.append([(" " * indent, "")] if indent else [])
            used = indent
        if word.strip(" ") or used > indent or len(rows) == 1:
            rows[-1].append((word.replace(GLUE, " "), role))
            used += cell_len(word)
    return rows


def cut(row: Iterable[StyledText], width: int, ellipsis: str) -> Iterator[StyledText]:
    """Yield pieces in at most `width` cells; an ellipsis stands for what does not fit."""
    pieces = list(row)
    left, whole = width, sum(cell_len(text) for text, _ in pieces)
    for text, role in pieces:
        cells = cell_len(text)
        if cells > left - (whole > width):
            yield fit(text, left, ellipsis) if cells > left else text[:-1] + ellipsis, role
            return
        yield text, role
        left -= cells


def _words(row: Iterable[StyledText]) -> Iterable[StyledText]:
    """Yield the words of pieces, each with the space after it; code is not taken apart."""
    for text, role in row:
        if role == "code-quoted":
            yield text, role
            continue
        start = 0
        while start < len(text):
            space = _BREAK.search(text, start)
            end = space.end() if space else len(text)
            yield text[start:end], role
            start = end


class Names:
    """Short names of tasks, and of many at once."""

    def __init__(self, program: str) -> None:
        self._own = {FOREMAN: "foreman", ACCEPT: "accept"}
        if program == "producer-consumer":
            self._own = {FOREMAN: "producer", 0: "consumer"}

    def short(self, who: int) -> str:
        """Return a name in few cells: `w3`."""
        return self._own.get(who, f"w{who}")

    def all(self, whos: Sequence[int], cells: int) -> str:
        """Return as many names as fit, runs drawn together, and how many more: `w0-w9 +3`."""
        items = list(self._runs(whos))
        text, left = "", len(whos)
        for n, (name, size) in enumerate(items):
            more = left - size
            longer = f"{text} {name}".strip()
            room = cells - (len(f" +{more}") if n < len(items) - 1 else 0)
            if len(longer) > room:
                break
            text, left = longer, more
        return f"{text} +{left}".strip() if left else text

    def _runs(self, whos: Sequence[int]) -> Iterator[tuple[str, int]]:
        """Yield names of single tasks and of runs, each with how many it stands for."""
        for _, group in groupby(
            enumerate(whos), key=lambda each: (each[1] >= 0, each[1] - each[0])
        ):
            run = [who for _, who in group]
            if len(run) > 2 and run[0] >= 0:
                yield f"{self.short(run[0])}-{self.short(run[-1])}", len(run)
            else:
                for who in run:
                    yield self.short(who), 1
