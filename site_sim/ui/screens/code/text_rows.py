"""Rows of text for the code screen: code in sentences, broken lines, and short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len

from site_sim.log.cast import Cast
from site_sim.ui.drawing.segments import StyledText

TextRow = list[StyledText]
GLUE = "\xa0"
"""A space between words that stay together when a row is broken."""
_BREAK = re.compile(r"(?<!\w) | (?!#?\d|s\b)")


def with_code(sentence: str, role: str = "") -> TextRow:
    """Return a sentence in pieces; the text between backquotes is styled as code."""
    parts = sentence.split("`")
    return [(part, "code-quoted" if n % 2 else role) for n, part in enumerate(parts) if part]


def wrapped(row: Iterable[StyledText], width: int, indent: int = 0) -> list[TextRow]:
    """Break pieces into rows of at most `width` cells, between words where possible.

    Rows after the first begin with `indent` spaces. A number stays with the word before it.
    """
    rows: list[TextRow] = [[]]
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


def _words(row: Iterable[StyledText]) -> Iterable[StyledText]:
    """Yield the words of pieces, each with the space after it; code stays in one piece."""
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
    """Short names of tasks, alone or many at once."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def short(self, who: int) -> str:
        """Return a name in few cells: `w3`."""
        cast = self._cast
        return cast.name_of(who) if who in cast.members else cast.short_name(who)

    def all(self, whos: Sequence[int], cells: int) -> str:
        """Return the names that fit, runs shortened, and the number left out: `w0-w9 +3`."""
        text, left = "", len(whos)
        for name, size in self._runs(whos):
            more = left - size
            longer = f"{text} {name}".strip()
            room = cells - (len(f" +{more}") if more else 0)
            if len(longer) > room:
                break
            text, left = longer, more
        return f"{text} +{left}".strip() if left else text

    def _runs(self, whos: Sequence[int]) -> Iterator[tuple[str, int]]:
        """Yield the names of single tasks and of runs of tasks, each with how many tasks it is."""
        for _, group in groupby(
            enumerate(whos), key=lambda each: (each[1] >= 0, each[1] - each[0])
        ):
            run = [who for _, who in group]
            if len(run) > 2 and run[0] >= 0:
                yield f"{self.short(run[0])}-{self.short(run[-1])}", len(run)
            else:
                for who in run:
                    yield self.short(who), 1
