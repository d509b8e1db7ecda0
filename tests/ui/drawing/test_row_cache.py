"""Rows are drawn anew when their keys change, and not before."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rich.segment import Segment

from site_sim.ui.drawing.row_cache import RowCache


class Source:
    """Rows whose keys are told; it notes which are drawn."""

    def __init__(self, rows: list[Hashable], rows_move: bool = False) -> None:
        self.rows = rows
        self.rows_move = rows_move
        self.drawn: list[int] = []

    def keys(self, top: int, stop: int) -> Sequence[Hashable]:
        return self.rows[top:stop]

    def draw_row(self, row: int) -> list[Segment]:
        self.drawn.append(row)
        return [Segment(str(self.rows[row] if row < len(self.rows) else ""))]


def test_only_rows_whose_keys_change_are_drawn() -> None:
    source = Source(["a", "b", "c"])
    cache = RowCache(source)
    assert cache.draw_changes(0, 4) == [0, 1, 2, 3]  # the last is empty
    assert cache.draw_changes(0, 4) == []
    source.rows[1] = "x"
    assert cache.draw_changes(0, 4) == [1]
    assert source.drawn == [0, 1, 2, 3, 1]


def test_rows_that_move_are_not_drawn_again() -> None:
    source = Source(["a", "b", "c"], rows_move=True)
    cache = RowCache(source)
    cache.draw_changes(0, 3)
    source.rows[:] = ["new", "a", "b"]
    assert cache.draw_changes(0, 3) == [0, 1, 2]
    assert source.drawn == [0, 1, 2, 0]


def test_what_was_forgotten_is_drawn_anew() -> None:
    cache = RowCache(Source(["a", "b"]))
    cache.draw_changes(0, 2)
    cache.forget()
    assert cache.draw_changes(0, 2) == [0, 1]


def test_all_lines_change_where_rows_are_scrolled_but_only_those_that_come_are_drawn() -> None:
    source = Source(["a", "b", "c", "d"])
    cache = RowCache(source)
    cache.draw_changes(0, 3)
    assert cache.draw_changes(1, 3) == [0, 1, 2]
    assert source.drawn == [0, 1, 2, 3]
    assert cache.draw_changes(1, 2) == []


def test_in_more_room_only_the_rows_that_come_are_drawn() -> None:
    source = Source(["a", "b"])
    cache = RowCache(source)
    cache.draw_changes(0, 1)
    assert cache.draw_changes(0, 3) == [1, 2]
    assert source.drawn == [0, 1, 2]
