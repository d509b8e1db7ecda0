"""Follows what the lines of a log tell, checks that each can be, and turns it into an event.

A job is in one place at every event: in the queue, in somebody's hand or inbox, or done. A task
does one thing at a time. A line that says otherwise is refused: what is made of a log is then never
in doubt. What a model is, or what anything takes, is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from site_sim.base.errors import did_you_mean
from site_sim.base.messages import SHOWN_CELLS
from site_sim.base.text import clean_line
from site_sim.export.cast_reading import NAME_CELLS
from site_sim.export.jsonl import THEN
from site_sim.export.line_types import LINE_TYPES, WrongLine
from site_sim.export.participants import (
    BLOCKED,
    CALLING,
    CPU,
    DOING,
    DONE,
    GONE,
    HOP,
    IO,
    PAUSED,
    REST,
    EventFollower,
    Participant,
)
from site_sim.facts.costs import COST_KEYS, setting_of
from site_sim.log.cast import NOBODY
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, WAITS_FOR_LANE, JobCard, Kind
from site_sim.scenario.schema import KEYS

_COSTS = frozenset(("hop-ns", *map(setting_of, COST_KEYS)))
"""The settings that tell what something costs, in nanoseconds."""
EventRow = tuple[int, int, int, int, int, int]
# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
HAND_OFF_STARTED, HANDED_OFF, BLOCKED_KIND = Kind.HandOffStarted, Kind.HandedOff, Kind.Blocked
JOB_ARRIVED, JOB_TAKEN, RESUMED = Kind.JobArrived, Kind.JobTaken, Kind.Resumed
WORK_STARTED, ACCEPTED, REJECTED = Kind.WorkStarted, Kind.Accepted, Kind.Rejected
ON = THEN[GOES_ON]
THEN_NUMBERS = {words: number for number, words in enumerate(THEN)}


Follow = Callable[[EventFollower, Any], EventRow]
"""Returns the event that a line is. It raises `WrongLine`, and has changed nothing by then."""


def _is_not(task: Participant, key: str, *doing: int) -> WrongLine:
    """Return what is wrong where a task does none of the things that it would have to do."""
    words = " or ".join(DOING[each] for each in doing)
    return WrongLine(f"{task.name} is {DOING[task.doing]}, and not {words}", key)


def _must_hold_nothing(task: Participant) -> None:
    if task.hand != NO_JOB:
        raise WrongLine(f"{task.name} has #{task.hand} in hand", "who")


# -- one function a kind, in the order of `Kind` ---------------------------------------------------


def _setting_changed(f: EventFollower, line: Any) -> EventRow:
    key, value = clean_line(line.key), clean_line(line.value)
    _check_setting(key, value)
    number_of = f.log.texts.number_of
    return line.at, Kind.SettingChanged, NOBODY, NO_JOB, number_of(key), number_of(value)


def _check_setting(key: str, value: str) -> None:
    """Check the value of a setting that is known. Raises `WrongLine`."""
    rule, where = KEYS.get(key), f"value of {key}"
    if key == "supervise":
        if value not in ("on", "off"):
            raise WrongLine(f"must be on or off, not '{value}'", where)
    elif rule is not None and rule.kind == "choice" and key != "program":
        what, hint = rule.fault(value)
        if what:
            raise WrongLine(what, where, hint)
    elif key in _COSTS or (rule is not None and rule.kind in ("whole", "number")):
        kind = int if key in _COSTS or (rule is not None and rule.kind == "whole") else float
        try:
            number = kind(value)
        except ValueError:
            number = -1
        if not 0 <= number < 2**63:
            words = "whole number" if kind is int else "number"
            raise WrongLine(f"must be a {words} from 0, not '{value}'", where)


def _lanes_opened(f: EventFollower, line: Any) -> EventRow:
    if f.living:
        raise WrongLine("somebody is still on the site: all must have left", "event")
    f.lanes = line.lanes
    return line.at, Kind.LanesOpened, NOBODY, NO_JOB, line.lanes, 0


def _hired(f: EventFollower, line: Any) -> EventRow:
    lane = f.lane(line)
    task = f.newcomer(line.who)
    task.doing, task.keeps_place, task.starting = REST, False, False
    f.living += 1
    return line.at, Kind.Hired, task.number, NO_JOB, lane, 0


def _start_up_began(f: EventFollower, line: Any) -> EventRow:
    task = f.newcomer(line.who)
    task.keeps_place = task.starting = True
    return line.at, Kind.StartUpBegan, task.number, NO_JOB, 0, 0


def _starting(kind: Kind) -> Follow:
    """Return what follows an event in the midst of a start-up."""

    def follow(f: EventFollower, line: Any) -> EventRow:
        task, lane = f.task(line.who), 0 if kind is Kind.Spawned else f.lane(line)
        if not task.starting:
            raise WrongLine(f"{task.name} is not starting up", "who")
        return line.at, kind, task.number, NO_JOB, 0, lane

    return follow


def _laid_off(f: EventFollower, line: Any) -> EventRow:
    task = f.task(line.who)
    if task.number < 0 or task.leaving:
        why = "has been told to already" if task.leaving else "is no worker"
        raise WrongLine(f"{task.name} cannot be told to go: it {why}", "who")
    task.leaving = True
    return line.at, Kind.LaidOff, task.number, NO_JOB, 0, 0


def _called_back(f: EventFollower, line: Any) -> EventRow:
    task = f.task(line.who)
    if not task.leaving:
        raise WrongLine(f"{task.name} cannot be called back: it was not told to go", "who")
    task.leaving = False
    return line.at, Kind.CalledBack, task.number, NO_JOB, 0, 0


def _left(f: EventFollower, line: Any) -> EventRow:
    task = f.task(line.who)
    _must_hold_nothing(task)
    if task.inbox:
        raise WrongLine(f"{task.name} has #{task.inbox[0]} in its inbox", "who")
    f.living -= task.doing != GONE
    task.doing, task.to = GONE, None
    task.leaving = task.keeps_place = task.starting = False
    if task.number >= 0:
        del f.here[task.name]
    workers = f.workers
    while workers and workers[-1].doing == GONE and not workers[-1].keeps_place:
        f.here.pop(workers.pop().name, None)
    return line.at, Kind.Left, task.number, NO_JOB, 0, 0


def _job_arrived(f: EventFollower, line: Any) -> EventRow:
    job, jobs = line.job, f.log.jobs
    if job != len(jobs):
        raise WrongLine(f"must be {len(jobs)}, the next number, not {job}", "job")
    jobs.add(JobCard(clean_line(line.name, NAME_CELLS), line.cpu_ns, line.io_ns), line.at)
    f.queue.append(job)
    return line.at, JOB_ARRIVED, NOBODY, job, 0, 0


def _arrivals_ended(_: EventFollower, line: Any) -> EventRow:
    return line.at, Kind.ArrivalsEnded, NOBODY, NO_JOB, 0, 0


def _job_taken(f: EventFollower, line: Any) -> EventRow:
    task, job = f.actor(line.who), line.job
    if task.doing > DONE:
        raise _is_not(task, "who", REST, DONE)
    _must_hold_nothing(task)
    if not f.queue or f.queue[0] != job:
        if job in f.queue:
            raise WrongLine(f"#{job} is not the first in the queue: #{f.queue[0]} is", "job")
        raise (
            f.misplaced(task, job)
            if job not in f.holders
            else WrongLine(f"#{job} is not in the queue: {f.holders[job].name} has it", "job")
        )
    worker = NOBODY if line.worker is None else f.worker(line)
    f.queue.popleft()
    f.holders[job] = task
    task.hand, task.doing = job, REST
    return line.at, JOB_TAKEN, task.number, job, worker, 0


def _hand_off_started(f: EventFollower, line: Any) -> EventRow:
    task, to, job = f.actor(line.who), f.task(line.to, "to"), line.job
    if to is task:
        raise WrongLine(f"{task.name} cannot hand a job to itself", "to")
    if task.doing > DONE:
        raise _is_not(task, "who", REST, DONE)
    lane = f.lane(line)
    f.take_up(task, job)
    task.doing, task.to = HOP, to
    return line.at, HAND_OFF_STARTED, task.number, job, to.number, lane


def _handed_off(f: EventFollower, line: Any) -> EventRow:
    task, to, job = f.here.get(line.who), f.here.get(line.to), line.job
    then = THEN_NUMBERS.get(line.then)
    if task is None or to is None or then is None or task.to is not to or task.hand != job:
        raise _wrong_receiver(f, line)
    if task.doing != (BLOCKED if then == WAITS_FOR_LANE else HOP):
        raise _is_not(task, "who", BLOCKED if then == WAITS_FOR_LANE else HOP)
    if then == IS_CALLING:
        if to.doing > DONE:
            raise _is_not(to, "to", REST, DONE)
        if to.hand != NO_JOB:
            raise WrongLine(f"{to.name} has #{to.hand} in hand", "to")
        to.hand, task.hand = job, NO_JOB
        to.doing, task.doing = REST, CALLING
    else:
        to.inbox.append(job)
        task.hand = NO_JOB
        task.doing, task.to = REST, None
    f.holders[job] = to
    return line.at, HANDED_OFF, task.number, job, to.number, then


def _wrong_receiver(f: EventFollower, line: Any) -> WrongLine:
    """Return what is wrong with a hop's end, or with someone who waits for room."""
    task, to = f.actor(line.who), f.task(line.to, "to")
    if getattr(line, "then", THEN[GOES_ON]) not in THEN:
        words, hint = clean_line(line.then, SHOWN_CELLS), did_you_mean(line.then[:100], THEN)
        return WrongLine(f"must be one of {', '.join(THEN)}, not '{words}'", "then", hint)
    if task.hand != line.job:
        return f.misplaced(task, line.job)
    if task.to is None:
        return WrongLine(f"{task.name} is {DOING[task.doing]}, and not in a hop", "who")
    return WrongLine(f"must be {task.to.name}, whom the hop leads to, not {to.name}", "to")


