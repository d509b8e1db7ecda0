"""The life of one job, told from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from site_sim.log.event_log import EventLog
from site_sim.log.events import IS_CALLING, Event, Kind
from site_sim.log.search import events_of_job

LAST = frozenset({Kind.Accepted, Kind.Scrapped})
"""The kinds of event after which no more is told of a job."""


class Phase(IntEnum):
    """What a job is at; the phases of its life add up to it."""

    QUEUE = 0
    """It waits in the queue."""
    INBOX = 1
    """It waits in somebody's inbox."""
    LANE = 2
    """It is in the hand of somebody who has no lane, or goes on at this very moment."""
    ROOM = 3
    """It is in the hand of somebody who waits for room in an inbox."""
    HOP = 4
    """It is handed on, and nobody is at work on it meanwhile."""
    CPU = 5
    """Its CPU part is worked on."""
    IO = 6
    """Its I/O part is waited for."""


WORKING = (Phase.CPU, Phase.IO)
WAITING = tuple(phase for phase in Phase if phase not in WORKING)
"""Whatever it is at but being worked on."""

AFTER: dict[int, Phase] = {
    Kind.JobTaken: Phase.LANE,
    Kind.HandOffStarted: Phase.HOP,
    Kind.HandedOff: Phase.INBOX,
    Kind.Blocked: Phase.ROOM,
    Kind.WorkStarted: Phase.CPU,
    Kind.CpuResumed: Phase.CPU,
    Kind.Preempted: Phase.LANE,
    Kind.IoStarted: Phase.IO,
    Kind.WorkFinished: Phase.LANE,
    Kind.AccidentHappened: Phase.LANE,
}
"""What a job is at after an event; after any other it is in the queue, or done."""


class Interval(NamedTuple):
    """A stretch of a job's life: from the event `seq` at `start` until `stop` (ns)."""

    seq: int
    kind: Kind
    start: int
    stop: int
    phase: Phase

    @property
    def lasted(self) -> int:
        """How long it was, in simulated nanoseconds."""
        return self.stop - self.start


def life_of(
    log: EventLog, job: int, stop: int, now: int, among: Iterable[range] | None = None
) -> list[Interval]:
    """Return a job's life as far as the first `stop` events tell, in order; empty before it came.

    Of an unfinished job the last stretch lasts until `now` (ns). `among` are stretches of events
    in order, outside of which there is none about the job.
    """
    intervals: list[Interval] = []
    if job >= len(log.jobs):
        return intervals
    if among is None:
        among = [range(log.index_at(log.jobs.arrived_at(job) - 1), stop)]
    told = [range(stretch.start, min(stop, stretch.stop)) for stretch in among]
    for seq in events_of_job(log, job, told):
        event = log[seq]
        if intervals:
            intervals[-1] = intervals[-1]._replace(stop=event.at)
        intervals.append(Interval(seq, Kind(event.kind), event.at, event.at, _phase_after(event)))
        if event.kind in LAST:
            return intervals
    if intervals:
        intervals[-1] = intervals[-1]._replace(stop=now)
    return intervals


def _phase_after(event: Event) -> Phase:
    """Return what a job is at after an event; a call puts it right into the callee's hand."""
    if event.kind == Kind.HandedOff and event.b == IS_CALLING:
        return Phase.LANE
    return AFTER.get(event.kind, Phase.QUEUE)


def totals(intervals: Iterable[Interval]) -> Counter[Phase]:
    """Return how long a life was in each phase, in simulated nanoseconds; no phase without any."""
    spent: Counter[Phase] = Counter()
    for interval in intervals:
        spent[interval.phase] += interval.lasted
    return +spent
