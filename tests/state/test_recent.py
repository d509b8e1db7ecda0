"""Strips and series against the plainest way to keep them: every note there ever was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.state.recent import CELLS, UNKNOWN, PackedStrips, Series, Strip, restored_strips

STEP = 100
KINDS = 7
# (how much later, in which state then): within a moment, at its edges, and far away
LIVES = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 13, 50, 99, 100, 101, 250, 700, 6_400, 20_000]),
        st.integers(0, KINDS - 1),
    ),
    min_size=1,
    max_size=40,
)
REST = st.sampled_from([0, 1, 99, 100, 550, 6_400, 20_000])
# (how many moments later, what)
NOTES = st.lists(
    st.tuples(st.sampled_from([0, 0, 1, 1, 2, 7, CELLS - 1, CELLS, 3 * CELLS]), st.integers(0, 6)),
    min_size=1,
    max_size=40,
)
LATER = st.sampled_from([0, 1, 5, CELLS, 200])


class Life:
    """A strip, and each stretch of time with its state, from the first state on."""

    def __init__(self, step: int = STEP) -> None:
        self.strip, self.step = Strip(), step
        self.stretches: list[tuple[int, int, int]] = []
        self.at, self.state, self.spent = 0, -1, [0] * KINDS

    def pass_time(self, span: int) -> None:
        if self.state >= 0 and span:
            self.stretches.append((self.at, self.at + span, self.state))
            self.spent[self.state] += span
        self.at += span

    def enter(self, state: int) -> None:
        if self.at >= self.strip.edge:
            self.strip.turn(self.at, self.step, max(self.state, 0), self.spent)
        self.state = state

    def read(self, count: int = CELLS) -> list[int]:
        if self.at >= self.strip.edge > 0:
            self.strip.turn(self.at, self.step, self.state, self.spent)
        return list(self.strip.read(self.state, count))

    def live(self, changes: list[tuple[int, int]], reads: bool = False) -> None:
        for span, state in changes:
            self.pass_time(span)
            self.enter(state)
            if reads:
                self.read()

    def expected(self, count: int) -> list[int]:
        """Return what took most of each moment; of the present one, the present state."""
        cells = []
        for number in range(self.at // self.step - count + 1, self.at // self.step):
            first, last = number * self.step, (number + 1) * self.step
            times = [0] * KINDS
            for start, stop, state in self.stretches:
                times[state] += max(0, min(stop, last) - max(start, first))
            most = max(times)
            cells.append(max(k for k in range(KINDS) if times[k] == most) if most else UNKNOWN)
        return [*cells, self.state]


def timed(notes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    bucket, found = 0, []
    for gap, value in notes:
        bucket += gap
        found.append((bucket, value))
    return found


def highest(notes: list[tuple[int, int]], cell: int) -> int:
    """Return the highest value in a cell: what it began with, and what was noted in it."""
    before = [value for bucket, value in notes if bucket < cell]
    within = [value for bucket, value in notes if bucket == cell]
    return max(before[-1:] + within, default=0)


@given(LIVES, st.integers(0, 3 * STEP), LIVES)
def test_what_is_marked_stays_as_that_moment_whatever_took_most_of_it(
    before: list[tuple[int, int]], rest: int, after: list[tuple[int, int]]
) -> None:
    life = Life()
    life.live(before)
    life.pass_time(rest)
    life.enter(6)
    life.strip.mark(6, STEP)
    struck = life.at // STEP
    life.live([(0, 0), *after, (STEP, 1)])
    cells, expected = life.read(), life.expected(CELLS)
    place = struck - life.at // STEP + CELLS - 1
    if place >= 0:
        assert cells[place] == 6
        cells[place] = expected[place]
    assert cells == expected


@given(changes=LIVES, rest=REST, count=st.integers(1, CELLS), reads=st.booleans())
def test_a_strip_shows_what_took_most_of_each_moment(
    changes: list[tuple[int, int]], rest: int, count: int, reads: bool
) -> None:
    life = Life()
    life.live(changes, reads)
    life.pass_time(rest)
    assert life.read(count) == life.expected(count)


def test_before_there_was_anything_a_strip_shows_nothing() -> None:
    assert list(Strip().read(3, 5)) == [UNKNOWN] * 5


@given(changes=LIVES, rest=REST)
def test_a_strip_that_was_packed_goes_on_as_if_it_had_not_been(
    changes: list[tuple[int, int]], rest: int
) -> None:
    life = Life()
    half = len(changes) // 2 + 1
    life.live(changes[:half])
    life.read()
    strip, state = life.strip, life.state
    grown = strip.times(life.spent)
    grown[state] = sum(grown) - (life.at - strip.bucket * STEP)
    born = life.at - sum(life.spent)
    packed = PackedStrips(
        STEP,
        bytes(strip.cells),
        *([[number] for number in column] for column in (grown, life.spent)),
        [state],
        [born],
    )
    (life.strip,) = restored_strips(packed, [0], [strip.bucket], STEP)
    life.live(changes[half:])
    life.pass_time(rest)
    assert life.read() == life.expected(CELLS)


@given(notes=NOTES, later=LATER)
def test_a_series_that_counts_adds_up_what_happened_in_each_moment(
    notes: list[tuple[int, int]], later: int
) -> None:
    series, known = Series(carries=False), timed(notes)
    for bucket, amount in known:
        series.add(bucket, amount)
    end = known[-1][0] + later
    cells = range(end - CELLS + 1, end + 1)
    assert series.read(end, CELLS) == [
        sum(amount for bucket, amount in known if bucket == cell) for cell in cells
    ]


@given(notes=NOTES, later=LATER)
def test_a_series_of_a_level_keeps_the_highest_of_each_moment(
    notes: list[tuple[int, int]], later: int
) -> None:
    series, known = Series(carries=True), timed(notes)
    for bucket, value in known:
        series.level(bucket, value)
    end = known[-1][0] + later
    expected = []
    for cell in range(end - CELLS + 1, end + 1):
        expected.append(highest(known, cell) if cell >= 0 else 0)
    assert series.read(end, CELLS) == expected


@given(changes=LIVES, ratio=st.sampled_from([2, 4, 16]))
def test_longer_moments_keep_what_most_of_those_show_that_become_one(
    changes: list[tuple[int, int]], ratio: int
) -> None:
    life = Life()
    life.live(changes)
    old, bucket = life.read(), life.at // STEP
    life.strip.rescale(life.at, (STEP, ratio * STEP), life.state, life.spent)
    life.step = ratio * STEP
    now = life.at // life.step
    for back, cell in enumerate(reversed(life.read())):
        numbers = range((now - back) * ratio, (now - back + 1) * ratio)
        was = [old[n - bucket - 1] for n in numbers if bucket - CELLS < n <= bucket]
        states = [state for state in was if state != UNKNOWN]
        most = max(map(states.count, states), default=0)
        if back:
            assert cell == max((s for s in states if states.count(s) == most), default=UNKNOWN)
        else:
            assert cell == life.state


def test_the_moment_that_becomes_longer_knows_how_it_began() -> None:
    life = Life()
    life.live([(0, 4), (150, 2), (40, 0)])
    life.read()
    life.strip.rescale(life.at, (STEP, 4 * STEP), life.state, life.spent)
    life.step = 4 * STEP
    life.pass_time(300)
    assert life.read(2) == [0, 0]  # 150 of state 4, 40 of 2, 210 of 0
    life = Life()
    life.live([(0, 4), (250, 2), (40, 0)])
    life.read()
    life.strip.rescale(life.at, (STEP, 4 * STEP), life.state, life.spent)
    life.step = 4 * STEP
    life.pass_time(150)
    assert life.read(2) == [4, 0]


def test_shorter_moments_repeat_what_was_known_of_the_longer_one() -> None:
    life = Life()
    life.live([(0, 0), (100, 4), (100, 2)])
    life.read()
    # The third moment is not over: only its first half has been reached.
    life.strip.rescale(life.at, (STEP, STEP // 2), life.state, life.spent)
    life.step = STEP // 2
    assert life.read(5) == [0, 0, 4, 4, 2]
    life.pass_time(120)
    assert life.read(3) == [2, 2, 2]


@given(notes=NOTES, ratio=st.sampled_from([2, 4, 16]))
def test_a_series_in_longer_moments_adds_counts_up_and_keeps_the_highest_level(
    notes: list[tuple[int, int]], ratio: int
) -> None:
    counts, levels, bucket = Series(carries=False), Series(carries=True), 0
    for later, value in notes:
        bucket += later
        counts.add(bucket, value)
        levels.level(bucket, value)
    old = dict(zip(range(bucket - CELLS + 1, bucket + 1), counts.read(bucket, CELLS), strict=True))
    high = dict(zip(range(bucket - CELLS + 1, bucket + 1), levels.read(bucket, CELLS), strict=True))
    for series in (counts, levels):
        series.rescale(bucket, STEP, ratio * STEP)
    now = bucket // ratio
    for back in range(CELLS):
        were = range((now - back) * ratio, (now - back + 1) * ratio)
        assert counts.read(now, CELLS)[-1 - back] == sum(old.get(n, 0) for n in were)
        assert levels.read(now, CELLS)[-1 - back] == max(high.get(n, 0) for n in were)


def test_a_series_in_shorter_moments_loses_no_count_and_carries_its_level() -> None:
    counts, levels = Series(carries=False), Series(carries=True)
    for bucket, value in enumerate((5, 2, 3)):
        counts.add(bucket, value)
        levels.level(bucket, value)
    for series in (counts, levels):
        series.rescale(2, STEP, STEP // 2)
    assert counts.read(4, 5) == [3, 2, 1, 1, 3]
    assert levels.read(5, 6) == [5, 5, 5, 5, 3, 3]  # a moment begins with the level before
