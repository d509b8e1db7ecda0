"""Columns come back as they were packed, and what is alike takes next to nothing."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from site_sim.state.columns import blank, chosen, fill, pack_column, unpack_column
from site_sim.state.entities import LaneState

WIDTHS = {"b": 7, "i": 31, "q": 63}


@given(st.data(), st.sampled_from(list(WIDTHS)))
def test_a_column_comes_back_as_it_was(data: st.DataObject, code: str) -> None:
    most = 1 << WIDTHS[code]
    numbers = data.draw(
        st.lists(st.sampled_from([0, 0, 1, -1, 255]) if code != "b" else st.just(0))
    )
    numbers += data.draw(st.lists(st.integers(-most, most - 1)))
    numbers += data.draw(st.lists(st.just(0)))
    assert list(unpack_column(code, pack_column(code, numbers), len(numbers))) == numbers


def test_a_column_of_nothing_takes_no_bytes() -> None:
    assert pack_column("q", [0] * 1_000) == b""
    assert list(unpack_column("q", b"", 3)) == [0, 0, 0]


@given(st.lists(st.integers(0, 9), max_size=4))
def test_rows_are_chosen_in_their_order(rows: list[int]) -> None:
    column = array("q", range(100, 110))
    assert list(chosen(column, rows)) == [100 + row for row in rows]
    assert list(chosen(column, range(len(rows)))) == list(range(100, 100 + len(rows)))


def test_the_fields_of_many_objects_are_filled_at_once() -> None:
    lanes = blank(LaneState, 3)
    fill(lanes, "who", [4, 5, 6])
    fill(lanes, "since", range(3))
    assert [(lane.who, lane.since) for lane in lanes] == [(4, 0), (5, 1), (6, 2)]
