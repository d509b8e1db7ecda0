"""Sentences in few rows of few cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap

from site_sim.ui.drawing.segments import fit, width_of


@lru_cache(maxsize=256)
def rows_of(text: str, width: int) -> Sequence[str]:
    """Return a text in as many rows as it takes."""
    rows = _plainly(text, width) if text and text.isprintable() else None
    return rows or (wrap(text, width) if width > 0 else [])


def _plainly(text: str, width: int) -> Sequence[str] | None:
    """Return the same of words with a blank between them, in a tenth of the time.

    None where a row might end elsewhere than at a blank.
    """
    if "-" in text or "  " in text or text != text.strip():
        return None
    rows, start = [], 0
    while len(text) - start > width:
        stop = text.rfind(" ", start, start + width + 1)
        if stop < 0:  # a word is too long
            return None
        rows.append(text[start:stop])
        start = stop + 1
    return [*rows, text[start:]]


def first_that_fits(texts: Sequence[str], width: int, rows: int, ellipsis: str) -> Sequence[str]:
    """Return the first of some texts that has room in some rows, else the last, cut short."""
    for text in texts:
        wrapped = rows_of(text, width)
        if len(wrapped) <= rows and _has_room(text, wrapped, width):
            return wrapped
    if not texts or rows <= 0:
        return []
    wrapped = rows_of(texts[-1], width)
    if len(wrapped) <= rows:
        return wrapped
    last = " ".join(wrapped[rows - 1 :])
    return [*wrapped[: rows - 1], fit(last, width, ellipsis)]


def _has_room(text: str, wrapped: Sequence[str], width: int) -> bool:
    """Return whether rows of so many characters also take no more cells."""
    return text.isascii() or all(width_of(row) <= width for row in wrapped)
