"""Per-event state changes (one byte each) and periodic keyframes of all tasks and lanes.

A state knows only the present. A `ChangeLog` keeps enough of the fold to read the past of any
task or lane without folding again: for each event the state it left its task in, and at intervals
a `Keyframe` of all tasks and lanes. Together they take less than two bytes an event.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import CPU, GONE, IDLE, State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning

KINDS = len(State)
_BEGINNING = re.compile(b"[%s]" % re.escape(bytes([Kind.Hired, Kind.LanesOpened])))

Row = int
"""A row of the timeline: a task (numbered as `who` in events), or a lane."""


def lane_row(lane: int) -> Row:
    """Return the row of a lane by its number; they are below NOBODY."""
    return NOBODY - 1 - lane


def is_task(row: Row) -> bool:
    """Return whether a row is a task's."""
    return row > NOBODY


def lane_number(row: Row) -> int:
    """Return the number of the lane that a row is of; negative if it is a task's."""
    return NOBODY - 1 - row


class Keyframe(NamedTuple):
    """The states of all tasks and lanes after the first `seq` events, at the last one's time."""

    seq: int
    at: int
    staff: int
    """How many of the tasks are not workers."""
    states: bytes
    """Task by task from the lowest number on: the staff, then the workers."""
    occupants: array[int]
    """The task on each lane, or NOBODY."""
    busy: array[int]
    """The total time each lane was taken since `built_at`, in nanoseconds."""
    built_at: int
    appeared: int
    """How many workers had ever taken a place."""
    spent: array[int] | None
    """Nanoseconds in each state, task by task as in `states`; not in every frame."""
    oldest: int
    """The first unfinished job that was taken from the queue, else `first_untouched`."""
    first_untouched: int
    """The first job that was never taken."""

    @classmethod
    def of(cls, state: SiteState, with_times: bool) -> Keyframe:
        """Return the keyframe of a state; `with_times` keeps the time in each state too."""
        at = state.at
        tasks = state.everyone
        spent = None
        if with_times:
            spent = array("q", [ns for task in tasks for ns in task.spent_at(at)])
        return cls(
            state.seq,
            at,
            len(state.staff),
            bytes(map(attrgetter("state"), tasks)),
            array("i", [lane.who for lane in state.lanes]),
            array("q", [lane.busy_at(at) for lane in state.lanes]),
            state.built_at,
            state.appeared,
            spent,
            state.jobs.oldest,
            state.jobs.first_untouched,
        )

    def state_of(self, row: Row) -> int:
        """Return the state of a row; a lane is CPU while it is taken, else IDLE."""
        if is_task(row):
            index = row + self.staff
            return self.states[index] if 0 <= index < len(self.states) else GONE
        lane = lane_number(row)
        if lane >= len(self.occupants):
            return GONE
        return IDLE if self.occupants[lane] == NOBODY else CPU

    def states_of(self, first: Row, last: Row) -> bytes:
        """Return the states of the rows from `first` to `last`, all tasks or all lanes."""
        if not is_task(first):
            return bytes(map(self.state_of, range(first, last + 1)))
        states = self.states[first + self.staff : last + self.staff + 1]
        return states.ljust(last - first + 1, bytes([GONE]))

    def spent_of(self, row: Row) -> Sequence[int] | None:
        """Return the nanoseconds in each state since the row began, if they are known."""
        if is_task(row):
            start = (row + self.staff) * KINDS
            if self.spent is None or not 0 <= start < len(self.spent):
                return None
            return self.spent[start : start + KINDS]
        lane = lane_number(row)
        if lane >= len(self.busy):
            return None
        times = [0] * KINDS
        times[CPU] = self.busy[lane]
        times[IDLE] = self.at - self.built_at - self.busy[lane]
        return times


NO_ONE_YET = Keyframe(0, 0, 0, b"", array("i"), array("q"), 0, 0, None, 0, 0)


