"""The job that the chain keeps in view, and the task that has it."""

from __future__ import annotations

from typing import NamedTuple

from site_sim.log.events import NO_JOB
from site_sim.state.entities import Place
from site_sim.state.site import SiteState

DWELL = 30
"""Frames that the chain stays with a job, or where it was done, before it turns to another."""


class Followed(NamedTuple):
    """A job, and the task to be kept in view: who has it, or had it last, or None at first."""

    job: int
    who: int | None


class FollowedJob:
    """The job that the chain keeps in view, from hand to hand, and after it another one.

    Where jobs are done faster than one can look, the chain would jump in every frame: it stays
    with each for DWELL frames.
    """

    def __init__(self) -> None:
        self._followed = Followed(NO_JOB, None)
        self._frames = DWELL
        """Frames since another job was chosen."""

    def in_next_frame(self, state: SiteState) -> Followed:
        """Count a frame, and return what is followed in it."""
        self._frames += 1
        job, shown = self._followed.job, state.log.cast.inner_rows(len(state.workers))
        card = state.jobs.get(job)
        if card is not None and card.place is not Place.QUEUE and card.holder in shown:
            self._followed = Followed(job, card.holder)
        elif self._frames >= DWELL:
            latest = state.find(state.latest)
            job = latest.job if latest is not None else NO_JOB
            card, who = state.jobs.get(job), self._followed.who
            if card is not None or state.latest in shown:
                who = state.latest if card is None else card.holder
                self._frames = 0
            self._followed = Followed(job, who)
        return self._followed
