"""What each kind of event makes of the site: the fold over a log, with O(1) work an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE
from site_sim.state.entities import (
    AS_BEFORE,
    BLOCKED,
    CPU,
    DEATH,
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
    WORK_BEGAN,
    WORK_CHANGED,
    WORK_ENDED,
    JobState,
    LaneState,
    State,
    TaskState,
)
from site_sim.state.site import SiteState
from site_sim.state.statistics import next_stop

STOPPED = READY + WORK_CHANGED + WORK_ENDED
RESUMED = CPU + WORK_CHANGED + WORK_BEGAN
"""What is made of a worker who stops to work, and of one who computes on."""
EventHandler = Callable[[SiteState, int, int, int, int, int], int]
"""Folds an event; returns what it makes of `who`, as a change log notes it (see `fold`)."""


def fold(site: SiteState, stop: int | None = None) -> list[int]:
    """Bring a site up to event number `stop` (exclusive), or to the end of its log.

    Returns what each of the events made of its task: the state it left it in (or AS_BEFORE), and
    added to that RECEIVER_READY, DEATH, WORK_BEGAN, WORK_ENDED and WORK_CHANGED.
    """
    log, handlers, statistics = site.log, HANDLERS, site.statistics
    end = len(log) if stop is None else min(stop, len(log))
    made: list[int] = []
    while site.seq < end:
        upto = min(end, site.seq - site.seq % CHUNK + CHUNK)
        if not statistics.arrived or statistics.is_warming_up:
            upto = next_stop(log, site.seq, upto, statistics, site.census.crew_times_at)
        made += [
            handlers[kind](site, at, who, job, a, b)
            for at, kind, who, job, a, b in log.rows(site.seq, upto)
        ]
        site.seq, site.at = upto, max(site.at, log.time_of(upto - 1))
    return made


def fold_each(site: SiteState, stop: int) -> Iterator[tuple[int, ...]]:
    """Bring a site up to event number `stop` (exclusive), and yield each event once it is there."""
    log, handlers, statistics = site.log, HANDLERS, site.statistics
    while site.seq < stop:
        upto = min(stop, site.seq - site.seq % CHUNK + CHUNK)
        if not statistics.arrived or statistics.is_warming_up:
            upto = next_stop(log, site.seq, upto, statistics, site.census.crew_times_at)
        for row in log.rows(site.seq, upto):
            at, kind, who, job, a, b = row
            handlers[kind](site, at, who, job, a, b)
            site.seq += 1
            site.at = max(site.at, at)
            yield row


# -- what events have in common --------------------------------------------------------------------


def put(s: SiteState, task: TaskState, at: int, state: State, lane: int = NO_LANE) -> State:
    """Change the state of a task, and the lane it is on. The hot path of the fold, and so flat."""
    who, before = task.who, task.lane
    if before != lane:
        if before != NO_LANE:
            left = s.lanes[before]
            if left.who == who:
                left.busy_ns += at - left.since
                left.who = NOBODY
        task.lane = lane
        if lane != NO_LANE:
            taken = s.lanes[lane]
            if taken.who != NOBODY:
                taken.busy_ns += at - taken.since
            taken.who = who
            taken.since = at
    state_before = task.state
    if state_before is state:
        return state
    old, new = +state_before, +state  # plain integers index lists in less time
    task.spent[old] += at - task.since
    task.since = at
    task.state = state
    if who < 0:
        return state
    census = s.census
    census.states[who] = new
    balance = census.balance
    balance[old] += at
    balance[new] -= at
    return state


def _rest(s: SiteState, task: TaskState, at: int) -> State:
    """Make a task with nothing in hand ready for its inbox, or idle if that is empty."""
    task.job = NO_JOB
    task.to = NOBODY
    return put(s, task, at, READY if task.inbox else IDLE)


def _take_up(s: SiteState, task: TaskState, job: int) -> None:
    """Put a job into the hand of a task, from its inbox if it is there."""
    if task.job != job:
        if task.inbox and task.inbox[0] == job:
            del task.inbox[0]
        task.job = job
    place = s.jobs.taken.get(job)
    if place is not None:
        place.place, place.holder = HAND, task.who


def _let_go(s: SiteState, card: JobState) -> None:
    """Take a job out of the inbox or the hand that it is in."""
    if card.place is INBOX:
        s.task(card.holder).inbox.remove(card.number)
    elif card.place is HAND and s.task(card.holder).job == card.number:
        s.task(card.holder).job = NO_JOB


def _stop_work(s: SiteState, card: JobState, at: int) -> int:
    """Stop the work on a job, if there is any; return what that adds to what the event made."""
    if card.running_since < 0:
        return 0
    s.statistics.work_stopped(at, card)
    return WORK_CHANGED


def _return_to_queue(s: SiteState, at: int, job: int, front: bool) -> int:
    """Put a job back into the queue, out of whatever place it has."""
    s.statistics.queued += 1
    card = s.jobs.taken[job]
    _let_go(s, card)
    stopped = _stop_work(s, card, at)
    card.earlier_ns = card.service_ns
    card.place, card.holder, card.worker = QUEUE, NOBODY, NOBODY
    if front:
        s.queue.appendleft(job)
    else:
        s.queue.append(job)
    return stopped


def _end(s: SiteState, job: int) -> None:
    """Take a job that is done or given up from the site."""
    card = s.jobs.pop(job)
    _let_go(s, card)
    card.place = DONE


# -- one function a kind, in the order of `Kind` ---------------------------------------------------


def _setting_changed(s: SiteState, at: int, who: int, job: int, key: int, value: int) -> int:
    name = s.log.texts[key]
    s.settings.change(name, s.log.texts[value])
    s.statistics.setting_changed(name, at, s.settings)
    s.lately.change(at, s.reading_at)
    return AS_BEFORE


def _lanes_opened(s: SiteState, at: int, who: int, job: int, lanes: int, _: int) -> int:
    s.lanes = [LaneState() for _ in range(lanes)]
    s.built_at = at
    s.most_lanes = max(s.most_lanes, lanes)
    s.lately.begin(at, s.reading_at)
    return AS_BEFORE


def _hired(s: SiteState, at: int, who: int, job: int, lane: int, _: int) -> int:
    task = _appear(s, at, who)
    task.starting = task.dead = False
    return _rest(s, task, at)


def _start_up_began(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = _appear(s, at, who)
    task.starting, task.dead = True, False
    return AS_BEFORE


def _appear(s: SiteState, at: int, who: int) -> TaskState:
    """Return the task of that number, which is new on the site or back on it."""
    for number in range(len(s.workers), who):  # they come later: theirs are the places before
        _make_room(s, at, number)
    if who == len(s.workers):
        _make_room(s, at, who)
    return s.task(who)


def _make_room(s: SiteState, at: int, who: int) -> None:
    """Make a place for the next worker, who is not there yet."""
    task = TaskState(who)
    task.since = at
    s.workers.append(task)
    s.most_workers = max(s.most_workers, len(s.workers))
    s.appeared += 1
    s.census.enter(GONE, at)
    s.lately.change(at, s.reading_at)


def _laid_off(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.task(who).leaving = True
    s.lately.change(at, s.reading_at)
    return AS_BEFORE


def _called_back(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.task(who).leaving = False
    s.lately.change(at, s.reading_at)
    return AS_BEFORE


def _left(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.starting = task.leaving = task.dead = False
    task.to = NOBODY
    made = _stop(s, task, at)
    workers = s.workers
    while workers and workers[-1].state is GONE and not _keeps_place(workers[-1]):
        workers.pop()
        s.census.leave(at)
    return made


def _stop(s: SiteState, task: TaskState, at: int) -> int:
    """Make a task gone, whatever it is at."""
    ended = WORK_ENDED if task.who >= 0 and task.state.working else 0
    return put(s, task, at, GONE) + ended


def _keeps_place(task: TaskState) -> bool:
    """Return whether a worker that is gone keeps its place: it died, or is starting."""
    return task.dead or task.starting


def _job_arrived(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.statistics.job_arrived(at)
    s.lately.job_arrived(at, s.reading_at)
    s.jobs.arrive()
    s.queue.append(job)
    return AS_BEFORE


def _arrivals_ended(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.statistics.arrivals_end()
    return AS_BEFORE


def _job_taken(s: SiteState, at: int, who: int, job: int, worker: int, _: int) -> int:
    s.statistics.queued -= 1
    s.queue.popleft()
    task = s.task(who)
    s.jobs.take(job).worker = worker
    _take_up(s, task, job)
    return put(s, task, at, READY)


def _hand_off_started(s: SiteState, at: int, who: int, job: int, to: int, lane: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    if task.job != job:
        _take_up(s, task, job)
    task.to = to
    s.latest = who
    return put(s, task, at, HANDING_OFF, lane)


def _handed_off(s: SiteState, at: int, who: int, job: int, to: int, then: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    receiver = s.workers[to] if to >= 0 else s.task(to)
    card = s.jobs.taken[job]
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
    task.job = NO_JOB
    task.to = NOBODY
    rests = then == GOES_ON and not task.inbox
    return put(s, task, at, IDLE if rests else READY) + woken


def _blocked(s: SiteState, at: int, who: int, job: int, to: int, _: int) -> int:
    return put(s, s.workers[who] if who >= 0 else s.task(who), at, BLOCKED)


def _resumed(s: SiteState, at: int, who: int, job: int, by: int, _: int) -> int:
    return _rest(s, s.workers[who] if who >= 0 else s.task(who), at)


def _work_started(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    _take_up(s, task, job)
    card = s.jobs.taken[job]
    card.begin(at, who)
    s.statistics.work_began(at, card)
    made = put(s, task, at, CPU if card.cpu_ns else IO, lane) + WORK_CHANGED
    return made + WORK_BEGAN if who >= 0 else made


def _preempted(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    s.statistics.work_stopped(at, s.jobs.taken[job])
    put(s, s.workers[who] if who >= 0 else s.task(who), at, READY)
    return STOPPED if who >= 0 else STOPPED - WORK_ENDED


def _cpu_resumed(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    s.statistics.work_began(at, s.jobs.taken[job])
    put(s, s.workers[who] if who >= 0 else s.task(who), at, CPU, lane)
    return RESUMED if who >= 0 else RESUMED - WORK_BEGAN


def _io_started(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    return put(s, s.workers[who] if who >= 0 else s.task(who), at, IO, lane)


def _work_finished(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    s.statistics.work_stopped(at, s.jobs.taken[job])
    put(s, s.workers[who] if who >= 0 else s.task(who), at, READY, lane)
    return STOPPED if who >= 0 else STOPPED - WORK_ENDED


def _accepted(s: SiteState, at: int, who: int, job: int, worker: int, attempt: int) -> int:
    s.statistics.job_accepted(at, s.jobs.taken[job], worker, attempt)
    _end(s, job)
    return _rest(s, s.task(who), at)


def _rejected(s: SiteState, at: int, who: int, job: int, worker: int, attempt: int) -> int:
    card = s.jobs.taken[job]
    s.statistics.job_rejected(at, card, worker, attempt)
    stopped = _return_to_queue(s, at, job, front=False)
    card.attempt = attempt + 1
    return _rest(s, s.task(who), at) + stopped


def _scrapped(s: SiteState, at: int, who: int, job: int, worker: int, attempt: int) -> int:
    card = s.jobs.taken[job]
    stopped = _stop_work(s, card, at)
    s.statistics.job_scrapped(at, card, worker, attempt, inspected=who != NOBODY)
    _end(s, job)
    return stopped + (AS_BEFORE if who == NOBODY else _rest(s, s.task(who), at))


def _unclaimed(s: SiteState, at: int, who: int, job: int, worker: int, _: int) -> int:
    task = s.task(who)
    _take_up(s, task, job)
    stopped = _return_to_queue(s, at, job, front=True)
    return _rest(s, task, at) + stopped


def _requeued(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.statistics.lost += 1
    return _return_to_queue(s, at, job, front=True) + AS_BEFORE


def _accident_happened(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    if job == NO_JOB:
        return AS_BEFORE
    _take_up(s, s.task(who), job)
    card = s.jobs.taken[job]
    card.attempt += 1
    return _stop_work(s, card, at) + AS_BEFORE


def _died(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.to = NOBODY
    task.dead = True
    return _stop(s, task, at) + DEATH


def _became_ready(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return put(s, s.workers[who] if who >= 0 else s.task(who), at, READY)


def _became_idle(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return _rest(s, s.workers[who] if who >= 0 else s.task(who), at)


def _start_up_got_lane(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    return put(s, s.task(who), at, GONE, lane)


def _start_up_lost_lane(s: SiteState, at: int, who: int, job: int, _: int, lane: int) -> int:
    return put(s, s.task(who), at, GONE)


def _spawned(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return AS_BEFORE


HANDLERS: tuple[EventHandler, ...] = (
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
    _start_up_got_lane,
    _start_up_lost_lane,
    _spawned,
)
