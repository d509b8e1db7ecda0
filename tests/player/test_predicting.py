"""The order that an audience predicts is typed as numbers, or as the beginnings of names."""

from __future__ import annotations

import re

import pytest

from site_sim.player.predicting import order_of

NAMES = ("serial", "coroutines", "threads", "threads cores=1")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", ()),
        ("2 3 1", (1, 2, 0)),
        ("231", (1, 2, 0)),
        (" 2, 3 > 1", (1, 2, 0)),
        ("threads; ser", (2, 0)),
        ("COROUTINES 1", (1, 0)),
    ],
)
def test_an_order_is_read(text: str, order: tuple[int, ...]) -> None:
    assert order_of(text, NAMES) == order


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 5", "there is no track 5: they are 1 to 4"),
        ("1 2 1", "serial can end in one place only"),
        ("thr", "thr may be threads or threads cores=1"),
        ("serail", "there is no track serail; did you mean 'serial'?"),
    ],
)
def test_what_is_no_order_is_told(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        order_of(text, NAMES)
