"""What each kind of event makes of the state of the site."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NOBODY, Kind
from site_sim.state.changing import Changing
from site_sim.state.entities import (
    AS_BEFORE,
    BLOCKED,
    CPU,
    GONE,
    HANDING_OFF,
    IDLE,
    INBOX,
    IO,
    READY,
    RECEIVER_READY,
    LaneState,
    TaskState,
)

Handler = Callable[[Changing, int, int, int, int, int], int]
"""Folds an event; returns the state it leaves `who` in, or AS_BEFORE: what a `ChangeLog` notes."""

# One function a kind, in the order of `Kind`: what an event makes of the state.


def _setting_changed(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    key = s.log.texts[a]
    s.settings.change(key, s.log.texts[b])
    if key == "rate" and s.settings.rate:
        s.arrivals_ended = False
    return AS_BEFORE


def _lanes_opened(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.lanes = [LaneState() for _ in range(a)]
    s.built_at = at
    s.most_lanes = max(s.most_lanes, a)
    return AS_BEFORE


def _hired(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = _appear(s, at, who)
    task.starting = task.dead = False
    return s.rest(task, at)


def _start_up_began(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = _appear(s, at, who)
    task.starting, task.dead = True, False
    return AS_BEFORE


def _appear(s: Changing, at: int, who: int) -> TaskState:
    """Return the task of that number, which is new on the site or back on it."""
    if who == len(s.workers):
        task = TaskState(who)
        task.since = at
        s.workers.append(task)
        s.most_workers = max(s.most_workers, len(s.workers))
        s.appeared += 1
        s.census.enter(GONE, at)
    return s.task(who)


def _laid_off(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.task(who).leaving = True
    return AS_BEFORE


def _called_back(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.task(who).leaving = False
    return AS_BEFORE


def _left(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.starting = task.leaving = task.dead = False
    task.to = NOBODY
    s.put(task, at, GONE)
    workers = s.workers
    while workers and workers[-1].state is GONE and not _keeps_place(workers[-1]):
        workers.pop()
        s.census.leave(GONE, at)
    s.working_changed(at)
    return GONE


def _keeps_place(task: TaskState) -> bool:
    """Whether a worker who is not at work keeps its place: the dead, and those who start."""
    return task.dead or task.starting


def _job_arrived(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.queue_changes(at)
    s.system_changes(at)
    s.jobs.arrive()
    s.arrived += 1
    s.queue.append(job)
    s.queue_changed(at)
    return AS_BEFORE


def _arrivals_ended(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.arrivals_ended = True
    return AS_BEFORE


def _job_taken(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.queue_changes(at)
    s.queue.popleft()
    s.queue_changed(at)
    task = s.task(who)
    s.jobs.take(job).worker = a
    s.take_up(task, job)
    return s.put(task, at, READY)


def _hand_off_started(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    if task.job != job:
        s.take_up(task, job)
    task.to = a
    s.latest = who
    return s.put(task, at, HANDING_OFF, b)


def _handed_off(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    to = s.workers[a] if a >= 0 else s.task(a)
    card = s.jobs.known[job]
    card.holder = a
    if b == IS_CALLING:
        task.job = NO_JOB
        to.job = job
        s.put(to, at, READY)
        return s.put(task, at, BLOCKED) + RECEIVER_READY
    to.inbox.append(job)
    card.place = INBOX
    woken = 0
    if to.state is IDLE:
        s.put(to, at, READY)
        woken = RECEIVER_READY
    if b == GOES_ON:
        return s.rest(task, at) + woken
    task.job = NO_JOB
    task.to = NOBODY
    return s.put(task, at, READY) + woken


def _blocked(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    return s.put(s.task(who), at, BLOCKED)


def _resumed(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    return s.rest(s.task(who), at)


def _work_started(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    s.take_up(task, job)
    card = s.jobs.known[job]
    card.running_since = at
    card.worked_ns = 0
    card.worker = who
    if card.started < 0:
        card.started = at
    made = s.put(task, at, CPU if card.cpu_ns else IO, b)
    s.working_changed(at)
    return made


def _preempted(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.stop_clock(s.jobs.known[job], at)
    s.put(s.task(who), at, READY)
    s.working_changed(at)
    return READY


def _cpu_resumed(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.jobs.known[job].running_since = at
    s.put(s.task(who), at, CPU, b)
    s.working_changed(at)
    return CPU


def _io_started(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    return s.put(s.task(who), at, IO, b)


def _work_finished(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.stop_clock(s.jobs.known[job], at)
    s.put(s.task(who), at, READY, b)
    s.working_changed(at)
    return READY


def _accepted(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.judge(at, Kind.Accepted, job, a, b)
    s.end(at, job)
    s.accepted += 1
    s.last_accepted = at
    s.throughput.add(at // s.bucket_ns)
    return s.rest(s.task(who), at)


def _rejected(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.judge(at, Kind.Rejected, job, a, b)
    s.to_queue(at, job, front=False)
    s.jobs.known[job].attempt = b + 1
    s.rejected += 1
    return s.rest(s.task(who), at)


def _scrapped(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.stop_clock(s.jobs.known[job], at)
    s.judge(at, Kind.Scrapped, job, a, b)
    s.end(at, job)
    s.scrapped += 1
    return AS_BEFORE if who == NOBODY else s.rest(s.task(who), at)


def _unclaimed(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    s.take_up(task, job)
    s.to_queue(at, job, front=True)
    return s.rest(task, at)


def _requeued(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.to_queue(at, job, front=True)
    return AS_BEFORE


def _accident_happened(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    s.accidents += 1
    if job != NO_JOB:
        s.take_up(s.task(who), job)
        card = s.jobs.known[job]
        s.stop_clock(card, at)
        card.attempt += 1
    return AS_BEFORE


def _died(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.to = NOBODY
    task.dead = True
    s.put(task, at, GONE)
    if who >= 0:
        task.strip.mark(GONE, s.bucket_ns)
    s.working_changed(at)
    return GONE


def _became_ready(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    return s.put(s.task(who), at, READY)


def _became_idle(s: Changing, at: int, who: int, job: int, a: int, b: int) -> int:
    return s.rest(s.task(who), at)


HANDLERS: tuple[Handler, ...] = (
    _setting_changed,
    _lanes_opened,
    _hired,
    _start_up_began,
    _laid_off,
    _called_back,
    _left,
    _job_arrived,
    _arrivals_ended,
    _job_taken,
    _hand_off_started,
    _handed_off,
    _blocked,
    _resumed,
    _work_started,
    _preempted,
    _cpu_resumed,
    _io_started,
    _work_finished,
    _accepted,
    _rejected,
    _scrapped,
    _unclaimed,
    _requeued,
    _accident_happened,
    _died,
    _became_ready,
    _became_idle,
)
