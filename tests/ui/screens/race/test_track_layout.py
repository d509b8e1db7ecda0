"""How the rows of a track are divided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.ui.screens.race.track_layout import (
    FIXED,
    LEAST_WALL,
    columns_for,
    direction_for,
    lines_for,
)


@pytest.mark.parametrize(
    ("size", "tracks", "direction"),
    [
        ((60, 14), 2, "columns"),
        ((60, 14), 3, "lines"),
        ((80, 20), 3, "columns"),
        ((80, 20), 4, "lines"),
        ((120, 32), 6, "columns"),
        ((100, 32), 6, "lines"),
        ((200, 46), 6, "columns"),
    ],
    ids=str,
)
def test_tracks_stand_side_by_side_where_they_have_room(
    size: tuple[int, int], tracks: int, direction: str
) -> None:
    assert direction_for(*size, tracks) == direction


@given(
    st.integers(18, 100), st.integers(12, 60), st.integers(0, 2000), st.booleans(), st.booleans()
)
def test_the_rows_of_a_track_add_up_to_all_there_are(
    width: int, height: int, workers: int, wants_figure: bool, has_halves: bool
) -> None:
    layout = columns_for(width, height, workers, wants_figure, has_halves)
    parts = (layout.model, layout.figure, layout.wall, layout.times, layout.crew, layout.now)
    assert sum(parts) + FIXED == height
    assert layout.wall >= LEAST_WALL
    assert layout.crew >= 1 <= layout.now


def test_a_figure_that_is_asked_for_has_room_before_the_words() -> None:
    plain, asked = (
        columns_for(24, 18, 4, wants_figure, has_halves=False) for wants_figure in (False, True)
    )
    assert plain.model > 0 == plain.figure
    assert asked.figure > 0 == asked.model


def test_a_crew_has_no_more_rows_than_it_fills() -> None:
    assert columns_for(31, 46, 6, False, True).crew == 6
    assert columns_for(31, 46, 100, False, True).crew == 5
    assert columns_for(31, 46, 100_000, False, True).crew == round(46 / 4)


@pytest.mark.parametrize("height", range(1, 12))
def test_the_rows_of_a_track_above_others_are_all_used(height: int) -> None:
    layout = lines_for(60, height)
    assert layout.wall + layout.now + layout.model == height
    assert layout.wall >= min(height, 2)