class ChangeLog:
    """Holds the state changes of one log, append-only; the fold furthest ahead adds to them."""

    def __init__(self, log: EventLog, tuning: PastTuning = DEFAULT_PAST) -> None:
        self.log = log
        self._tuning = tuning
        self.changes = bytearray()
        """What each event made of its task, a byte an event (see `fold`)."""
        self.frames = [NO_ONE_YET]
        self.most_workers = self.most_lanes = 0
        """How many there ever were at once."""
        self._begun: dict[Row, int] = {}
        """The event with which each row began: a task was hired first, a lane was opened first."""
        self._hires = array("q")
        """Those of the tasks, in order."""
        self._frame_due = CHUNK
        self._times_due = CHUNK

    def __len__(self) -> int:
        return len(self.changes)

    def follow(self, state: SiteState, stop: int | None = None) -> None:
        """Fold a state up to event number `stop` (exclusive), and note what each event changed."""
        end = len(self.log) if stop is None else min(stop, len(self.log))
        while state.seq < end:
            start = state.seq
            self._note(state, start, fold(state, min(end, start - start % CHUNK + CHUNK)))

    def _note(self, state: SiteState, start: int, made: list[int]) -> None:
        """Note the changes by the events from number `start` on, all of one chunk."""
        known = len(self.changes)
        if start + len(made) <= known:
            return
        self.changes += bytes(made[known - start :])
        self._note_beginnings(known)
        self.most_workers, self.most_lanes = state.most_workers, state.most_lanes
        if state.seq % CHUNK == 0 and state.seq >= self._frame_due:
            self._take(state)

    def _note_beginnings(self, start: int) -> None:
        """Note which rows begin with the events from number `start` on."""
        for found in _BEGINNING.finditer(self.log.kinds(start, len(self.changes))):
            seq = start + found.start()
            _, kind, who, _, lanes, _ = self.log[seq]
            for row in [who] if kind == Kind.Hired else map(lane_row, range(lanes)):
                if row not in self._begun:
                    self._begun[row] = seq
                    if is_task(row):
                        self._hires.append(seq)

    def beginning(self, row: Row) -> int:
        """Return the number of the event with which a row began; the log's length if none has."""
        return self._begun.get(row, len(self.changes))

    def is_hired_first(self, start: int, stop: int) -> bool:
        """Return whether a task began with one of the events from number `start` up to `stop`."""
        return bisect_left(self._hires, start) < bisect_left(self._hires, stop)

    def began_at(self, row: Row) -> int | None:
        """Return when a row began (ns); None if it has not."""
        seq = self._begun.get(row)
        return None if seq is None else self.log.time_of(seq)

    def _take(self, state: SiteState) -> None:
        with_times = state.seq >= self._times_due
        frame = Keyframe.of(state, with_times)
        self.frames.append(frame)
        tasks, lanes = len(frame.states), len(frame.occupants)
        self._frame_due = frame.seq + int((tasks + 12 * lanes) / self._tuning.states_an_event)
        if with_times:
            self._times_due = frame.seq + int(8 * KINDS * tasks / self._tuning.times_an_event)

    def stretches_about(self, job: int) -> list[range]:
        """Return the ranges of event numbers that contain all events about a job, in order.

        Nothing happens to a job between its arrival and its being taken, nor once it is done:
        keyframes bound the range in between.
        """
        log, whole = self.log, range(len(self.log))
        if not 0 <= job < len(log.jobs):
            return [whole]
        arrived = log.jobs.arrived_at(job)
        arrival = range(log.index_at(arrived - 1), log.index_at(arrived))
        untaken = bisect_right(self.frames, job, key=attrgetter("first_untouched")) - 1
        done = bisect_right(self.frames, job, key=attrgetter("oldest"))
        start = max(arrival.stop, self.frames[untaken].seq)
        stop = self.frames[done].seq if done < len(self.frames) else len(log)
        return [arrival, range(start, stop)]

    def frame_at(self, at: int) -> int:
        """Return the number of the last frame at or before a time, in nanoseconds."""
        return bisect_right(self.frames, at, key=attrgetter("at")) - 1

    def frame_before(self, seq: int) -> int:
        """Return the number of the last frame after at most `seq` events."""
        return bisect_right(self.frames, seq, key=attrgetter("seq")) - 1

    def copy_for(self, log: EventLog, seq: int) -> ChangeLog:
        """Return the changes by the first `seq` events, for a log that begins with the same."""
        copy = ChangeLog(log, self._tuning)
        copy.changes = self.changes[:seq]
        copy.frames = self.frames[: self.frame_before(seq) + 1]
        copy._begun = {row: begun for row, begun in self._begun.items() if begun < seq}
        copy._hires = self._hires[: bisect_left(self._hires, seq)]
        copy._frame_due = copy.frames[-1].seq + 1
        copy._times_due = seq
        return copy
