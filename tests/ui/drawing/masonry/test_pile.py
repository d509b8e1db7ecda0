"""The pile: as many crates as there must be, each at a place that it keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.drawing.masonry.pile import CRATE, Pile, crate_row, pile_of
from site_sim.ui.drawing.segments import width_of
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs

NEVER = 10**9
WIDTHS, HEIGHTS = st.integers(0, 60), st.integers(0, 20)
JOBS = st.one_of(st.integers(0, 300), st.integers(0, 10**8))


def texts_of(pile: Pile, glyphs: Glyphs = ASCII) -> list[str]:
    """Return the rows of a pile, from the top."""
    rows = range(len(pile.rows))
    return ["".join(text for text, _ in pile.pieces(row, glyphs)) for row in rows]


def crates_of(pile: Pile) -> set[tuple[int, int, str]]:
    """Return where the crates lie (row from the ground, first cell), and the sign of each."""
    return {
        (len(pile.rows) - 1 - row, column, text[column + 1])
        for row, text in enumerate(texts_of(pile))
        for column, char in enumerate(text)
        if char == "["
    }


def test_a_pile_grows_upward_and_outward() -> None:
    assert [line.rstrip() for line in texts_of(pile_of(6, 4, 15, 4), UNICODE)] == [
        "",
        "      ▐▲▌",
        "    ▐╳▌▐▲▌",
        "   ▐╳▌▐╳▌▐╳▌",
    ]
    assert [line.rstrip() for line in texts_of(pile_of(1, 4, 15, 2), UNICODE)] == ["", "      ▐╳▌"]
    assert texts_of(pile_of(0, 4, 15, 2)) == ["", ""]


@given(JOBS, WIDTHS, HEIGHTS)
def test_there_are_just_as_many_crates_as_the_jobs_take(jobs: int, width: int, height: int) -> None:
    pile = pile_of(jobs, NEVER, width, height)
    has_room = any(row.order for row in pile.rows)
    assert len(crates_of(pile)) == (-(-jobs // pile.unit) if has_room else 0)
    assert all(width_of(line) <= width for line in texts_of(pile))
    assert len(pile.rows) == height


@given(JOBS, st.integers(0, 200), WIDTHS, HEIGHTS)
def test_one_job_more_is_one_crate_more_at_most(
    jobs: int, calm: int, width: int, height: int
) -> None:
    before, after = (pile_of(number, calm, width, height) for number in (jobs, jobs + 1))
    if before.unit == after.unit:
        assert crates_of(before) <= crates_of(after)
        assert len(crates_of(after) - crates_of(before)) <= 1
        changed = [row for row in range(height) if before.look(row) != after.look(row)]
        assert len(changed) <= 1
        assert all(
            first == second
            for row, (first, second) in enumerate(
                zip(texts_of(before), texts_of(after), strict=True)
            )
            if row not in changed
        )


@given(st.integers(0, 500), WIDTHS, HEIGHTS)
def test_each_crate_rests_on_the_ground_or_on_another(jobs: int, width: int, height: int) -> None:
    crates = {(row, column) for row, column, _ in crates_of(pile_of(jobs, NEVER, width, height))}
    for row, column in crates:
        below = {column + shift for shift in range(1 - CRATE, CRATE)}
        assert row == 0 or any((row - 1, each) in crates for each in below)


@given(st.integers(0, 500), st.integers(0, 200), st.integers(20, 60), st.integers(10, 20))
def test_what_is_beyond_the_calm_jobs_carries_the_warning(
    jobs: int, calm: int, width: int, height: int
) -> None:
    pile = pile_of(jobs, calm, width, height)
    warned = [crate for crate in crates_of(pile) if crate[2] == ASCII.hazard]
    assert len(warned) == max(0, -(-jobs // pile.unit) - calm // pile.unit)


@pytest.mark.parametrize("jobs", [0, 1, 10, 10_000_000])
def test_any_number_of_jobs_has_room(jobs: int) -> None:
    pile = pile_of(jobs, 4, 22, 12)
    assert pile.unit == {10_000_000: 200_000}.get(jobs, 1)
    assert len(crates_of(pile)) == {10_000_000: 50}.get(jobs, jobs)


@given(JOBS, JOBS, WIDTHS)
def test_a_row_of_crates_has_room_for_the_most_there_are(jobs: int, more: int, width: int) -> None:
    def crates(number: int) -> int:
        row = crate_row(number, NEVER, jobs + more, width, ASCII)
        text = "".join(text for text, _ in row)
        assert width_of(text) == CRATE * text.count("[") <= width
        return text.count("[")

    assert crates(jobs) <= crates(jobs + more)
    assert (crates(jobs) > 0) == (jobs > 0 and width >= CRATE)


def test_crates_of_a_row_beyond_those_that_are_calm_are_a_hazard() -> None:
    text = "".join(text for text, _ in crate_row(4, 2, 4, 12, ASCII))
    assert text == "[x][x][%][%]"
