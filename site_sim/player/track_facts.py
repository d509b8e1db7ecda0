"""What is told of each track of a race beside its own frame: its place, and the scale of all.

The race makes a `Standing` a track from its players, and `placed` makes the facts of them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import msgspec


class RaceScale(msgspec.Struct, frozen=True):
    """What all tracks of a race are drawn to: so that what is higher is more."""

    jobs: int | None
    """How many jobs each has to do in all, where that is known of all."""
    most_done: int
    """The most that were done on a track."""
    most_queued: int
    most_workers: int
    most_lanes: int

    @property
    def top(self) -> int:
        """Up to how many jobs a wall has room: all, else the next number that is easy to read.

        That is one of 1, 2, 5, 10, 20, ...: so the scale stays as it is for a while.
        """
        return self.jobs if self.jobs is not None else easy_number(self.most_done)


class Standing(msgspec.Struct, frozen=True):
    """How a track stands at the race's playhead."""

    name: str
    """What it is called; no other track of the race is called so."""
    jobs: int | None
    """How many jobs it has to do in all; None where ever more come, or nobody knows."""
    done: int
    queued: int
    workers: int
    lanes: int
    ended_at: int | None = None
    """When the last of its jobs was done or given up (ns), if that was before the playhead."""
    fate: str = ""
    """Why it never ends, in a sentence; "" where nothing is known against it."""
    handicap: str = ""
    """What was done to this track alone, in a few words."""
    predicted: int = 0
    """The place that was predicted for it, from 1 on; 0 for none."""
    is_chosen: bool = False
    """It is the one that a key opens."""


class TrackFacts(msgspec.Struct, frozen=True):
    """What the picture of a track has to know beside its frame."""

    standing: Standing
    place: int
    """1 is ahead of all others; those that have come as far have the same. 0 before anything."""
    scale: RaceScale
    sharing: int = 1
    """How many tracks have that place."""

    @property
    def is_as_predicted(self) -> bool:
        """Whether its place was predicted; those that share one may be predicted in any order."""
        return 0 < self.place <= self.standing.predicted < self.place + self.sharing

    @property
    def is_over(self) -> bool:
        """Whether all of its jobs have left."""
        return self.standing.ended_at is not None


@lru_cache(maxsize=64)
def easy_number(least: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, ... that is no less."""
    power = int("1".ljust(len(str(least)), "0"))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def scale_of(standings: Sequence[Standing]) -> RaceScale:
    """Return the scale to which all tracks of a race are drawn, of which there is at least one."""
    totals = [each.jobs for each in standings]
    known = [total for total in totals if total is not None]
    return RaceScale(
        jobs=max(known) if len(known) == len(totals) else None,
        most_done=max([each.done for each in standings]),
        most_queued=max([each.queued for each in standings]),
        most_workers=max([each.workers for each in standings]),
        most_lanes=max([each.lanes for each in standings]),
    )


def placed(standings: Sequence[Standing]) -> Sequence[TrackFacts]:
    """Return the facts of all tracks of a race, in the order in which they are given.

    Who ended first is ahead; then who has done most. Before a job is done, or all
    of a track's jobs are given up, nobody has a place.
    """
    scale = scale_of(standings)
    ranks = [_rank(each) for each in standings]
    ordered = sorted(ranks)
    has_begun = scale.most_done > 0 or any(each.ended_at is not None for each in standings)
    return [
        TrackFacts(
            each,
            place=1 + bisect_left(ordered, rank) if has_begun else 0,
            scale=scale,
            sharing=ranks.count(rank),
        )
        for each, rank in zip(standings, ranks, strict=True)
    ]


def _rank(standing: Standing) -> tuple[bool, int]:
    """Return what is less for who is further ahead."""
    if standing.ended_at is not None:
        return False, standing.ended_at
    return True, -standing.done
