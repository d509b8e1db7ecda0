"""Strips and series against the plainest way to keep them: every note there ever was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.state.moments import CELLS, UNKNOWN, Series, Strip

# (how many moments later, what)
NOTES = st.lists(
    st.tuples(st.sampled_from([0, 0, 1, 1, 2, 7, CELLS - 1, CELLS, 3 * CELLS]), st.integers(0, 6)),
    min_size=1,
    max_size=40,
)
LATER = st.sampled_from([0, 1, 5, CELLS, 200])


def timed(notes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    moment, found = 0, []
    for gap, value in notes:
        moment += gap
        found.append((moment, value))
    return found


def most_notable(notes: list[tuple[int, int]], cell: int) -> int:
    """Return the largest state in a cell: what it began with, and what was noted in it."""
    before = [state for moment, state in notes if moment < cell]
    within = [state for moment, state in notes if moment == cell]
    return max(before[-1:] + within, default=UNKNOWN)


@given(notes=NOTES, later=LATER, count=st.integers(1, CELLS), reads=st.booleans())
def test_a_strip_shows_the_most_notable_state_of_each_moment(
    notes: list[tuple[int, int]], later: int, count: int, reads: bool
) -> None:
    strip = Strip()
    known = timed(notes)
    for moment, state in known:
        strip.note(moment, state)
        if reads:
            strip.read(moment, CELLS)
    end = known[-1][0] + later
    cells = list(range(end - count + 1, end + 1))
    expected = [most_notable(known, cell) if cell >= 0 else UNKNOWN for cell in cells]
    assert list(strip.read(end, count)) == expected


@given(notes=NOTES, later=LATER, count=st.integers(1, CELLS))
def test_a_strip_that_was_packed_goes_on_as_if_it_had_not_been(
    notes: list[tuple[int, int]], later: int, count: int
) -> None:
    strip, known = Strip(), timed(notes)
    half = len(known) // 2
    for moment, state in known[:half]:
        strip.note(moment, state)
    moment = known[half][0]
    other = Strip()
    other.unpack(strip.pack(moment), moment)
    for each in (strip, other):
        for moment, state in known[half:]:
            each.note(moment, state)
    end = known[-1][0] + later
    assert strip.read(end, count) == other.read(end, count)


@given(notes=NOTES, later=LATER)
def test_a_series_that_counts_adds_up_what_happened_in_each_moment(
    notes: list[tuple[int, int]], later: int
) -> None:
    series, known = Series(carries=False), timed(notes)
    for moment, amount in known:
        series.add(moment, amount)
    end = known[-1][0] + later
    cells = range(end - CELLS + 1, end + 1)
    assert series.read(end, CELLS) == [
        sum(amount for moment, amount in known if moment == cell) for cell in cells
    ]


@given(notes=NOTES, later=LATER)
def test_a_series_of_a_level_keeps_the_highest_of_each_moment(
    notes: list[tuple[int, int]], later: int
) -> None:
    series, known = Series(carries=True), timed(notes)
    for moment, value in known:
        series.level(moment, value)
    end = known[-1][0] + later
    expected = []
    for cell in range(end - CELLS + 1, end + 1):
        highest = most_notable(known, cell) if cell >= 0 else UNKNOWN
        expected.append(0 if highest == UNKNOWN else highest)
    assert series.read(end, CELLS) == expected


@given(notes=NOTES, ratio=st.sampled_from([2, 4, 16]))
def test_longer_moments_keep_the_most_notable_of_those_that_become_one(
    notes: list[tuple[int, int]], ratio: int
) -> None:
    strip, known = Strip(), timed(notes)
    for moment, state in known:
        strip.note(moment, state)
    end = known[-1][0]
    strip.rescale(end, 100, 100 * ratio)
    oldest = max(0, end - CELLS + 1)  # what is older was forgotten
    for back, cell in enumerate(reversed(strip.read(end // ratio, CELLS))):
        moment = end // ratio - back
        was = range(max(oldest, moment * ratio), min(end, moment * ratio + ratio - 1) + 1)
        known_cells = [most_notable(known, number) for number in was]
        states = [state for state in known_cells if state != UNKNOWN]
        assert cell == max(states, default=UNKNOWN)


def test_shorter_moments_repeat_what_was_known_of_the_longer_one() -> None:
    strip = Strip()
    for moment, state in enumerate([0, 4, 2]):
        strip.note(moment, state)
    strip.rescale(2, 100, 50)
    # The third moment is not over: only its first half has been reached.
    assert list(strip.read(4, 5)) == [0, 0, 4, 4, 4]


def test_a_strip_goes_on_in_its_new_moments() -> None:
    strip = Strip()
    strip.note(0, 3)
    strip.rescale(10, 100, 200)
    strip.note(6, 1)
    strip.note(7, 5)
    assert list(strip.read(7, 3)) == [3, 3, 5]
