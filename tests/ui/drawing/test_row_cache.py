"""Rows are drawn anew when their keys change, and not before."""

from __future__ import annotations

from collections.abc import Hashable

from rich.segment import Segment

from site_sim.ui.drawing.row_cache import RowCache


class Source:
    """Rows whose keys are told; it notes which are drawn."""

    def __init__(self, keys: list[Hashable], rows_move: bool = False) -> None:
        self.keys = keys
        self.rows_move = rows_move
        self.drawn: list[int] = []

    def row_count(self) -> int:
        return len(self.keys)

    def key(self, row: int) -> Hashable:
        return self.keys[row]

    def draw_row(self, row: int) -> list[Segment]:
        self.drawn.append(row)
        return [Segment(str(self.keys[row] if row < len(self.keys) else ""))]


def test_only_rows_whose_keys_change_are_drawn() -> None:
    source = Source(["a", "b", "c"])
    cache = RowCache(source)
    assert cache.draw_changes(0, 4) == [0, 1, 2, 3]  # the last is empty
    assert cache.draw_changes(0, 4) == []
    source.keys[1] = "x"
    assert cache.draw_changes(0, 4) == [1]
    assert source.drawn == [0, 1, 2, 3, 1]


def test_rows_that_move_are_not_drawn_again() -> None:
    source = Source(["a", "b", "c"], rows_move=True)
    cache = RowCache(source)
    cache.draw_changes(0, 3)
    source.keys[:] = ["new", "a", "b"]
    assert cache.draw_changes(0, 3) == [0, 1, 2]
    assert source.drawn == [0, 1, 2, 0]


def test_what_was_forgotten_is_drawn_anew() -> None:
    cache = RowCache(Source(["a", "b"]))
    cache.draw_changes(0, 2)
    cache.forget()
    assert cache.draw_changes(0, 2) == [0, 1]
