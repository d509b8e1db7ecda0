"""Makes text from outside safe to show: names, titles, paths, messages.

A terminal acts on control characters, and bidirectional controls make a line read as something
else than it says. Each is replaced by a visible sign here, so that no later code has to check.
"""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

SIGN = "\ufffd"
"""Replaces a character that must not reach a terminal."""
ELLIPSIS = "…"
LINE_CELLS = 200
"""The longest line by default, in terminal cells."""
_CHARACTERS_A_CELL = 8
"""The most characters for each cell: combining marks take no cell of their own."""

# Patterns, compiled by `re` when there is such a text: that saves each start 1 ms.
_HARMFUL = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Bidi_Control, Unicode Standard Annex 9
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # surrogates, which no file or terminal can encode
    "\U0001f1e6-\U0001f1ff]"  # the letters of flags: 1 cell or 2, alone or in pairs
)
_UNSETTLED = "[\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
"""Characters that join or vary others; terminals disagree on the width of the result."""


def clean(text: str, cells: int | None = None) -> str:
    """Return `text` with each harmful character replaced by a sign; newlines and tabs stay.

    Characters that join or vary others are left out, so that a row is as wide on every terminal.

    With `cells`, each line is cut to that many terminal cells.
    """
    safe = _safe(text.replace("\r\n", "\n"))
    return safe if cells is None else "\n".join(_cut_line(line, cells) for line in safe.split("\n"))


def clean_line(text: str, cells: int = LINE_CELLS) -> str:
    """Return `text` as one safe line of at most `cells` cells; newlines and tabs become spaces."""
    if len(text) <= cells and text.isascii() and text.isprintable():
        return text
    head = text[: cells * _CHARACTERS_A_CELL + 1].replace("\r\n", " ")
    head = head.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return _cut_line(_safe(head), cells)


def _safe(text: str) -> str:
    return (
        text
        if text.isascii() and text.isprintable()
        else re.sub(_UNSETTLED, "", re.sub(_HARMFUL, SIGN, text))
    )


def cell_width(text: str) -> int:
    """Return the width of a clean text in terminal cells: 2 a wide character, 0 a combining one."""
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _cut_line(line: str, cells: int) -> str:
    """Cut a line to `cells` cells, and to a bounded number of characters, ending in an ellipsis."""
    limit = cells * _CHARACTERS_A_CELL
    if len(line) <= limit and cell_width(line) <= cells:
        return line
    width = 0
    for index, character in enumerate(line[:limit]):
        width += _cells(character)
        if width >= cells:  # this one may still fit, but then no room is left for the ellipsis
            return line[:index] + ELLIPSIS
    return line[:limit] + ELLIPSIS
