"""The life of one job, told from the log."""

from __future__ import annotations

from typing import NamedTuple

from site_sim.events import EventLog, Kind
from site_sim.state.parts import State
from site_sim.state.search import events_of_job

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
    stages: list[Stage] = []
    if job >= log.job_count:
        return stages
    arrival = log.index_at(log.arrived_at(job) - 1)
    for seq in events_of_job(log, job, arrival, stop):
        event = log[seq]
        if stages:
            stages[-1] = stages[-1]._replace(stop=event.at)
        kind = Kind(event.kind)
        stages.append(Stage(seq, kind, event.at, event.at, AFTER.get(kind, State.IDLE)))
        if kind in LAST:
            break
    return stages
