"""Python source in few colours: what each piece of a line is, by the language's own tokens.

Pygments, which comes with rich, would need nine times as long when the code screen is opened first
(43 ms instead of 5: its import, and the patterns of its lexer), and colours source that is broken.
"""

from __future__ import annotations

import keyword
import token
import tokenize
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import StringIO

from site_sim.ui.drawing.segments import StyledText


@lru_cache(maxsize=64)
def coloured(source: Sequence[str]) -> tuple[tuple[StyledText, ...], ...]:
    """Split the lines of a function into pieces; a line is one piece if the source is broken."""
    marks: dict[int, list[tuple[int, int, str]]] = {}
    try:
        for start, end, role in _marks(source):
            for number in range(start[0], end[0] + 1):
                first = start[1] if number == start[0] else 0
                last = end[1] if number == end[0] else len(source[number - 1])
                marks.setdefault(number, []).append((first, last, role))
    except (tokenize.TokenError, IndentationError):
        marks = {}
    return tuple(
        tuple(_pieces(text, marks.get(number, ()))) for number, text in enumerate(source, 1)
    )


def _marks(source: Sequence[str]) -> Iterable[tuple[tuple[int, int], tuple[int, int], str]]:
    """Yield start, end and role of each piece that has one; lines count from 1, columns from 0."""
    before = ""
    for each in tokenize.generate_tokens(StringIO("\n".join(source) + "\n").readline):
        role = _role(each.type, each.string, before)
        if role:
            yield each.start, each.end, f"code-{role}"
        if each.type not in (token.NEWLINE, token.NL, token.INDENT, token.DEDENT):
            before = each.string
        elif each.type in (token.NEWLINE, token.NL):
            before = ""


def _role(kind: int, text: str, before: str) -> str:
    """Return what a token is; `yield` is apart from other keywords: this program is about it."""
    if kind == token.COMMENT:
        return "comment"
    if kind == token.STRING:
        return "comment" if not before else "text"
    if kind == token.NAME:
        if text == "yield":
            return "yield"
        if keyword.iskeyword(text):
            return "keyword"
        return {"def": "name", "@": "decorator"}.get(before, "")
    return "decorator" if kind == token.OP and text == "@" and not before else ""


def _pieces(text: str, marks: Sequence[tuple[int, int, str]]) -> Iterable[StyledText]:
    at = 0
    for first, last, role in marks:
        if first > at:
            yield text[at:first], ""
        yield text[first:last], role
        at = last
    if at < len(text):
        yield text[at:], ""
