"""The layout of the chain's blocks: how large they are, and which row belongs to which worker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.log.cast import NOBODY
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.ui.screens.site.blocks import BLOCKS, LINE, BlockLayout
from tests.player.copies import copy_of


def layout(workers: int, room: int) -> BlockLayout:
    blocks = BlockLayout()
    blocks.fit_blocks(copy_of(Session(Scenario(workers=workers)).state), room)
    return blocks


@pytest.mark.parametrize(
    ("workers", "room", "pitch"), [(3, 30, 6), (3, 12, 4), (4, 8, 2), (9, 8, 1)]
)
def test_blocks_are_as_high_as_there_is_room_for(workers: int, room: int, pitch: int) -> None:
    blocks = layout(workers, room)
    assert blocks.pitch == pitch
    assert blocks.rows == workers * pitch
    assert blocks.height == min(room, blocks.rows)
    assert blocks.fits is (blocks.rows <= room)


@pytest.mark.parametrize("room", [1, 5, 10, 15, 20, 25, 60])
def test_each_row_belongs_to_the_worker_whose_own_row_is_in_its_block(room: int) -> None:
    blocks = layout(5, room)
    whos = [blocks.who_at(row) for row in range(blocks.rows)]
    assert whos == [who for who in (4, 3, 2, 1, 0) for _ in range(blocks.pitch)]
    for who in range(5):
        row = blocks.row_of(who)
        assert row is not None
        assert blocks.who_at(row) == who
        assert BLOCKS[blocks.pitch][row % blocks.pitch] == LINE


def test_there_is_nobody_beyond_the_last_block() -> None:
    blocks = layout(2, 6)
    assert blocks.who_at(blocks.rows) == blocks.who_at(-1) == NOBODY
    assert blocks.row_of(2) is None
    assert blocks.row_of(NOBODY) is None


def test_the_workers_in_view_are_counted_from_the_head() -> None:
    blocks = layout(10, 30)
    assert blocks.pitch == 3
    assert blocks.in_view(0, 6) == range(2)
    assert blocks.in_view(2, 6) == range(3)


def test_blocks_say_whether_they_look_different() -> None:
    blocks, state = BlockLayout(), copy_of(Session(Scenario(workers=4)).state)
    assert blocks.fit_blocks(state, 8)
    assert not blocks.fit_blocks(state, 8)
    assert blocks.fit_blocks(state, 12)


@given(workers=st.integers(1, 60), room=st.integers(1, 40), data=st.data())
def test_who_is_kept_in_view_has_others_above_and_below(
    workers: int, room: int, data: st.DataObject
) -> None:
    blocks = layout(workers, room)
    who = data.draw(st.sampled_from(list(blocks.inner)))
    top, height = blocks.top_around(who, blocks.height), blocks.height
    assert 0 <= top <= blocks.rows - height
    whole = range(-(-top // blocks.pitch), (top + height) // blocks.pitch)
    place = blocks.inner.index(who)
    assert place in whole
    margin = len(whole) // 4 - 1
    assert place - whole.start >= margin or top == 0
    assert whole.stop - 1 - place >= margin or top == blocks.rows - height


def test_rows_move_seldom_as_a_job_is_handed_down() -> None:
    blocks = layout(100, 20)
    tops = [blocks.top_around(who, 20) for who in blocks.inner]
    assert tops[0] == 0
    assert tops == sorted(tops)
    assert len(set(tops)) <= 10
    assert blocks.top_around(NOBODY, 20) == 0
