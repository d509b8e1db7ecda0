"""The life of one job, told from the log."""

from __future__ import annotations

from typing import NamedTuple

from site_sim.events import EventLog, Kind
from site_sim.state.parts import State

LAST = frozenset({Kind.Accepted, Kind.Scrapped})
"""The kinds of event after which no more is told of a job."""
AFTER: dict[int, State] = {
    Kind.JobArrived: State.IDLE,
    Kind.Requeued: State.IDLE,
    Kind.Unclaimed: State.IDLE,
    Kind.Rejected: State.IDLE,
    Kind.JobTaken: State.READY,
    Kind.HandOffStarted: State.HANDING_OFF,
    Kind.Blocked: State.BLOCKED,
    Kind.HandedOff: State.READY,
    Kind.WorkStarted: State.CPU,
    Kind.CpuResumed: State.CPU,
    Kind.Preempted: State.READY,
    Kind.IoStarted: State.IO,
    Kind.WorkFinished: State.READY,
    Kind.AccidentHappened: State.READY,
}
"""What a job is at after an event, in the words for tasks: a job that waits in the queue is idle,
one in an inbox or in a hand that has no lane is ready."""


class Stage(NamedTuple):
    """A stretch of a job's life: from the event `seq` at `start` until `stop` (ns)."""

    seq: int
    kind: Kind
    start: int
    stop: int
    state: State


def life_of(log: EventLog, job: int, stop: int) -> list[Stage]:
    """Return a job's life as far as the first `stop` events tell, in order; empty before it came.

    The last stretch of an unfinished job has no length.
    """
    first = _arrival(log, job)
    if first is None or first >= stop:
        return []
    stages: list[Stage] = []
    seq: int | None = first
    while seq is not None and seq < stop:
        event = log[seq]
        if stages:
            stages[-1] = stages[-1]._replace(stop=event.at)
        kind = Kind(event.kind)
        stages.append(Stage(seq, kind, event.at, event.at, AFTER.get(kind, State.IDLE)))
        if kind in LAST:
            break
        seq = log.find(lambda row: row[3] == job, seq + 1, range(len(Kind)))
    return stages


def _arrival(log: EventLog, job: int) -> int | None:
    """Return the number of the event of a job's arrival: jobs arrive in the order of numbers."""
    low, high = 0, len(log)
    arrivals = (Kind.JobArrived,)
    while low < high:
        middle = (low + high) // 2
        seq = log.rfind(lambda _: True, middle + 1, arrivals)
        if seq is None or log[seq].job < job:
            low = middle + 1
        else:
            high = middle
    found = low < len(log) and log[low].kind == Kind.JobArrived and log[low].job == job
    return low if found else None
