"""Who is ahead in a race, and the scale that all tracks are drawn to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from site_sim.player.track_facts import Standing, easy_number, placed, scale_of


def standing(done: int, ended_at: int | None = None, **fields: Any) -> Standing:
    given = {"jobs": 9, "queued": 0, "workers": 4, "lanes": 1} | fields
    return Standing(name=f"{done} {ended_at}", done=done, ended_at=ended_at, **given)


def places(*standings: Standing) -> Sequence[int]:
    return [facts.place for facts in placed(standings)]


def test_before_a_job_is_done_nobody_is_ahead() -> None:
    assert places(standing(0), standing(0)) == [0, 0]


def test_where_all_is_given_up_who_ended_first_is_ahead_too() -> None:
    assert places(standing(0, ended_at=90), standing(0), standing(0, ended_at=70)) == [2, 3, 1]


def test_who_has_done_more_is_ahead_and_equals_share_a_place() -> None:
    assert places(standing(3), standing(5), standing(3), standing(1)) == [2, 1, 2, 4]


def test_who_ended_is_ahead_of_whoever_did_not_and_the_first_to_end_wins() -> None:
    tracks = standing(8, ended_at=90), standing(9, ended_at=70), standing(9), standing(2)
    for order in permutations(tracks):
        assert [facts.standing for facts in sorted(placed(order), key=lambda each: each.place)] == [
            tracks[1], tracks[0], tracks[2], tracks[3],
        ]  # fmt: skip


def test_equals_are_as_predicted_in_whatever_order() -> None:
    for predicted, right in (
        ((1, 2, 3), (True, True, True)),
        ((2, 1, 3), (True, True, True)),
        ((3, 1, 2), (False, True, False)),
        ((0, 0, 3), (False, False, True)),
    ):
        ended = zip((70, 70, 90), predicted, strict=True)
        facts = placed([standing(9, at, predicted=place) for at, place in ended])
        assert tuple(each.is_as_predicted for each in facts) == right
    assert not placed([standing(0, predicted=1)])[0].is_as_predicted


def test_the_scale_is_that_of_the_largest() -> None:
    scale = scale_of(
        [
            standing(3, queued=7, workers=2, lanes=4),
            standing(5, queued=1, workers=8, lanes=1, jobs=12),
        ]
    )
    assert scale.jobs == 12
    assert (scale.most_done, scale.most_queued) == (5, 7)
    assert (scale.most_workers, scale.most_lanes) == (8, 4)


@pytest.mark.parametrize("jobs", [None, 9])
def test_how_many_jobs_there_are_is_known_of_all_or_not_at_all(jobs: int | None) -> None:
    assert scale_of([standing(1), standing(1, jobs=jobs)]).jobs == jobs


@pytest.mark.parametrize(
    ("least", "easy"), [(0, 1), (1, 1), (2, 2), (3, 5), (6, 10), (99, 100), (101, 200), (501, 1000)]
)
def test_where_ever_more_jobs_come_walls_reach_up_to_a_number_that_is_easy_to_read(
    least: int, easy: int
) -> None:
    assert easy_number(least) == easy
    assert scale_of([standing(least, jobs=None), standing(0)]).top == easy
    assert scale_of([standing(least, jobs=600), standing(0)]).top == 600
