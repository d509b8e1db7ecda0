"""Sentences in few rows of few cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap

from site_sim.ui.drawing.segments import fit, width_of


@lru_cache(maxsize=256)
def rows_of(text: str, width: int) -> Sequence[str]:
    """Return a text in as many rows as it takes."""
    return wrap(text, width) if width > 0 else []


def first_that_fits(texts: Sequence[str], width: int, rows: int, ellipsis: str) -> Sequence[str]:
    """Return the first of some texts that has room in some rows, else the last, cut short."""
    for text in texts:
        wrapped = rows_of(text, width)
        if len(wrapped) <= rows and all(width_of(row) <= width for row in wrapped):
            return wrapped
    if not texts or rows <= 0:
        return []
    wrapped = rows_of(texts[-1], width)
    if len(wrapped) <= rows:
        return wrapped
    last = " ".join(wrapped[rows - 1 :])
    return [*wrapped[: rows - 1], fit(last, width, ellipsis)]
