"""What came of the tracks of races, as a screen is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.race_review import RaceReview, RaceReviewer
from site_sim.player.track_facts import Standing, TrackFacts, placed
from tests.player.playing import Played

MODELS = ("serial", "threads", "free-threads")


class Clock:
    """Real seconds, of which so many pass at every look."""

    def __init__(self, look_s: float) -> None:
        self._look_s = look_s
        self._now = 0.0

    def __call__(self) -> float:
        self._now += self._look_s
        return self._now


def players(**fields: Any) -> list[Player]:
    given = {"at": 60.0, "count": 12, "workers": 3} | fields
    return [Played(**{"model": model} | given).player for model in MODELS]


def facts_of(those: Sequence[Player]) -> Sequence[TrackFacts]:
    """Return how the tracks stood at some moment of the past."""
    return placed(
        [
            Standing(model, 12, 3, 1, 3, 1, predicted=number + 1)
            for number, (model, _) in enumerate(zip(MODELS, those, strict=True))
        ]
    )


def review_of(
    those: Sequence[Player], reviewer: RaceReviewer, *, is_still: bool = True
) -> RaceReview:
    return reviewer.read(
        [player.session for player in those],
        [player.scenario for player in those],
        facts_of(those),
        is_still,
    )


def whole(those: Sequence[Player]) -> RaceReview:
    """Return the review of some runs with all reasons."""
    return review_of(those, RaceReviewer(Clock(0.0), DEFAULT_TUNING))
