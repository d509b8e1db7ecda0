"""Reads from a log how long one held a lane while others were ready, and waited for it.

That is what a wait for a GIL, or for an event loop that somebody keeps, comes to. Only what tells
who is ready and who has which lane is folded; a job that somebody else waits with on the call stack
makes nobody ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import compress

from site_sim.base.units import NEVER
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import IS_CALLING, NO_JOB, NO_LANE, WAITS_FOR_LANE, Kind

SHARED = NO_LANE
"""Names the pool of lanes that everybody shares; that of a lane for its own tasks is its number."""


class WaitingPool:
    """Those who wait for the same lanes."""

    __slots__ = ("lanes", "none_since", "ready", "since")

    def __init__(self) -> None:
        self.ready = 0
        """How many are ready."""
        self.since = 0
        """Since when somebody is, in nanoseconds."""
        self.none_since = -1
        """Since when nobody is; who waits from that moment on goes on with the wait."""
        self.lanes: set[int] = set()
        """The lanes that somebody has who is of this pool."""


class LaneHolds:
    """The holds of lanes in the first `seq` events of a log; times are simulated nanoseconds."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.seq = 0
        self.longest = 0
        """The longest hold that is over."""
        self._is_pinned = False
        """Whether each task is pinned to a lane."""
        self.clear()

    def clear(self) -> None:
        """Forget all lanes and tasks: the site is built anew."""
        self._pools: dict[int, WaitingPool] = {}
        self._lane_for: dict[int, int] = {}
        """The lane that a task waits for, or `SHARED`."""
        self._inboxes: dict[int, list[int]] = {}
        self._idle: set[int] = set()
        self._ready: set[int] = set()
        self._lane_of: dict[int, int] = {}
        self._holds: dict[int, tuple[int, int]] = {}
        """Who has a lane, or had it last, and since when."""
        self._left_at: dict[int, int] = {}
        """When a lane was let go; who takes it up again in that moment has held it all along."""

    def catch_up(self, events: int = NEVER) -> None:
        """Fold at most so many further events."""
        stop = min(len(self.log), self.seq + events)
        while self.seq < stop:
            upto = min(stop, self.seq - self.seq % CHUNK + CHUNK)
            counts = self.log.kinds(self.seq, upto).translate(_COUNTS)
            for event in compress(self.log.rows(self.seq, upto), counts):
                HANDLERS[event[1]](self, *event)
            self.seq = upto

    def longest_at(self, at: int) -> int:
        """Return the longest hold up to a time after which nothing was folded."""
        pools = [pool for pool in self._pools.values() if pool.ready]
        return max(self.longest, *(self._longest_of(pool, at) for pool in pools), 0)

    # -- what happens to a task ------------------------------------------------------------

    def take(self, at: int, who: int, lane: int) -> None:
        """Note that a task is on a lane now, or on none; if it was ready, it is no more."""
        if who in self._ready:
            self._stop_waiting(at, who)
        self._idle.discard(who)
        if self._lane_of.get(who, NO_LANE) != lane:
            self._let_go(at, who)
            if lane != NO_LANE:
                self._hold(at, who, lane)

    def wait(self, at: int, who: int) -> None:
        """Note that a task is ready, and has no lane."""
        self._let_go(at, who)
        self._idle.discard(who)
        if who not in self._ready:
            self._ready.add(who)
            pool = self._pool(self._lane_for.get(who, SHARED))
            if not pool.ready and pool.none_since != at:
                pool.since = at
            pool.ready += 1

    def rest(self, at: int, who: int) -> None:
        """Note that a task is at its bare yield: idle, or ready if something is in its inbox."""
        if self._inboxes.get(who):
            self.wait(at, who)
        else:
            self.take(at, who, NO_LANE)
            self._idle.add(who)

    def receive(self, at: int, who: int, job: int) -> None:
        """Put a job into an inbox; whoever was idle is ready."""
        self._inboxes.setdefault(who, []).append(job)
        if who in self._idle:
            self.wait(at, who)

    def take_up(self, who: int, job: int) -> None:
        """Take a job out of the inbox of a task, if it is the first there."""
        inbox = self._inboxes.get(who)
        if inbox and inbox[0] == job:
            del inbox[0]

    def pin(self, who: int, lane: int) -> None:
        """Note which lane a new task is pinned to, if any."""
        self._lane_for[who] = lane

    def change_model(self, model: str) -> None:
        """Note how tasks and lanes go together from now on."""
        self._is_pinned = model in MODEL_FACTS and MODEL_FACTS[model].is_pinned

    # -- lanes and who waits for them ------------------------------------------------------

    def _pool(self, lane: int) -> WaitingPool:
        """Return the pool that a lane is in, or that of all who may have any lane."""
        number = lane if self._is_pinned else SHARED
        pool = self._pools.get(number)
        if pool is None:
            pool = self._pools[number] = WaitingPool()
        return pool

    def _hold(self, at: int, who: int, lane: int) -> None:
        """Give a lane to a task, which has held it all along if it let it go just now."""
        before, since = self._holds.get(lane, (NOBODY, 0))
        if before != who or self._left_at.get(lane) != at:
            since = at
        self._holds[lane] = (who, since)
        self._lane_of[who] = lane
        self._pool(lane).lanes.add(lane)

    def _let_go(self, at: int, who: int) -> None:
        """Take the lane from a task, if it has one."""
        lane = self._lane_of.pop(who, NO_LANE)
        if lane == NO_LANE:
            return
        pool = self._pool(lane)
        holder, since = self._holds[lane]
        if holder != who:  # whom it called has it
            return
        pool.lanes.discard(lane)
        self._left_at[lane] = at
        if pool.ready:
            self.longest = max(self.longest, at - max(since, pool.since))

    def _stop_waiting(self, at: int, who: int) -> None:
        """Note that a task is ready no more; if it was the last one, holds end here."""
        self._ready.remove(who)
        pool = self._pool(self._lane_for.get(who, SHARED))
        pool.ready -= 1
        if not pool.ready:
            pool.none_since = at
            if at - pool.since > self.longest:
                self.longest = max(self.longest, self._longest_of(pool, at))

    def _longest_of(self, pool: WaitingPool, at: int) -> int:
        """Return how long the lane held longest was held while somebody of a pool was ready."""
        began = min((self._holds[lane][1] for lane in pool.lanes), default=at)
        return at - max(began, pool.since)