def _blocked(f: EventFollower, line: Any) -> EventRow:
    task, to, job = f.here.get(line.who), f.here.get(line.to), line.job
    if task is None or to is None or task.to is not to or task.hand != job:
        raise _wrong_receiver(f, line)
    if task.doing != HOP:
        raise _is_not(task, "who", HOP)
    task.doing = BLOCKED
    return line.at, BLOCKED_KIND, task.number, job, to.number, 0


def _resumed(f: EventFollower, line: Any) -> EventRow:
    task = f.actor(line.who)
    if task.doing != CALLING:
        raise _is_not(task, "who", CALLING)
    by = task.to  # it may have left at this very moment
    assert by is not None
    if by.name != line.by:
        f.task(line.by, "by")
        raise WrongLine(f"must be {by.name}, whom it called, not {line.by}", "by")
    task.doing, task.to = REST, None
    return line.at, RESUMED, task.number, NO_JOB, by.number, 0


def _work_started(f: EventFollower, line: Any) -> EventRow:
    task = f.actor(line.who)
    if task.doing != REST:
        raise _is_not(task, "who", REST)
    lane = f.lane(line)
    f.take_up(task, line.job)
    task.doing = CPU
    return line.at, WORK_STARTED, task.number, line.job, 0, lane


def _at_work(kind: Kind, before: tuple[int, ...], after: int) -> Follow:
    """Return what follows an event in the midst of the work on a job in hand."""

    def follow(f: EventFollower, line: Any) -> EventRow:
        task, job, lane = f.here.get(line.who), line.job, line.lane
        if task is None or task.doing == GONE:
            task = f.actor(line.who)
        if task.hand != job:
            raise f.misplaced(task, job)
        if task.doing not in before:
            raise _is_not(task, "who", *before)
        if lane is None or lane >= f.lanes:
            lane = f.lane(line)
        task.doing = after
        return line.at, kind, task.number, job, 0, lane

    return follow


