"""Sentences are wrapped as the standard library wraps them, and cut short where they must be."""

from __future__ import annotations

from textwrap import wrap

from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.drawing.segments import width_of
from site_sim.ui.screens.race.wrapping import first_that_fits, rows_of

WORDS = st.lists(st.sampled_from(["a", "jobs", "I/O-bound", "queue:", "", "–", "a\tb", "waiting"]))


@given(WORDS.map(" ".join) | st.text(max_size=40), st.integers(-1, 20))
def test_a_text_takes_the_rows_that_the_library_gives_it(text: str, width: int) -> None:
    assert rows_of(text, width) == (wrap(text, width) if width > 0 else [])


def test_the_first_that_has_room_is_told_else_the_last_cut_short() -> None:
    texts = ("3 of 9 workers wait: 12 jobs wait", "3 of 9 wait: 12 jobs wait")
    assert first_that_fits(texts, 20, 2, "…") == ["3 of 9 workers wait:", "12 jobs wait"]
    assert first_that_fits(texts, 16, 2, "…") == ["3 of 9 wait: 12", "jobs wait"]
    assert first_that_fits(texts, 9, 2, "…") == ["3 of 9", "wait: 12…"]
    assert first_that_fits(texts, 9, 0, "…") == first_that_fits([], 9, 2, "…") == []


def test_wide_characters_have_the_room_that_they_take() -> None:
    text = "数据 数据"
    assert width_of(text) == 9
    assert first_that_fits([text, "data"], 5, 1, "…") == ["data"]
