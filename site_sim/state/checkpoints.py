"""States packed into few bytes, so that any moment of a long run is near one.

A checkpoint is taken whenever the events since the last have grown in proportion to its size:
together they cost at most `BYTES_AN_EVENT` bytes an event, and a seek folds at most the events
between two of them.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from bisect import bisect_right
from itertools import chain
from operator import attrgetter
from typing import Any

from site_sim.events import ACCEPT, FOREMAN, EventLog
from site_sim.state.moments import CELLS
from site_sim.state.parts import JobState, LaneState, Place, State, TaskState
from site_sim.state.site import SiteState
from site_sim.state.track import Track
from site_sim.state.verdicts import VerdictTable

SPACING = 1 << 11
"""Events between two checkpoints, at least."""
BYTES_AN_EVENT = 2.4
"""What checkpoints may cost."""

_SCALARS = (
    "seq", "at", "moment_ns", "arrived", "accepted", "rejected", "scrapped",
    "accidents", "last_accepted", "arrivals_ended", "queue_area", "queue_since", "queue_max",
    "system_area", "system_since", "built_at", "latest", "verdict_count",
    "most_workers", "most_lanes", "appeared",
)  # fmt: skip
_SERIES = ("throughput", "queue_lengths", "working")
_TASK_COLUMNS = (("q", "since"), ("i", "job"), ("i", "to"), ("i", "lane"))
_JOB_COLUMNS = (
    ("i", "number"), ("q", "arrived"), ("b", "place"), ("i", "holder"), ("i", "worker"),
    ("i", "attempt"), ("q", "started"), ("q", "running_since"), ("q", "worked_ns"),
    ("q", "service_ns"),
)  # fmt: skip
_FLAGS = ("dead", "leaving", "starting")


def pack(state: SiteState) -> bytes:
    """Return a state as bytes."""
    return zlib.compress(pickle.dumps(contents(state), protocol=5), 1)


def contents(state: SiteState) -> tuple[Any, ...]:
    """Return all that a state knows in plain values; those of equal states are equal."""
    tasks = [state.foreman, state.accept, *state.workers]
    jobs = sorted(state.jobs.known.values(), key=attrgetter("number"))
    at, moment = state.at, state.moment
    pasts = [task.past(at, state.moment_ns, CELLS) for task in tasks]
    times = [task.strip.times(task.spent_at(at)) for task in tasks]
    return (
        [getattr(state, name) for name in _SCALARS],
        dict(state.settings),
        bytes(map(attrgetter("state"), tasks)),
        [bytes(map(attrgetter(flag), tasks)) for flag in _FLAGS],
        [_column(code, name, tasks) for code, name in _TASK_COLUMNS],
        array("q", chain.from_iterable(map(attrgetter("spent"), tasks))).tobytes(),
        b"".join(pasts),
        array("q", chain.from_iterable(times)).tobytes(),
        {task.who: list(task.inbox) for task in tasks if task.inbox},
        [_column(code, name, jobs) for code, name in _JOB_COLUMNS],
        (state.jobs.arrived, state.jobs.fresh),
        state.queue.pack(),
        [(lane.who, lane.since, lane.busy_ns) for lane in state.lanes],
        [getattr(state, name).pack(moment) for name in _SERIES],
        tuple(map(list, state.census.pack())),
    )


def _column(code: str, name: str, rows: list[Any]) -> bytes:
    return array(code, map(attrgetter(name), rows)).tobytes()


def unpack(
    packed: bytes, log: EventLog, verdicts: VerdictTable, track: Track | None = None
) -> SiteState:
    """Return the state that was packed, of the same log, table of verdicts and track."""
    parts = pickle.loads(zlib.decompress(packed))
    scalars, settings, states, flags, task_columns, spent, strips, times, inboxes = parts[:9]
    job_columns, (arrived, fresh), queue, lanes, series, census = parts[9:]
    state = SiteState(log, verdicts=verdicts, track=track)
    state.settings = settings
    for name, value in zip(_SCALARS, scalars, strict=True):
        setattr(state, name, value)
    tasks = [TaskState(who) for who in (FOREMAN, ACCEPT, *range(len(states) - 2))]
    _fill(tasks, _TASK_COLUMNS, task_columns)
    spent, times, kinds = _array("q", spent), _array("q", times), len(State)
    for index, task in enumerate(tasks):
        task.state = State(states[index])
        for flag, values in zip(_FLAGS, flags, strict=True):
            setattr(task, flag, bool(values[index]))
        own = slice(index * kinds, (index + 1) * kinds)
        task.spent = list(spent[own])
        cells = strips[index * CELLS : (index + 1) * CELLS]
        at, step = state.at, state.moment_ns
        task.strip.unpack(cells, at, step, task.spent_at(at), list(times[own]))
        task.inbox = inboxes.get(task.who, [])
    state.foreman, state.accept, *state.workers = tasks
    for number in _array("i", job_columns[0]):
        state.jobs.known[number] = JobState(number, *log.job(number), 0)
    state.jobs.arrived, state.jobs.fresh = arrived, fresh
    _fill(list(state.jobs.known.values()), _JOB_COLUMNS, job_columns)
    for job in state.jobs.known.values():
        job.place = Place(job.place)
    state.queue.unpack(queue)
    for who, since, busy_ns in lanes:
        lane = LaneState()
        lane.who, lane.since, lane.busy_ns = who, since, busy_ns
        state.lanes.append(lane)
    for name, cells in zip(_SERIES, series, strict=True):
        getattr(state, name).unpack(cells, state.moment)
    state.census.unpack(census)
    return state


def _array(code: str, packed: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(packed)
    return numbers


def _fill(rows: list[Any], columns: tuple[tuple[str, str], ...], packed: list[bytes]) -> None:
    for (code, name), column in zip(columns, packed, strict=True):
        for row, value in zip(rows, _array(code, column), strict=True):
            setattr(row, name, value)


class Checkpoints:
    """The checkpoints of one log, in order, and the way from one to any moment."""

    def __init__(self, log: EventLog, verdicts: VerdictTable, track: Track | None = None) -> None:
        self._log = log
        self._verdicts = verdicts
        self.track = track
        """What takes note of every change, if anything does."""
        self._seqs: list[int] = []
        self._packed: list[bytes] = []
        self._due = SPACING
        self._near: tuple[int, bytes] | None = None
        """One more, taken on the way to the last seek: going on from there costs little."""

    def copy_for(self, log: EventLog, seq: int) -> Checkpoints:
        """Return those up to `seq`, for a log whose first `seq` events are the same."""
        start = self.state_at(seq)
        verdicts = self._verdicts.copy_for(log, start.verdict_count)
        track = None if self.track is None else self.track.copy_for(log, seq)
        copy = Checkpoints(log, verdicts, track)
        kept = bisect_right(self._seqs, seq)
        copy._seqs, copy._packed = self._seqs[:kept], self._packed[:kept]
        copy._near = (seq, pack(start))
        copy._due = max(copy._due, seq + SPACING)
        return copy

    def note(self, state: SiteState) -> None:
        """Take a checkpoint of a state if one is due."""
        if state.seq < self._due:
            return
        packed = pack(state)
        self._seqs.append(state.seq)
        self._packed.append(packed)
        self._due = state.seq + max(SPACING, int(len(packed) / BYTES_AN_EVENT))

    @property
    def next_due(self) -> int:
        """The number of events at which the next one is due."""
        return self._due

    def state_at(self, seq: int) -> SiteState:
        """Return the state after the first `seq` events."""
        state = self._start_for(seq)
        halfway = seq - NEAR
        if halfway > state.seq:
            state.catch_up(halfway)
            self._near = (halfway, pack(state))
        state.catch_up(seq)
        return state

    def _start_for(self, seq: int) -> SiteState:
        number = bisect_right(self._seqs, seq) - 1
        best = (self._seqs[number], self._packed[number]) if number >= 0 else None
        near = self._near
        if near is not None and near[0] <= seq and (best is None or near[0] > best[0]):
            best = near
        if best is None:
            return SiteState(self._log, verdicts=self._verdicts, track=self.track)
        return unpack(best[1], self._log, self._verdicts, self.track)

    @property
    def nbytes(self) -> int:
        """Bytes of all checkpoints."""
        return sum(map(len, self._packed))


NEAR = 512
"""How many events before a moment the checkpoint on the way is taken."""