def _judged(f: EventFollower, kind: Kind, line: Any) -> EventRow:
    """Follow a verdict on a job that a task has in hand."""
    task, job = f.actor(line.who), line.job
    if task.doing > DONE:
        raise _is_not(task, "who", REST, DONE)
    worker = f.worker(line)
    f.take_up(task, job)
    task.hand, task.doing = NO_JOB, REST
    del f.holders[job]
    return line.at, kind, task.number, job, worker, line.attempt


def _accepted(f: EventFollower, line: Any) -> EventRow:
    return _judged(f, ACCEPTED, line)


def _rejected(f: EventFollower, line: Any) -> EventRow:
    row = _judged(f, REJECTED, line)
    f.queue.append(line.job)
    return row


def _scrapped(f: EventFollower, line: Any) -> EventRow:
    if line.who is not None:
        return _judged(f, Kind.Scrapped, line)
    worker = NOBODY if line.worker is None else f.worker(line)
    holder = f.lose(line.job)
    if worker == NOBODY:
        worker = holder.number
    return line.at, Kind.Scrapped, NOBODY, line.job, worker, line.attempt


def _unclaimed(f: EventFollower, line: Any) -> EventRow:
    task, job = f.actor(line.who), line.job
    if task.doing > DONE:
        raise _is_not(task, "who", REST, DONE)
    worker = f.worker(line)
    f.take_up(task, job)
    task.hand = NO_JOB
    del f.holders[job]
    f.queue.appendleft(job)
    return line.at, Kind.Unclaimed, task.number, job, worker, 0


