"""Bars of buttons and words: what fits, and where it goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.drawing.bars import BarItem, in_room, justify
from tests.ui.rows import texts_of


def test_the_footer_has_whole_keys_only_and_these_always() -> None:
    everything = texts_of("keys", size=(400, 24))[0]
    for width in (60, 80, 120, 200):
        [footer] = texts_of("keys", size=(width, 24))
        items = footer.split("  ")
        assert len(footer) <= width
        assert {"q quit", "? help", "space pause"} <= {item.strip() for item in items}
        assert all(item.strip() in everything for item in items)


@given(st.lists(st.integers(1, 9), max_size=8), st.integers(0, 40))
def test_groups_end_the_line_before_it_is_too_long(lengths: list[int], width: int) -> None:
    groups: list[list[BarItem]] = [[("x" * length, "", "")] for length in lengths]
    kept = in_room(groups, width)
    assert sum(len(text) for text, _, _ in kept) <= width
    assert kept == [zone for group in groups[: len(kept)] for zone in group]


def test_spread_puts_the_rest_at_the_right_end() -> None:
    zones = justify([("left", "", "")], [("日本", "", "")], 12)
    assert "".join(text for text, _, _ in zones) == "left    日本"
