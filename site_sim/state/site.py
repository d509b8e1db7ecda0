"""The state of the site: a fold over the event log, O(1) work an event."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import takewhile

from site_sim.events import (
    ACCEPT,
    CHUNK,
    FOREMAN,
    GOES_ON,
    IS_CALLING,
    NO_JOB,
    NO_LANE,
    NOBODY,
    EventLog,
    Kind,
)
from site_sim.state.jobs import Jobs
from site_sim.state.moments import Series
from site_sim.state.parts import (
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
    Census,
    JobState,
    LaneState,
    State,
    TaskState,
    Verdict,
)
from site_sim.state.track import Track
from site_sim.state.verdicts import LatestVerdicts, VerdictTable

MOMENT_NS = 250_000_000
"""How long a cell of the strips is, in simulated nanoseconds, unless it is chosen."""

Handler = Callable[["SiteState", int, int, int, int, int], int]
"""Folds an event; returns the state it leaves `who` in, or AS_BEFORE, and what a `Track` notes."""


class SiteState:
    """The site as it is after `seq` events of a log, at the time `at` (simulated nanoseconds)."""

    def __init__(
        self,
        log: EventLog,
        moment_ns: int = MOMENT_NS,
        verdicts: VerdictTable | None = None,
        track: Track | None = None,
    ) -> None:
        self.log = log
        self.track = track
        """What takes note of every change of the log; states of the same log may share one."""
        self.verdict_table = VerdictTable(log) if verdicts is None else verdicts
        """Every verdict of the log; states of the same log may share one."""
        self.seq = 0
        self.at = 0
        self.moment_ns = moment_ns
        self.settings: dict[str, str] = {}
        self.queue: deque[int] = deque()
        """Numbers of the jobs that wait, in order."""
        self.jobs = Jobs(log)
        """The unfinished jobs."""
        self.foreman = TaskState(FOREMAN)
        self.accept = TaskState(ACCEPT)
        self.workers: list[TaskState] = []
        """By number; the dead keep their place until they are replaced or laid off."""
        self.most_workers = self.most_lanes = 0
        """How many there ever were at once."""
        self.appeared = 0
        """How many workers ever took a place that nobody had."""
        self.lanes: list[LaneState] = []
        self.verdict_count = 0
        """How many verdicts of the table have been given so far."""
        self.arrived = self.accepted = self.rejected = self.scrapped = self.accidents = 0
        self.last_accepted = 0
        self.arrivals_ended = False
        self.queue_area = 0
        """Jobs waiting, integrated over time (job-nanoseconds), up to `queue_since`."""
        self.queue_since = 0
        self.queue_max = 0
        self.system_area = 0
        """The same for all unfinished jobs, up to `system_since`."""
        self.system_since = 0
        self.census = Census()
        """The workers by state."""
        self.built_at = 0
        self.latest = NOBODY
        """The worker who began to work or to hand off last."""
        self.throughput = Series(carries=False)
        self.queue_lengths = Series(carries=True)
        self.working = Series(carries=True)
        """How many workers were at work, at most, a moment."""

    # -- folding ---------------------------------------------------------------------------

    def catch_up(self, stop: int | None = None) -> None:
        """Fold the events of the log up to number `stop` (exclusive), or to its end."""
        log, handlers = self.log, HANDLERS
        end = len(log) if stop is None else min(stop, len(log))
        while self.seq < end:
            start = self.seq
            upto = min(end, start - start % CHUNK + CHUNK)
            made = [
                handlers[kind](self, at, who, job, a, b)
                for at, kind, who, job, a, b in log.rows(start, upto)
            ]
            self.seq, self.at = upto, max(self.at, log[upto - 1].at)
            if self.track is not None:
                self.track.note(self, start, made)

    def advance_to(self, at: int) -> None:
        """Let time pass in which nothing happens."""
        self.at = max(self.at, at)

    def set_moment(self, moment_ns: int) -> None:
        """Let a cell of strips and series stand for so many simulated nanoseconds."""
        before, now, at = self.moment_ns, self.moment, self.at
        if moment_ns == before:
            return
        for task in self.workers:
            task.past(at, before, 1)
            task.strip.rescale(at, (before, moment_ns), task.state, task.spent_at(at))
        for series in (self.throughput, self.queue_lengths, self.working):
            series.rescale(now, before, moment_ns)
        self.moment_ns = moment_ns

    # -- reading ---------------------------------------------------------------------------

    def task(self, who: int) -> TaskState:
        """Return a task by who it is."""
        if who >= 0:
            return self.workers[who]
        return self.foreman if who == FOREMAN else self.accept

    @property
    def verdicts(self) -> LatestVerdicts:
        """The latest lines of the accept log, oldest first."""
        return LatestVerdicts(self.verdict_table, self.verdict_count)

    @property
    def moment(self) -> int:
        """The number of the present cell of strips and series."""
        return self.at // self.moment_ns

    @property
    def staying(self) -> int:
        """How many workers are not on their way out: those who leave stand at the head."""
        leaving = takewhile(lambda task: task.leaving, reversed(self.workers))
        return len(self.workers) - sum(1 for _ in leaving)

    @property
    def in_progress(self) -> int:
        """How many jobs are between the queue and the end."""
        return len(self.jobs) - len(self.queue)

    @property
    def finished(self) -> bool:
        """Whether every job is done and none will come."""
        return self.arrivals_ended and not len(self.jobs) and self.arrived > 0

    @property
    def mean_queue_length(self) -> float:
        """The queue length L, averaged over the time so far."""
        area = self.queue_area + len(self.queue) * (self.at - self.queue_since)
        return area / self.at if self.at else 0.0

    @property
    def mean_in_system(self) -> float:
        """The number of unfinished jobs, averaged over the time so far."""
        area = self.system_area + len(self.jobs) * (self.at - self.system_since)
        return area / self.at if self.at else 0.0

    @property
    def utilisation(self) -> float:
        """The share of the crew's time on the site that was spent at work, 0 to 1."""
        return self.census.utilisation_at(self.at)

    @property
    def lane_utilisation(self) -> list[float]:
        """The share of the time that each lane of the present site was taken, 0 to 1."""
        age = self.at - self.built_at
        return [lane.busy_at(self.at) / age if age else 0.0 for lane in self.lanes]

    def is_done(self, job: int) -> bool:
        """Whether a job was accepted or given up, so that nothing more can happen to it."""
        return job < self.arrived and job not in self.jobs

    def name_of(self, who: int) -> str:
        """Return what a person calls a task: `worker 3`, `foreman`, `accept`, or ""."""
        return name_of(who, self.settings.get("program", ""))

    # -- helpers of the fold ---------------------------------------------------------------

    def _set(self, task: TaskState, at: int, state: State, lane: int = NO_LANE) -> State:
        """Let a task be in a state from now on. The hot path of the fold, and so flat."""
        if task.lane != lane:
            self._move(task, at, lane)
        before = task.state
        if before is state:
            return state
        task.spent[before] += at - task.since
        task.since = at
        task.state = state
        if task.who < 0:
            return state
        count, balance = self.census.count, self.census.balance
        count[before] -= 1
        balance[before] += at
        count[state] += 1
        balance[state] -= at
        if at >= task.strip.edge:
            task.strip.turn(at, self.moment_ns, before, task.spent)
        return state

    def _move(self, task: TaskState, at: int, lane: int) -> None:
        """Let a task leave the lane it is on, if any, and take another, if any."""
        if task.lane != NO_LANE:
            left = self.lanes[task.lane]
            if left.who == task.who:
                left.busy_ns += at - left.since
                left.who = NOBODY
        task.lane = lane
        if lane != NO_LANE:
            taken = self.lanes[lane]
            if taken.who != NOBODY:
                taken.busy_ns += at - taken.since
            taken.who = task.who
            taken.since = at

    def _rest(self, task: TaskState, at: int) -> State:
        """Let a task that has nothing in hand turn to its inbox."""
        task.job = NO_JOB
        task.to = NOBODY
        return self._set(task, at, READY if task.inbox else IDLE)

    def _take_up(self, task: TaskState, job: int) -> None:
        """Let a task have a job in hand, from its inbox if it is there."""
        if task.job != job:
            if task.inbox and task.inbox[0] == job:
                del task.inbox[0]
            task.job = job
        place = self.jobs.known.get(job)
        if place is not None:
            place.place, place.holder = HAND, task.who

    def _queue_changes(self, at: int) -> None:
        """Bring the queue's integral up to date; call it before the queue changes."""
        self.queue_area += len(self.queue) * (at - self.queue_since)
        self.queue_since = at

    def _system_changes(self, at: int) -> None:
        self.system_area += len(self.jobs) * (at - self.system_since)
        self.system_since = at

    def _queue_changed(self, at: int) -> None:
        length = len(self.queue)
        self.queue_max = max(self.queue_max, length)
        self.queue_lengths.level(at // self.moment_ns, length)

    def _to_queue(self, at: int, job: int, front: bool) -> None:
        """Put a job (back) into the queue, out of whatever place it has."""
        self._queue_changes(at)
        card = self.jobs.known[job]
        if card.place is INBOX:
            self.task(card.holder).inbox.remove(job)
        elif card.place is HAND and self.task(card.holder).job == job:
            self.task(card.holder).job = NO_JOB
        self._stop_clock(card, at)
        card.worked_ns = 0
        card.place, card.holder, card.worker = QUEUE, NOBODY, NOBODY
        if front:
            self.queue.appendleft(job)
        else:
            self.queue.append(job)
        self._queue_changed(at)

    def _working_changed(self, at: int) -> None:
        count = self.census.count
        self.working.level(at // self.moment_ns, count[CPU] + count[IO])

    def _stop_clock(self, card: JobState, at: int) -> None:
        """Let work on a job pause."""
        if card.running_since >= 0:
            card.worked_ns += at - card.running_since
            card.service_ns += at - card.running_since
            card.running_since = -1

    def _judge(self, at: int, kind: Kind, job: int, worker: int, attempt: int) -> None:
        card = self.jobs.known[job]
        wait_ns = (card.started if card.started >= 0 else at) - card.arrived
        sojourn_ns = at - card.arrived
        if self.verdict_count == len(self.verdict_table):
            self.verdict_table.append(
                Verdict(at, kind, job, worker, attempt, wait_ns, card.service_ns, sojourn_ns)
            )
        self.verdict_count += 1

    def _end(self, at: int, job: int) -> None:
        """Let a job be done."""
        self._system_changes(at)
        card = self.jobs.pop(job)
        if card.place is INBOX:
            self.task(card.holder).inbox.remove(job)
        elif card.place is HAND and self.task(card.holder).job == job:
            self.task(card.holder).job = NO_JOB
        card.place = DONE


# One function a kind, in the order of `Kind`: what an event makes of the state.


def _setting_changed(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    key, value = s.log.words(a), s.log.words(b)
    s.settings[key] = value
    if key == "rate" and value != "0":
        s.arrivals_ended = False
    return AS_BEFORE


def _lanes_opened(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.lanes = [LaneState() for _ in range(a)]
    s.built_at = at
    s.most_lanes = max(s.most_lanes, a)
    return AS_BEFORE


def _hired(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = _appear(s, at, who)
    task.starting = task.dead = False
    return s._rest(task, at)


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
    s._set(task, at, GONE)
    workers = s.workers
    while workers and workers[-1].state is GONE and not _keeps_place(workers[-1]):
        workers.pop()
        s.census.leave(GONE, at)
    s._working_changed(at)
    return GONE


def _keeps_place(task: TaskState) -> bool:
    """Whether a worker who is not at work keeps its place: the dead, and those who start."""
    return task.dead or task.starting


def _job_arrived(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._queue_changes(at)
    s._system_changes(at)
    s.jobs.arrive()
    s.arrived += 1
    s.queue.append(job)
    s._queue_changed(at)
    return AS_BEFORE


def _arrivals_ended(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.arrivals_ended = True
    return AS_BEFORE


def _job_taken(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._queue_changes(at)
    s.queue.popleft()
    s._queue_changed(at)
    task = s.task(who)
    s.jobs.take(job).worker = a
    s._take_up(task, job)
    return s._set(task, at, READY)


def _hand_off_started(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    if task.job != job:
        s._take_up(task, job)
    task.to = a
    s.latest = who
    return s._set(task, at, HANDING_OFF, b)


def _handed_off(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.workers[who] if who >= 0 else s.task(who)
    to = s.workers[a] if a >= 0 else s.task(a)
    card = s.jobs.known[job]
    card.holder = a
    if b == IS_CALLING:
        task.job = NO_JOB
        to.job = job
        s._set(to, at, READY)
        return s._set(task, at, BLOCKED) + RECEIVER_READY
    to.inbox.append(job)
    card.place = INBOX
    woken = 0
    if to.state is IDLE:
        s._set(to, at, READY)
        woken = RECEIVER_READY
    if b == GOES_ON:
        return s._rest(task, at) + woken
    task.job = NO_JOB
    task.to = NOBODY
    return s._set(task, at, READY) + woken


def _blocked(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return s._set(s.task(who), at, BLOCKED)


def _resumed(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return s._rest(s.task(who), at)


def _work_started(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    s._take_up(task, job)
    card = s.jobs.known[job]
    card.running_since = at
    card.worked_ns = 0
    card.worker = who
    if card.started < 0:
        card.started = at
    made = s._set(task, at, CPU if card.cpu_ns else IO, b)
    s._working_changed(at)
    return made


def _preempted(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._stop_clock(s.jobs.known[job], at)
    s._set(s.task(who), at, READY)
    s._working_changed(at)
    return READY


def _cpu_resumed(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.jobs.known[job].running_since = at
    s._set(s.task(who), at, CPU, b)
    s._working_changed(at)
    return CPU


def _io_started(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return s._set(s.task(who), at, IO, b)


def _work_finished(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._stop_clock(s.jobs.known[job], at)
    s._set(s.task(who), at, READY, b)
    s._working_changed(at)
    return READY


def _accepted(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._judge(at, Kind.Accepted, job, a, b)
    s._end(at, job)
    s.accepted += 1
    s.last_accepted = at
    s.throughput.add(at // s.moment_ns)
    return s._rest(s.task(who), at)


def _rejected(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._judge(at, Kind.Rejected, job, a, b)
    s._to_queue(at, job, front=False)
    s.jobs.known[job].attempt = b + 1
    s.rejected += 1
    return s._rest(s.task(who), at)


def _scrapped(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._stop_clock(s.jobs.known[job], at)
    s._judge(at, Kind.Scrapped, job, a, b)
    s._end(at, job)
    s.scrapped += 1
    return AS_BEFORE if who == NOBODY else s._rest(s.task(who), at)


def _unclaimed(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    s._take_up(task, job)
    s._to_queue(at, job, front=True)
    return s._rest(task, at)


def _requeued(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s._to_queue(at, job, front=True)
    return AS_BEFORE


def _accident_happened(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    s.accidents += 1
    if job != NO_JOB:
        s._take_up(s.task(who), job)
        card = s.jobs.known[job]
        s._stop_clock(card, at)
        card.attempt += 1
    return AS_BEFORE


def _died(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    task = s.task(who)
    task.to = NOBODY
    task.dead = True
    s._set(task, at, GONE)
    if who >= 0:
        task.strip.mark(GONE, s.moment_ns)
    s._working_changed(at)
    return GONE


def _became_ready(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return s._set(s.task(who), at, READY)


def _became_idle(s: SiteState, at: int, who: int, job: int, a: int, b: int) -> int:
    return s._rest(s.task(who), at)


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


def name_of(who: int, program: str) -> str:
    """Return what a person calls a task: `worker 3`, `foreman`, `accept`, or ""."""
    if program == "producer-consumer":
        return {FOREMAN: "producer", 0: "consumer"}.get(who, "")
    if who >= 0:
        return f"worker {who}"
    return {FOREMAN: "foreman", ACCEPT: "accept"}.get(who, "")
