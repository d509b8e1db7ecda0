"""Which job is followed at a moment of a run, and who has it: a function of the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, Kind
from site_sim.log.search import Wanted, first_event, last_event
from site_sim.state.entities import Place
from site_sim.state.history.job_path import ENDS
from site_sim.state.site import SiteState

SLOTS = 32
"""Slots after which another job is chosen in any case; there are as many to look back."""
ACTIONS = frozenset({Kind.HandOffStarted, Kind.WorkStarted})
"""By these events a task begins to do something with a job."""


class Followed(NamedTuple):
    """A job, and the task to look at: who has it, or had it last. None is nobody yet."""

    job: int
    who: int | None


NO_ONE_FOLLOWED = Followed(NO_JOB, None)


class FollowedFrom(NamedTuple):
    """The job that is followed from the start of a slot on."""

    slot: int
    job: int
    seq: int
    """The number of the action by which it was chosen; -1 if nobody had acted yet."""


class Follower:
    """Follows one job after the other, from hand to hand.

    Simulated time is cut into slots of equal length. A job that is under way is followed on. Where
    it is not, the job of the last action before the slot began is chosen: so it takes a slot at
    least until another one is followed, however fast they are done. Every `SLOTS` slots the choice
    is made anew: what is followed depends on no earlier ones. What was found is kept for the next
    moments.
    """

    def __init__(self) -> None:
        self._log: EventLog | None = None
        self._slot_ns = self._epoch = 0
        self._choices: list[FollowedFrom] = []
        """Those of an epoch of `SLOTS` slots, as far as it was looked at."""
        self._looked_at = 0
        """How many events were searched for the end of the newest one's job."""
        self._last: tuple[FollowedFrom, int, int | None] | None = None
        """A choice whose job is done, for how many workers, and who had the job last."""

    def followed(self, state: SiteState, slot_ns: int) -> Followed:
        """Return what is followed at the moment of a state, with slots of so many ns."""
        choice = self._choice(state, slot_ns)
        return Followed(choice.job, None if choice.seq < 0 else self._holder(state, choice))

    # -- the job ---------------------------------------------------------------------------

    def _choice(self, state: SiteState, slot_ns: int) -> FollowedFrom:
        slot = state.at // slot_ns
        epoch = slot // SLOTS
        if state.log is not self._log or (slot_ns, epoch) != (self._slot_ns, self._epoch):
            self._log, self._slot_ns, self._epoch = state.log, slot_ns, epoch
            self._choices = []
            self._choose(state.log, epoch * SLOTS)
        while (following := self._next_slot(state.log, slot)) is not None:
            self._choose(state.log, following)
        return next(choice for choice in reversed(self._choices) if choice.slot <= slot)

    def _choose(self, log: EventLog, slot: int) -> None:
        """Choose the job of the last action before a slot."""
        seq = last_event(log, Wanted(ACTIONS), self._events_before(log, slot))
        job = NO_JOB if seq is None else log[seq].job
        self._choices.append(FollowedFrom(slot, job, -1 if seq is None else seq))
        self._looked_at = 0 if seq is None else seq + 1

    def _next_slot(self, log: EventLog, slot: int) -> int | None:
        """Return the slot for which the next job is chosen; None if that is after `slot`."""
        last = self._choices[-1]
        if last.slot >= slot:
            return None
        if last.seq < 0:
            return last.slot + 1
        stop = self._events_before(log, slot)
        unseen = range(self._looked_at, stop)
        end = first_event(log, Wanted(ENDS, job=last.job), among=[unseen]) if unseen else None
        if end is None:
            self._looked_at = max(self._looked_at, stop)
            return None
        self._looked_at = end
        return max(last.slot, log.time_of(end) // self._slot_ns) + 1

    def _events_before(self, log: EventLog, slot: int) -> int:
        """Return how many events happened before a slot began."""
        return log.index_at(slot * self._slot_ns - 1)

    # -- who has it ------------------------------------------------------------------------

    def _holder(self, state: SiteState, choice: FollowedFrom) -> int | None:
        """Return who has the chosen job, or had it last, of those that are listed in rows.

        While the first of all hands it on, it is the receiver.
        """
        rows = state.log.cast.inner_rows(len(state.workers))
        card = state.jobs.get(choice.job)
        if card is None:
            known = self._last
            if known is None or known[:2] != (choice, len(state.workers)):
                known = choice, len(state.workers), _last_in(rows, state, choice)
                self._last = known
            return known[2]
        if card.place is Place.QUEUE or card.holder == NOBODY:
            return _last_in(rows, state, choice)
        if card.holder in rows:
            return card.holder
        holder = state.find(card.holder)  # in a strange log it may have left with the job
        if holder is not None and holder.job == card.number and holder.to in rows:
            return holder.to
        return _last_in(rows, state, choice)


def _last_in(rows: Sequence[int], state: SiteState, choice: FollowedFrom) -> int | None:
    """Return the last of some tasks that had a job since it was chosen, or was to get it."""
    stop, wanted = state.seq, Wanted(ACTIONS, job=choice.job)
    while (seq := last_event(state.log, wanted, stop, [range(choice.seq, stop)])) is not None:
        event = state.log[seq]
        if event.who in rows:
            return event.who
        if event.kind == Kind.HandOffStarted and event.a in rows:
            return event.a
        stop = seq
    return None
