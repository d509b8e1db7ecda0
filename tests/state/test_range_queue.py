"""A queue of runs against a plain deque."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.state.range_queue import RangeQueue

# Few numbers, so that neighbours meet at both ends again and again.
CHANGES = st.lists(
    st.tuples(st.sampled_from(("append", "append", "appendleft", "popleft")), st.integers(0, 8)),
    max_size=60,
)


def changed(changes: list[tuple[str, int]]) -> tuple[RangeQueue, deque[int]]:
    """Return both after the same changes; what is taken from them is the same."""
    queue: RangeQueue = RangeQueue()
    plain: deque[int] = deque()
    for change, number in changes:
        if change.startswith("append"):
            getattr(queue, change)(number)
            getattr(plain, change)(number)
        elif plain:
            assert queue.popleft() == plain.popleft()
    return queue, plain


@given(changes=CHANGES)
def test_it_holds_what_a_deque_holds(changes: list[tuple[str, int]]) -> None:
    queue, plain = changed(changes)
    assert list(queue) == list(plain)
    assert len(queue) == queue.length == len(plain)
    assert bool(queue) == bool(plain)
    for number in range(10):
        assert (number in queue) == (number in plain)
        if number in plain:
            assert queue.index(number) == plain.index(number)


@given(changes=CHANGES, start=st.integers(-70, 70), stop=st.none() | st.integers(-70, 70))
def test_it_is_read_by_place(changes: list[tuple[str, int]], start: int, stop: int | None) -> None:
    queue, plain = changed(changes)
    numbers = list(plain)
    assert queue[start:stop] == numbers[start:stop]
    assert [queue[place] for place in range(-len(plain), len(plain))] == numbers + numbers
    for place in (len(plain), -len(plain) - 1):
        with pytest.raises(IndexError):
            queue[place]


@given(changes=CHANGES)
def test_equal_queues_have_the_same_few_runs_however_they_came_about(
    changes: list[tuple[str, int]],
) -> None:
    queue, plain = changed(changes)
    straight = RangeQueue(plain)
    assert queue == straight
    assert queue.pack() == straight.pack()
    assert all(before.stop != after.start for before, after in pairwise(queue.runs()))
    if plain:
        queue.popleft()
        assert queue != straight


@given(changes=CHANGES, more=CHANGES)
def test_one_that_was_packed_goes_on_as_if_it_had_not_been(
    changes: list[tuple[str, int]], more: list[tuple[str, int]]
) -> None:
    queue, plain = changed(changes)
    again: RangeQueue = RangeQueue()
    again.unpack(queue.pack())
    for change, number in more:
        if change.startswith("append"):
            getattr(again, change)(number)
            getattr(plain, change)(number)
        elif plain:
            assert again.popleft() == plain.popleft()
    assert list(again) == list(plain)
    assert len(again) == len(plain)


def test_a_million_in_order_are_one_run_of_a_few_bytes() -> None:
    queue = RangeQueue(range(1_000_000))
    queue.appendleft(17)
    queue.append(3)
    assert len(queue) == 1_000_002
    assert sum(map(len, queue.pack())) < 100
    assert queue[500_000:500_003] == [499_999, 500_000, 500_001]
    assert queue.index(999_999) == 1_000_000


def test_nothing_is_taken_from_an_empty_one_or_found_in_it() -> None:
    queue = RangeQueue()
    with pytest.raises(IndexError):
        queue.popleft()
    with pytest.raises(ValueError, match="7 is not in the queue"):
        queue.index(7)
    with pytest.raises(ValueError, match="in order"):
        queue[::2]
    assert len(queue) == 0
