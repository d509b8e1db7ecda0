"""What each kind of event makes of the state of the site."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.event_log import CHUNK
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, NOBODY, Kind
from site_sim.state.entities import (
    AS_BEFORE,
    BLOCKED,
    CPU,
    DONE,
    GONE,
    HAND,
    HANDING_OFF,
    IDLE,
    INBOX,
    IO,
    QUEUE,
    READY,
    RECEIVER_READY,
    JobState,
    LaneState,
    State,
    TaskState,
    Verdict,
)
from site_sim.state.site import SiteState

Handler = Callable[[SiteState, int, int, int, int, int], int]
"""Folds an event; returns the state it leaves `who` in, or AS_BEFORE: what a `ChangeLog` keeps."""


def fold(state: SiteState, stop: int | None = None) -> bytes:
    """Fold the events of the log up to number `stop` (exclusive), or to its end, into a state.

    Returns what each of them made, a byte an event: what its handler returned.
    """
    log, handlers = state.log, HANDLERS
    end = len(log) if stop is None else min(stop, len(log))
    made = bytearray()
    while state.seq < end:
        start = state.seq
        upto = min(end, start - start % CHUNK + CHUNK)
        made += bytes(
            [
                handlers[kind](state, at, who, job, a, b)
                for at, kind, who, job, a, b in log.rows(start, upto)
            ]
        )
        state.seq, state.at = upto, max(state.at, log[upto - 1].at)
    return bytes(made)


# -- what the events have in common ---------------------------------------------------------------


def put(s: SiteState, task: TaskState, at: int, state: State, lane: int = NO_LANE) -> State:
    """Put a task into a state from now on. This is the hot path of the fold, and so flat."""
    if task.lane != lane:
        _move(s, task, at, lane)
    before = task.state
    if before is state:
        return state
    task.spent[before] += at - task.since
    task.since = at
    task.state = state
    if task.who < 0:
        return state
    count, balance = s.census.count, s.census.balance
    count[before] -= 1
    balance[before] += at
    count[state] += 1
    balance[state] -= at
    if at >= task.strip.edge:
        task.strip.turn(at, s.bucket_ns, before, task.spent)
    return state


def _move(s: SiteState, task: TaskState, at: int, lane: int) -> None:
    """Move a task from the lane it is on, if any, to another, if any."""
    if task.lane != NO_LANE:
        left = s.lanes[task.lane]
        if left.who == task.who:
            left.busy_ns += at - left.since
            left.who = NOBODY
    task.lane = lane
    if lane != NO_LANE:
        taken = s.lanes[lane]
        if taken.who != NOBODY:
            taken.busy_ns += at - taken.since
        taken.who = task.who
        taken.since = at


def rest(s: SiteState, task: TaskState, at: int) -> State:
    """Turn a task that has nothing in hand to its inbox."""
    task.job = NO_JOB
    task.to = NOBODY
    return put(s, task, at, READY if task.inbox else IDLE)


def take_up(s: SiteState, task: TaskState, job: int) -> None:
    """Put a job into the hand of a task, from its inbox if it is there."""
    if task.job != job:
        if task.inbox and task.inbox[0] == job:
            del task.inbox[0]
        task.job = job
    place = s.jobs.known.get(job)
    if place is not None:
        place.place, place.holder = HAND, task.who


def queue_changes(s: SiteState, at: int) -> None:
    """Add the time so far to the area under the queue length; call it before the queue changes."""
    s.queue_area += s.queue.length * (at - s.queue_since)
    s.queue_since = at


def system_changes(s: SiteState, at: int) -> None:
    """Add the time so far to the area under the number of unfinished jobs, before it changes."""
    s.system_area += len(s.jobs) * (at - s.system_since)
    s.system_since = at


def queue_changed(s: SiteState, at: int) -> None:
    """Record the length that the queue has now."""
    length = s.queue.length
    s.queue_max = max(s.queue_max, length)
    s.queue_lengths.level(at // s.bucket_ns, length)


def to_queue(s: SiteState, at: int, job: int, front: bool) -> None:
    """Put a job (back) into the queue, out of whatever place it has."""
    queue_changes(s, at)
    card = s.jobs.known[job]
    if card.place is INBOX:
        s.task(card.holder).inbox.remove(job)
    elif card.place is HAND and s.task(card.holder).job == job:
        s.task(card.holder).job = NO_JOB
    stop_clock(card, at)
    card.worked_ns = 0
    card.place, card.holder, card.worker = QUEUE, NOBODY, NOBODY
    if front:
        s.queue.appendleft(job)
    else:
        s.queue.append(job)
    queue_changed(s, at)


def working_changed(s: SiteState, at: int) -> None:
    """Record how many workers are at work now."""
    count = s.census.count
    s.working.level(at // s.bucket_ns, count[CPU] + count[IO])


def stop_clock(card: JobState, at: int) -> None:
    """Add the time since work on a job began or resumed, and stop its clock."""
    if card.running_since >= 0:
        card.worked_ns += at - card.running_since
        card.service_ns += at - card.running_since
        card.running_since = -1


def record_verdict(s: SiteState, at: int, kind: Kind, job: int, worker: int, attempt: int) -> None:
    """Record a verdict on a job; it is added to the table unless it stands there already."""
    card = s.jobs.known[job]
    wait_ns = (card.started if card.started >= 0 else at) - card.arrived
    sojourn_ns = at - card.arrived
    if s.verdict_count == len(s.verdict_table):
        s.verdict_table.append(
            Verdict(at, kind, job, worker, attempt, wait_ns, card.service_ns, sojourn_ns)
        )
    s.verdict_count += 1


def end(s: SiteState, at: int, job: int) -> None:
    """Remove a job that is accepted or scrapped."""
    system_changes(s, at)
    card = s.jobs.pop(job)
    if card.place is INBOX:
        s.task(card.holder).inbox.remove(job)
    elif card.place is HAND and s.task(card.holder).job == job:
        s.task(card.holder).job = NO_JOB
    card.place = DONE


# -- one function a kind, in the order of `Kind` --------------------------------------------------


def _setting_changed(s: SiteState, at: int, who: int, job: int, key: int, value: int) -> int:
    name = s.log.texts[key]
    s.settings.change(name, s.log.texts[value])
    if name == "rate" and s.settings.rate:
        s.arrivals_ended = False
    return AS_BEFORE


def _lanes_opened(s: SiteState, at: int, who: int, job: int, lanes: int, b: int) -> int:
    s.lanes = [LaneState() for _ in range(lanes)]
    s.built_at = at
    s.most_lanes = max(s.most_lanes, lanes)
    return AS_BEFORE


def _hired(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = _appear(s, at, who)
    task.starting = task.dead = False
    return rest(s, task, at)


def _start_up_began(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = _appear(s, at, who)
    task.starting, task.dead = True, False
    return AS_BEFORE


def _appear(s: SiteState, at: int, who: int) -> TaskState:
    """Return the task of that number, which is new on the site or back on it."""
    if who == len(s.workers):
        task = TaskState(who)
        task.since = at
        s.workers.append(task)
        s.most_workers = max(s.most_workers, len(s.workers))
        s.appeared += 1
        s.census.enter(GONE, at)
    return s.task(who)


def _laid_off(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.task(who).leaving = True
    return AS_BEFORE


def _called_back(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.task(who).leaving = False
    return AS_BEFORE


def _left(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.starting = task.leaving = task.dead = False
    task.to = NOBODY
    put(s, task, at, GONE)
    workers = s.workers
    while workers and workers[-1].state is GONE and not _keeps_place(workers[-1]):
        workers.pop()
        s.census.leave(GONE, at)
    working_changed(s, at)
    return GONE


def _keeps_place(task: TaskState) -> bool:
    """Whether a worker who is not at work keeps its place: the dead, and those who start."""
    return task.dead or task.starting


def _job_arrived(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    queue_changes(s, at)
    system_changes(s, at)
    s.jobs.arrive()
    s.arrived += 1
    s.queue.append(job)
    queue_changed(s, at)
    return AS_BEFORE


def _arrivals_ended(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.arrivals_ended = True
    return AS_BEFORE


def _job_taken(s: SiteState, at: int, who: int, job: int, worker: int, b: int) -> int:
    queue_changes(s, at)
    s.queue.popleft()
    queue_changed(s, at)
    task = s.task(who)
    s.jobs.take(job).worker = worker
    take_up(s, task, job)
    return put(s, task, at, READY)


def _hand_off_started(s: SiteState, at: int, who: int, job: int, to: int, lane: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    if task.job != job:
        take_up(s, task, job)
    task.to = to
    s.latest = who
    return put(s, task, at, HANDING_OFF, lane)


def _handed_off(s: SiteState, at: int, who: int, job: int, to: int, then: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    receiver = s.workers[to] if to >= 0 else s.task(to)
    card = s.jobs.known[job]
    card.holder = to
    if then == IS_CALLING:
        task.job = NO_JOB
        receiver.job = job
        put(s, receiver, at, READY)
        return put(s, task, at, BLOCKED) + RECEIVER_READY
    receiver.inbox.append(job)
    card.place = INBOX
    woken = 0
    if receiver.state is IDLE:
        put(s, receiver, at, READY)
        woken = RECEIVER_READY
    if then == GOES_ON:
        return rest(s, task, at) + woken
    task.job = NO_JOB
    task.to = NOBODY
    return put(s, task, at, READY) + woken


def _blocked(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return put(s, s.task(who), at, BLOCKED)


def _resumed(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return rest(s, s.task(who), at)


def _work_started(s: SiteState, at: int, who: int, job: int, a: int, lane: int) -> int:
    task = s.task(who)
    take_up(s, task, job)
    card = s.jobs.known[job]
    card.running_since = at
    card.worked_ns = 0
    card.worker = who
    if card.started < 0:
        card.started = at
    made = put(s, task, at, CPU if card.cpu_ns else IO, lane)
    working_changed(s, at)
    return made


def _preempted(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    stop_clock(s.jobs.known[job], at)
    put(s, s.task(who), at, READY)
    working_changed(s, at)
    return READY


def _cpu_resumed(s: SiteState, at: int, who: int, job: int, a: int, lane: int) -> int:
    s.jobs.known[job].running_since = at
    put(s, s.task(who), at, CPU, lane)
    working_changed(s, at)
    return CPU


def _io_started(s: SiteState, at: int, who: int, job: int, a: int, lane: int) -> int:
    return put(s, s.task(who), at, IO, lane)


def _work_finished(s: SiteState, at: int, who: int, job: int, a: int, lane: int) -> int:
    stop_clock(s.jobs.known[job], at)
    put(s, s.task(who), at, READY, lane)
    working_changed(s, at)
    return READY


def _accepted(s: SiteState, at: int, who: int, job: int, worker: int, attempt: int) -> int:
    record_verdict(s, at, Kind.Accepted, job, worker, attempt)
    end(s, at, job)
    s.accepted += 1
    s.last_accepted = at
    s.throughput.add(at // s.bucket_ns)
    return rest(s, s.task(who), at)


def _rejected(s: SiteState, at: int, who: int, job: int, worker: int, attempt: int) -> int:
    record_verdict(s, at, Kind.Rejected, job, worker, attempt)
    to_queue(s, at, job, front=False)
    s.jobs.known[job].attempt = attempt + 1
    s.rejected += 1
    return rest(s, s.task(who), at)


def _scrapped(s: SiteState, at: int, who: int, job: int, worker: int, attempt: int) -> int:
    stop_clock(s.jobs.known[job], at)
    record_verdict(s, at, Kind.Scrapped, job, worker, attempt)
    end(s, at, job)
    s.scrapped += 1
    return AS_BEFORE if who == NOBODY else rest(s, s.task(who), at)


def _unclaimed(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    take_up(s, task, job)
    to_queue(s, at, job, front=True)
    return rest(s, task, at)


def _requeued(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    to_queue(s, at, job, front=True)
    return AS_BEFORE


def _accident_happened(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.accidents += 1
    if job != NO_JOB:
        take_up(s, s.task(who), job)
        card = s.jobs.known[job]
        stop_clock(card, at)
        card.attempt += 1
    return AS_BEFORE


def _died(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.to = NOBODY
    task.dead = True
    put(s, task, at, GONE)
    if who >= 0:
        task.strip.mark(GONE, s.bucket_ns)
    working_changed(s, at)
    return GONE


def _became_ready(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return put(s, s.task(who), at, READY)


def _became_idle(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return rest(s, s.task(who), at)


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
