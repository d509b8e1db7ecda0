"""The wall: each result at its place, and no brick that moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.drawing.masonry.wall import (
    BRICK,
    LARGEST_BRICK,
    NARROW,
    SMALL_BRICK,
    Brick,
    Wall,
    filling,
    shown_of,
    tower,
)
from site_sim.ui.drawing.segments import width_of
from site_sim.ui.theme.glyphs import ASCII, UNICODE, Glyphs

WIDTHS, HEIGHTS = st.integers(0, 60), st.integers(0, 20)
COUNTS = st.one_of(st.integers(0, 400), st.integers(0, 10**8))


def of_worker(number: int) -> Brick:
    """Return the brick of one of nine workers, or a gap: every tenth result is rejected."""
    if number % 10 == 9:
        return Brick("@", gap_role="rejected")
    return Brick(str(number % 10), number % 10)


def built(
    count: int,
    width: int,
    height: int,
    brick_at: Callable[[int], Brick] = of_worker,
    glyphs: Glyphs = ASCII,
) -> Wall:
    wall = Wall(glyphs)
    wall.build("results", count, brick_at, filling(width, height))
    return wall


def texts_of(wall: Wall, height: int) -> list[str]:
    """Return the courses, from the top."""
    return ["".join(text for text, _ in wall.courses[row]) for row in reversed(range(height))]


def signs_of(wall: Wall, width: int, height: int) -> list[str]:
    """Return the signs of all bricks and gaps, in the order in which they are laid."""
    cells = SMALL_BRICK if width < NARROW else BRICK
    signs = []
    for course in range(height):
        text = texts_of(wall, height)[-1 - course][cells // 2 * (course % 2) :]
        signs += [text[start : start + cells] for start in range(0, len(text), cells)]
    return [sign.strip("[] ") for sign in signs]


def test_a_wall_is_laid_course_on_course_in_running_bond() -> None:
    assert texts_of(built(17, 12, 6, glyphs=UNICODE), 6) == [
        "",
        "▐4▌▐5▌▐6▌",
        " ▐1▌▐2▌▐3▌",
        "▐7▌▐8▌ @ ▐0▌",
        " ▐4▌▐5▌▐6▌",
        "▐0▌▐1▌▐2▌▐3▌",
    ]


@given(COUNTS, WIDTHS, HEIGHTS)
def test_each_result_has_its_place(count: int, width: int, height: int) -> None:
    wall = built(count, width, height)
    signs = signs_of(wall, width, height)
    texts = texts_of(wall, height)
    assert all(width_of(text) <= width for text in texts)
    unit = wall.unit
    if any(texts):
        laid = [of_worker(shown_of(place, unit)).sign for place in range(count // unit)]
        assert signs == laid


@given(st.integers(0, 10**7), st.sampled_from([1, 2, 5, 10, 20, 50, 10**6]))
def test_a_brick_shows_one_of_those_that_it_stands_for(place: int, unit: int) -> None:
    assert shown_of(place, unit) // unit == place


@pytest.mark.parametrize("unit", [2, 5, 10, 20, 50, 100, 200, 1000])
@pytest.mark.parametrize("workers", [2, 3, 4, 5, 8, 10])
def test_all_who_take_turns_are_seen_on_the_wall(workers: int, unit: int) -> None:
    seen = [shown_of(place, unit) % workers for place in range(40 * workers)]
    assert all(15 <= seen.count(worker) <= 70 for worker in range(workers))


@given(st.lists(COUNTS, max_size=8), WIDTHS, HEIGHTS)
def test_a_wall_looks_as_if_it_were_built_at_once(
    counts: list[int], width: int, height: int
) -> None:
    """Whatever was built before: more, fewer (after a step back), or of another unit."""
    wall = Wall(ASCII)
    for count in counts:
        wall.build("results", count, of_worker, filling(width, height))
        assert texts_of(wall, height) == texts_of(built(count, width, height), height)


@given(COUNTS, st.integers(0, 30), WIDTHS, HEIGHTS)
def test_a_later_wall_has_all_bricks_of_an_earlier_one(
    count: int, more: int, width: int, height: int
) -> None:
    before, after = built(count, width, height), built(count + more, width, height)
    if before.unit == after.unit:
        first = signs_of(before, width, height)
        assert signs_of(after, width, height)[: len(first)] == first


def test_a_brick_that_is_laid_is_not_read_again() -> None:
    read: list[int] = []

    def brick_at(number: int) -> Brick:
        read.append(number)
        return of_worker(number)

    wall = Wall(ASCII)
    for count in range(30):
        wall.build("results", count, brick_at, filling(40, 10))
        courses = [wall.courses[row] for row in range(10)]
        wall.build("results", count, brick_at, filling(40, 10))
        assert all(wall.courses[row] is course for row, course in enumerate(courses))
    assert read == [*range(29)]
    wall.build("others", 3, brick_at, filling(40, 10))
    assert read[29:] == [0, 1, 2]


@pytest.mark.parametrize(("count", "unit"), [(0, 1), (10, 1), (10_000_000, 200_000)])
def test_any_number_of_results_has_room(count: int, unit: int) -> None:
    read: list[int] = []

    def brick_at(number: int) -> Brick:
        assert 0 <= number < count
        read.append(number)
        return of_worker(number)

    wall = built(count, 32, 12, brick_at)
    assert wall.unit == unit
    assert read == [shown_of(place, unit) for place in range(count // unit)]


@given(WIDTHS, HEIGHTS)
def test_no_more_bricks_are_read_than_have_room(width: int, height: int) -> None:
    read: list[int] = []

    def brick_at(number: int) -> Brick:
        read.append(number)
        return of_worker(number)

    built(10**8, width, height, brick_at)
    assert len(read) <= width * height // SMALL_BRICK


@given(st.integers(0, 10**6), st.integers(SMALL_BRICK, 60), st.integers(1, 20))
def test_a_tower_is_as_narrow_as_it_can_be_with_room_for_all(
    most: int, width: int, height: int
) -> None:
    bond = tower(most, width, height)
    length = bond.lengths[0]
    assert bond.lengths == [length] * height
    assert SMALL_BRICK <= bond.brick <= LARGEST_BRICK
    assert bond.width <= width
    if length > 1:
        assert (length - 1) * height < most
    larger = tower(most, width + 1, height)
    assert bond.room >= most or larger.room >= bond.room


@given(st.integers(0, 400), st.integers(0, 400), st.integers(SMALL_BRICK, 60), st.integers(1, 20))
def test_of_two_towers_to_one_scale_the_one_of_more_results_is_no_lower(
    one: int, other: int, width: int, height: int
) -> None:
    most = max(one, other)
    bond, heights = tower(most, width, height), []
    for count in sorted((one, other)):
        wall = Wall(ASCII)
        wall.build("results", count, of_worker, bond, most)
        heights.append(sum(bool(text) for text in texts_of(wall, height)))
        assert heights[-1] == bond.height_of(count // wall.unit)
    assert heights == sorted(heights)
    if most:
        assert 2 * heights[-1] >= min(height, most) - 1


def test_a_tower_of_few_has_a_course_a_result() -> None:
    wall = Wall(ASCII)
    wall.build("results", 3, of_worker, tower(6, 20, 6), 6)
    assert texts_of(wall, 6) == ["", "", "", *(f"[      {sign}      ]" for sign in "210")]


def test_a_tower_without_room_has_no_brick() -> None:
    wall = Wall(ASCII)
    for width, height in ((2, 5), (9, 0)):
        wall.build("results", 7, of_worker, tower(7, width, height), 7)
        assert not any(texts_of(wall, height))