def _requeued(f: EventFollower, line: Any) -> EventRow:
    f.lose(line.job)
    f.queue.appendleft(line.job)
    return line.at, Kind.Requeued, NOBODY, line.job, 0, 0


def _accident_happened(f: EventFollower, line: Any) -> EventRow:
    task = f.actor(line.who)
    if line.job is None:
        _must_hold_nothing(task)
        return line.at, Kind.AccidentHappened, task.number, NO_JOB, 0, 0
    f.take_up(task, line.job)
    return line.at, Kind.AccidentHappened, task.number, line.job, 0, 0


def _died(f: EventFollower, line: Any) -> EventRow:
    task = f.actor(line.who)
    _must_hold_nothing(task)
    task.doing, task.to, task.keeps_place = GONE, None, True
    f.living -= 1
    return line.at, Kind.Died, task.number, NO_JOB, 0, 0


def _woken(kind: Kind) -> Follow:
    """Return what follows an event of a task with nothing in hand."""

    def follow(f: EventFollower, line: Any) -> EventRow:
        task = f.actor(line.who)
        _must_hold_nothing(task)
        if task.doing > DONE:
            raise _is_not(task, "who", REST, DONE)
        return line.at, kind, task.number, NO_JOB, 0, 0

    return follow


_FOLLOWERS: tuple[Follow, ...] = (
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
    _at_work(Kind.Preempted, (CPU,), PAUSED),
    _at_work(Kind.CpuResumed, (PAUSED,), CPU),
    _at_work(Kind.IoStarted, (CPU,), IO),
    _at_work(Kind.WorkFinished, (CPU, IO), DONE),
    _accepted,
    _rejected,
    _scrapped,
    _unclaimed,
    _requeued,
    _accident_happened,
    _died,
    _woken(Kind.BecameReady),
    _woken(Kind.BecameIdle),
    _starting(Kind.StartUpGotLane),
    _starting(Kind.StartUpLostLane),
    _starting(Kind.Spawned),
)
FOLLOWERS: Mapping[type, Follow] = {
    LINE_TYPES[kind]: follow for kind, follow in zip(Kind, _FOLLOWERS, strict=True)
}
"""What follows a line of each type."""


_HAND_OFF_STARTED_LINE = LINE_TYPES[Kind.HandOffStarted]
_HANDED_OFF_LINE = LINE_TYPES[Kind.HandedOff]


def follow(f: EventFollower, lines: Iterable[Any]) -> None:
    """Put the events that lines tell in the log. Raises `WrongLine`, at line `f.events` then.

    The hot path of reading, and so flat: the two kinds that most of a log are of are handled here
    where nothing is unusual about them.
    """
    record, followers, find, holders = f.log.record, FOLLOWERS, f.here.get, f.holders
    lanes, seq, at = f.lanes, f.events, f.at
    try:
        for line in lines:
            if line.seq != seq or line.at < at:
                raise _out_of_order(line, seq, at)
            kind = type(line)
            if kind is _HANDED_OFF_LINE:
                task, to, job = find(line.who), find(line.to), line.job
                if (
                    line.then == ON
                    and task is not None
                    and task.to is to is not None
                    and task.hand == job
                    and task.doing is HOP
                ):
                    to.inbox.append(job)
                    task.hand, task.doing, task.to = NO_JOB, REST, None
                    holders[job] = to
                    at = line.at
                    record((at, HANDED_OFF, task.number, job, to.number, GOES_ON))
                    seq += 1
                    continue
            elif kind is _HAND_OFF_STARTED_LINE:
                task, to, job, lane = find(line.who), find(line.to), line.job, line.lane
                if (
                    task is not None
                    and task.doing <= DONE
                    and to is not None
                    and to is not task
                    and lane is not None
                    and lane < lanes
                ):
                    if task.hand != job:
                        f.take_up(task, job)
                    task.to, task.doing = to, HOP
                    at = line.at
                    record((at, HAND_OFF_STARTED, task.number, job, to.number, lane))
                    seq += 1
                    continue
            record(followers[kind](f, line))
            lanes = f.lanes
            at = line.at
            seq += 1
    finally:
        f.events, f.at = seq, at


def _out_of_order(line: Any, seq: int, at: int) -> WrongLine:
    if line.seq != seq:
        return WrongLine(f"must be {seq}, the next number, not {line.seq}", "seq")
    return WrongLine(f"goes back from {at} to {line.at}", "at")