# -- one function for kinds that do the same -------------------------------------------------------


def _on_lane(h: LaneHolds, at: int, _: int, who: int, job: int, a: int, lane: int) -> None:
    h.take_up(who, job)
    h.take(at, who, lane)


def _off_lane(h: LaneHolds, at: int, _: int, who: int, job: int, a: int, b: int) -> None:
    h.take(at, who, NO_LANE)


def _loses_lane(h: LaneHolds, at: int, _: int, who: int, job: int, a: int, b: int) -> None:
    h.wait(at, who)


def _rests(h: LaneHolds, at: int, _: int, who: int, job: int, a: int, b: int) -> None:
    if who != NOBODY:
        h.take_up(who, job)
        h.rest(at, who)


def _setting(h: LaneHolds, at: int, _: int, who: int, job: int, key: int, value: int) -> None:
    if h.log.texts[key] == "model":
        h.change_model(h.log.texts[value])


def _opened(h: LaneHolds, at: int, _: int, who: int, job: int, lanes: int, b: int) -> None:
    h.clear()


def _hired(h: LaneHolds, at: int, _: int, who: int, job: int, lane: int, b: int) -> None:
    h.pin(who, lane)
    h.rest(at, who)


def _handed_off(h: LaneHolds, at: int, _: int, who: int, job: int, to: int, then: int) -> None:
    if then == IS_CALLING:
        h.take(at, who, NO_LANE)
        return
    h.receive(at, to, job)
    if then == WAITS_FOR_LANE:
        h.wait(at, who)
    else:
        h.rest(at, who)


def _work_finished(h: LaneHolds, at: int, _: int, who: int, job: int, a: int, lane: int) -> None:
    if lane == NO_LANE:
        h.wait(at, who)


def _accident(h: LaneHolds, at: int, _: int, who: int, job: int, a: int, b: int) -> None:
    if job != NO_JOB:
        h.take_up(who, job)


HANDLERS: Mapping[int, Callable[[LaneHolds, int, int, int, int, int, int], None]] = {
    Kind.SettingChanged: _setting,
    Kind.LanesOpened: _opened,
    Kind.Hired: _hired,
    Kind.Left: _off_lane,
    Kind.HandOffStarted: _on_lane,
    Kind.HandedOff: _handed_off,
    Kind.Blocked: _off_lane,
    Kind.Resumed: _rests,
    Kind.WorkStarted: _on_lane,
    Kind.Preempted: _loses_lane,
    Kind.CpuResumed: _on_lane,
    Kind.IoStarted: _on_lane,
    Kind.WorkFinished: _work_finished,
    Kind.Accepted: _rests,
    Kind.Rejected: _rests,
    Kind.Scrapped: _rests,
    Kind.Unclaimed: _rests,
    Kind.AccidentHappened: _accident,
    Kind.Died: _off_lane,
    Kind.BecameReady: _loses_lane,
    Kind.BecameIdle: _rests,
    Kind.StartUpGotLane: _on_lane,
    Kind.StartUpLostLane: _off_lane,
}
"""What each kind of event changes of the holds; the other kinds change none."""
_COUNTS = bytes(kind in HANDLERS for kind in range(256))
"""Whether a kind of event counts: a table for `bytes.translate`."""
