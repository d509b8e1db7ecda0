"""Rows of text: short names, broken lines, and what is cut off."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.ui.drawing.segments import cut_row
from site_sim.ui.screens.code.text_rows import GLUE, Names, with_code, wrapped


@pytest.mark.parametrize(
    ("whos", "cells", "text"),
    [
        ((3,), 9, "w3"),
        ((2, 3), 9, "w2 w3"),
        ((0, 1, 2, 3), 9, "w0-w3"),
        ((0, 1, 2, 5, 6), 9, "w0-w2 +2"),
        ((0, 1, 2, 5, 6), 12, "w0-w2 w5 w6"),
        ((*range(10), 20, 30, 40), 9, "w0-w9 +3"),
        ((FOREMAN,), 9, "foreman"),
        ((ACCEPT, FOREMAN, 0, 1, 2), 20, "accept foreman w0-w2"),
        ((1000, 1001), 4, "+2"),
        ((), 9, ""),
    ],
)
def test_many_names_in_few_cells(whos: tuple[int, ...], cells: int, text: str) -> None:
    assert Names(PROGRAM_FACTS["pipeline"].cast).all(whos, cells) == text


def test_producer_and_consumer_have_names_of_their_own() -> None:
    names = Names(PROGRAM_FACTS["producer-consumer"].cast)
    assert [names.short(FOREMAN), names.short(0)] == ["producer", "consumer"]


@pytest.mark.parametrize("width", [12, 20, 33, 60])
def test_rows_are_broken_between_words_and_lose_none(width: int) -> None:
    row = with_code("at `yield f.send(...)`: #17 is on its way to worker 3 until 12.5 s")
    rows = wrapped(row, width)
    joined = " ".join("".join(text for text, _ in each).strip() for each in rows)
    assert joined.split() == "".join(text for text, _ in row).split()
    for each in rows:
        text = "".join(text for text, _ in each).rstrip()
        assert cell_len(text) <= width or " " not in text.strip() or "yield" in text
        assert not text.endswith("worker")
        assert GLUE not in text


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    row = [("result = ", ""), ("yield", "code-yield"), (" work(job)", "")]
    assert list(cut_row(row, 24, "…")) == row
    assert "".join(text for text, _ in cut_row(row, 14, "…")) == "result = yiel…"
    assert "".join(text for text, _ in cut_row(row, 16, "…")) == "result = yield …"
    for width in range(1, 30):
        text = "".join(text for text, _ in cut_row(row, width, "…"))
        assert cell_len(text) == min(width, 24)
